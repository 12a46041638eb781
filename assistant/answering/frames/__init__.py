"""The assistant's own sentences, one TOML file a kind of answer, with a table a language.

They join and introduce; what they state of the plan is filled in from it. The table `plain` is
easy Japanese (やさしい日本語): a sentence that it lacks is taken from `ja`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from assistant.answer import Language, Style


@cache
def frames(kind: str, lang: Language, style: Style = "normal") -> Mapping[str, str]:
    """Return the sentences of a kind of answer by name; KeyError for an unknown language."""
    file = resources.files("assistant.answering.frames") / f"{kind}.toml"
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    said: dict[str, str] = dict(tables[lang])
    if lang == "ja" and style == "plain":
        said |= tables.get("plain", {})
    return MappingProxyType(said)

"""The interface's words, one TOML file a language; `plain.toml` says some in easy Japanese."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

from assistant.answer import Language


@cache
def words(lang: Language | Literal["plain"]) -> Mapping[str, str]:
    """Return the interface's words in `lang`; what easy Japanese has none for, in Japanese."""
    file = resources.files("web.words") / f"{lang}.toml"
    found: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))
    return {**words("ja"), **found} if lang == "plain" else found

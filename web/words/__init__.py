"""The interface's words, one TOML file a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from assistant.answer import Language


@cache
def words(lang: Language) -> Mapping[str, str]:
    """Return the interface's words in `lang`."""
    file = resources.files("web.words") / f"{lang}.toml"
    found: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))
    return found

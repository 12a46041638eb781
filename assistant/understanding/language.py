"""The language of a text, by its letters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Language
from index.once import once

_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々ｦ-ﾟ]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
# English that quotes a Japanese word has so many words, and so many letters to one of it.
_ENGLISH_WORDS = 3
_ENGLISH_SHARE = 3


@once
def language_of(text: str) -> Language:
    """Return the language of `text`: Japanese if a letter is, unless English words quote it."""
    letters = len(_JAPANESE.findall(text))
    quoting = len(_LATIN.findall(text)) >= _ENGLISH_WORDS and len(text) > letters * _ENGLISH_SHARE
    return "en" if _LATIN.search(text) and (quoting or not letters) else "ja"


def language_of_turn(text: str, before: Sequence[str]) -> Language:
    """Return the language of a question; of 「え?」 and "csv" that of the turn `before`."""
    has_letters = any(letter.isalpha() for letter in text)
    if before and (not has_letters or (text.isascii() and len(text.split()) == 1)):
        return language_of(before[-1])
    return language_of(text)

"""Where a word of a question stands in a text as a word of its own.

No expression is made of the word: those that `re` has compiled outlive the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_EDGE = re.compile(r"\b")


def places(word: str, text: str) -> Iterator[int]:
    """Yield where `word` stands in `text`, within other words too."""
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)


def begins_in(word: str, text: str) -> bool:
    """Whether a word of `text` begins with `word`."""
    return any(_EDGE.match(text, place) for place in places(word, text))


def whole_word(word: str, text: str) -> int:
    """Return where `word` stands first in `text` by itself, -1 where it does not."""
    whole = (
        place
        for place in places(word, text)
        if _EDGE.match(text, place) and _EDGE.match(text, place + len(word))
    )
    return next(whole, -1)

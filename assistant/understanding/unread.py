"""Words of a question for a list that no list is asked for in: it may be held to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources

from assistant.understanding.entities import Entity
from index.morphology import morphemes

_FILE = "list_words.txt"


def content_words(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield each content word of a prepared text: its place, itself and its lemma."""
    for word in morphemes(text):
        if word.is_content and any(map(str.isalpha, word.surface)):
            lemma = word.surface if word.surface.isascii() else word.lemma
            yield word.start, word.surface, lemma


def unread_words(text: str, entities: Iterable[Entity]) -> tuple[str, ...]:
    """Return the content words of a text, outside of `entities`, in which no list is asked for."""
    linked = {place for one in entities for place in range(one.start, one.end)}
    known = bundled_list_words()
    return tuple(
        surface
        for start, surface, lemma in content_words(text)
        if lemma not in known and start not in linked
    )


@cache
def bundled_list_words() -> frozenset[str]:
    """Read the words that are bundled."""
    folder = resources.files("assistant.understanding.model")
    return frozenset((folder / _FILE).read_text(encoding="utf-8").split("\n"))

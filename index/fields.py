"""The lexical fields of the index: which terms of which view each holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from index.chunks import Chunk, View
from index.terms import english_terms, gram_terms, kana_terms, word_terms


@dataclass(frozen=True, slots=True)
class Field:
    """A lexical field: the `terms` of one `view` of every passage."""

    name: str
    view: View
    terms: Callable[[str], list[str]]


WORDS = Field("words", View.ORIGINAL, word_terms)
GRAMS = Field("grams", View.ORIGINAL, gram_terms)
KANA = Field("kana", View.ORIGINAL, kana_terms)
PLAIN = Field("plain", View.PLAIN, word_terms)
ENGLISH = Field("english", View.ENGLISH, english_terms)
ASKS = Field("asks", View.ASKS, lambda text: [*word_terms(text), *english_terms(text)])

FIELDS = (WORDS, GRAMS, KANA, PLAIN, ENGLISH, ASKS)


def documents(field: Field, passage_ids: Sequence[str], chunks: Iterable[Chunk]) -> list[list[str]]:
    """Return the terms of each passage in `field`, in the order of `passage_ids`."""
    found: dict[str, list[str]] = {passage_id: [] for passage_id in passage_ids}
    for chunk in chunks:
        if chunk.view is field.view:
            found[chunk.passage_id] += field.terms(f"{chunk.in_context} {chunk.figures}")
    return [found[passage_id] for passage_id in passage_ids]

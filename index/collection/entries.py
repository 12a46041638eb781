"""Plan → entries: each passage with the vectors and terms of all its views."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, islice

from index.chunks import Chunk
from index.collection.protocols import Entry
from index.once import one_question
from index.protocols import Embedder
from index.terms import english_terms, word_terms

_AT_ONCE = 256


def query_terms(text: str) -> list[str]:
    """Return the lexical terms of a text of a collection, or of a query put to it."""
    return [*word_terms(text), *english_terms(text)]


def entries(chunks: Iterable[Chunk], embedder: Embedder) -> Iterator[Entry]:
    """Yield the entries of `chunks`, in whose order those of a passage follow each other."""
    passages = ((key, list(views)) for key, views in groupby(chunks, lambda one: one.passage_id))
    while some := list(islice(passages, _AT_ONCE)):
        with one_question():  # A text is both embedded and parted into terms.
            made = _entries(some, embedder)
        yield from made


def _entries(passages: Sequence[tuple[str, list[Chunk]]], embedder: Embedder) -> list[Entry]:
    texts = [[text for view in views for text in view.embedded] for _, views in passages]
    vectors = embedder.passages([text for of_passage in texts for text in of_passage])
    made = []
    start = 0
    for (passage_id, views), of_passage in zip(passages, texts, strict=True):
        end = start + len(of_passage)
        said = (f"{view.in_context} {view.figures}".rstrip() for view in views)
        terms = tuple(chain.from_iterable(map(query_terms, said)))
        made.append(Entry(passage_id, vectors[start:end], terms))
        start = end
    return made

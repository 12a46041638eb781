"""Plan → entries: each passage with the vectors and terms of all its views."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from index.chunks import Chunk
from index.collection.protocols import Entry
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
        texts = [[text for view in views for text in view.embedded] for _, views in some]
        vectors = embedder.passages([text for of_passage in texts for text in of_passage])
        start = 0
        for (passage_id, views), of_passage in zip(some, texts, strict=True):
            end = start + len(of_passage)
            said = (f"{view.in_context} {view.figures}" for view in views)
            terms = tuple(term for text in said for term in query_terms(text))
            yield Entry(passage_id, vectors[start:end], terms)
            start = end

"""Lexical search: BM25 over terms (Robertson and Zaragoza 2009, as Lucene computes it)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import bm25s
import numpy as np

from index.protocols import Floats

_K1 = 1.2
_B = 0.75


class Bm25Index:
    """Documents as bags of terms, scored by BM25; the weights are computed and kept by bm25s."""

    def __init__(self, weights: bm25s.BM25, size: int) -> None:
        self._vocabulary: dict[str, int] = weights.vocab_dict
        self._data = weights.scores["data"]
        self._documents = weights.scores["indices"]
        self._starts = weights.scores["indptr"]
        self._weights = weights
        self._size = size

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> Bm25Index:
        """Index `documents`, each a list of terms; a document may be empty."""
        weights = bm25s.BM25(method="lucene", k1=_K1, b=_B)
        # bm25s refuses a corpus without any term; the sentinel is in no query.
        tokens = [list(document) or ["\0"] for document in documents]
        weights.index(tokens, show_progress=False, create_empty_token=False)
        return cls(weights, len(documents))

    @classmethod
    def load(cls, folder: Path, size: int) -> Bm25Index:
        """Load what `save` wrote for `size` documents."""
        return cls(bm25s.BM25.load(str(folder), load_corpus=False, mmap=False), size)

    def save(self, folder: Path) -> None:
        """Write the index into `folder`: arrays and JSON."""
        self._weights.save(str(folder), show_progress=False)

    @property
    def size(self) -> int:
        """How many terms the index has."""
        return len(self._vocabulary.keys() - {"\0"})

    def scores(self, terms: Mapping[str, float]) -> Floats:
        """Return each document's score for the query's `terms` with their weights."""
        scores = np.zeros(self._size, dtype=np.float32)
        for term, weight in terms.items():
            column = self._column(term)
            if column is not None:
                scores[self._documents[column]] += weight * self._data[column]
        return scores

    def documents_with(self, term: str) -> Sequence[int]:
        """Return the numbers of the documents that hold `term`."""
        column = self._column(term)
        return [] if column is None else [int(number) for number in self._documents[column]]

    def rarity(self, term: str) -> float:
        """Return the term's inverse document frequency, 0 where no document has it."""
        column = self._column(term)
        if column is None:
            return 0.0
        frequency = column.stop - column.start
        return float(np.log(1 + (self._size - frequency + 0.5) / (frequency + 0.5)))

    def _column(self, term: str) -> slice | None:
        number = self._vocabulary.get(term)
        if number is None:
            return None
        return slice(int(self._starts[number]), int(self._starts[number + 1]))

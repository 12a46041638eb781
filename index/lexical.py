"""Lexical search: BM25 over terms (Robertson and Zaragoza 2009, as Lucene computes it)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.protocols import Floats

_K1 = 1.2
_B = 0.75
_TERMS, _STARTS, _DOCUMENTS, _WEIGHTS = "terms.json", "starts.npy", "documents.npy", "weights.npy"
_Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Bm25Index:
    """Documents as bags of terms, scored by BM25.

    The documents that hold the term of number n are `documents[starts[n] : starts[n + 1]]`, each
    with its part of the score in `weights`; there are `size` documents. Raises ValueError where
    these do not fit each other.
    """

    numbers: Mapping[str, int]
    starts: _Numbers
    documents: _Numbers
    weights: Floats
    size: int

    def __post_init__(self) -> None:
        postings = len(self.documents)
        if len(self.starts) != len(self.numbers) + 1 or len(self.weights) != postings:
            counts = f"{len(self.starts)} starts, {len(self.weights)} weights"
            raise ValueError(f"{len(self.numbers)} terms, {postings} postings, {counts}")

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> Bm25Index:
        """Index `documents`, each a list of terms; a document may be empty."""
        numbers: dict[str, int] = {}
        postings = [
            (numbers.setdefault(term, len(numbers)), document, count)
            for document, terms in enumerate(documents)
            for term, count in Counter(terms).items()
        ]
        terms, holding, counts = np.array(postings, dtype=np.int32).reshape(-1, 3).T
        lengths = np.array([max(len(terms), 1) for terms in documents])
        frequencies = np.bincount(terms, minlength=len(numbers))
        share = counts / (_K1 * (1 - _B + _B * lengths / lengths.mean())[holding] + counts)
        weights = inverse_frequency(frequencies, len(documents))[terms] * share
        order = np.argsort(terms, kind="stable")
        starts = np.concatenate([[0], np.cumsum(frequencies)]).astype(np.int32)
        found = weights[order].astype(np.float32)
        return cls(numbers, starts, holding[order], found, len(documents))

    @classmethod
    def load(cls, folder: Path, size: int) -> Bm25Index:
        """Load what `save` wrote for `size` documents."""
        terms = json.loads((folder / _TERMS).read_text(encoding="utf-8"))
        files = (folder / name for name in (_STARTS, _DOCUMENTS, _WEIGHTS))
        starts, documents, weights = (np.load(file, allow_pickle=False) for file in files)
        numbers = {term: number for number, term in enumerate(terms)}
        return cls(numbers, starts, documents, weights, size)

    def save(self, folder: Path) -> None:
        """Write the index into `folder`: arrays and JSON."""
        folder.mkdir(parents=True)
        terms = json.dumps([*self.numbers], ensure_ascii=False)
        (folder / _TERMS).write_text(terms, encoding="utf-8")
        np.save(folder / _STARTS, self.starts)
        np.save(folder / _DOCUMENTS, self.documents)
        np.save(folder / _WEIGHTS, self.weights)

    def scores(self, terms: Mapping[str, float]) -> Floats:
        """Return each document's score for the query's `terms` with their weights."""
        scores = np.zeros(self.size, dtype=np.float32)
        held = [(self._column(term), weight) for term, weight in terms.items()]
        columns = [(column, weight) for column, weight in held if column is not None]
        if columns:
            documents = [self.documents[column] for column, _ in columns]
            parts = [weight * self.weights[column] for column, weight in columns]
            np.add.at(scores, np.concatenate(documents), np.concatenate(parts))
        return scores

    def documents_with(self, term: str) -> Sequence[int]:
        """Return the numbers of the documents that hold `term`."""
        column = self._column(term)
        return [] if column is None else self.documents[column].tolist()

    def most(self, terms: Mapping[str, float]) -> float:
        """Return what a document would score that is full of `terms` with their weights.

        A term that no document has counts as the rarest of all would.
        """
        return sum(weight * (self.rarity(term) or self._unknown) for term, weight in terms.items())

    @cached_property
    def _unknown(self) -> float:
        return float(inverse_frequency(0, self.size))

    def rarity(self, term: str) -> float:
        """Return the term's inverse document frequency, 0 where no document has it."""
        number = self.numbers.get(term)
        return 0.0 if number is None else self._rarities[number]

    @cached_property
    def _rarities(self) -> list[float]:
        """The rarity of each term, by its number."""
        found: list[float] = inverse_frequency(np.diff(self.starts), self.size).tolist()
        return found

    def _column(self, term: str) -> slice | None:
        number = self.numbers.get(term)
        return None if number is None else self._columns[number]

    @cached_property
    def _columns(self) -> list[slice]:
        """Where the documents of each term stand, by its number."""
        return [slice(*ends) for ends in pairwise(self.starts.tolist())]


def inverse_frequency(frequency: Any, size: int) -> Any:
    """The inverse document frequency of one term or, in an array, of several."""
    return np.log(1 + (size - frequency + 0.5) / (frequency + 0.5))

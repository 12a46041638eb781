"""Dense evidence: how near each passage's views are to a query and to its sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.by_passage import ByPassage
from index.chunks import View
from index.protocols import Embedder, Floats, VectorIndex
from index.query_vector import query_vector

_DEPTH = 2000
_SHARPNESS = 10.0
_SENTENCE_END = re.compile(r"(?<=[。!?.])\s*")
_SHORTEST = 4
# Of 3,357 real questions none has more than 4 sentences.
_MOST_SENTENCES = 24
_VIEWS = tuple(View)
_ASKS = _VIEWS.index(View.ASKS)


@dataclass(frozen=True)
class DenseEvidence:
    """The vectors of an index, and which passage and view each of them stands for."""

    vectors: VectorIndex
    passages: npt.NDArray[np.int64]
    views: npt.NDArray[np.int64]
    size: int

    @classmethod
    def of(cls, vectors: VectorIndex, rows: Sequence[tuple[int, View]], size: int) -> DenseEvidence:
        """Take `vectors` whose rows stand for the passage number and view in `rows`."""
        numbers = np.array([number for number, _ in rows], dtype=np.int64)
        views = np.array([_VIEWS.index(view) for _, view in rows], dtype=np.int64)
        return cls(vectors, numbers, views, size)

    @property
    def present(self) -> frozenset[str]:
        """The names of the evidence that these vectors can give."""
        asked = {"asked", "asked_parts"} if _ASKS in self.views else set()
        return frozenset({"nearest_parts", *asked})

    def of_query(self, query: str, embedder: Embedder) -> dict[str, Floats]:
        """Return each passage's evidence, n values a name.

        `original`, `plain` and `english` are the cosines of the query with the nearest row of the
        view, `asked` a smooth maximum (log-sum-exp) over the ways to ask. A long question says
        several things, not all of them to the point: `nearest_parts` and `asked_parts` are the
        means over its sentences of the nearest row's cosine.
        """
        said = sentences(query)
        texts = list(dict.fromkeys((query, *said)))
        cosines = self._cosines(np.stack([query_vector(text, embedder) for text in texts]))
        nearest = {text: self._nearest(row) for text, row in zip(texts, cosines, strict=True)}
        whole, parts = nearest[query], [nearest[part] for part in said]
        return {
            "original": whole[_VIEWS.index(View.ORIGINAL)],
            "plain": whole[_VIEWS.index(View.PLAIN)],
            "english": whole[_VIEWS.index(View.ENGLISH)],
            "asked": self._smooth(cosines[0]),
            "nearest_parts": _mean([part.max(axis=0) for part in parts]),
            "asked_parts": _mean([part[_ASKS] for part in parts]),
        }

    def _cosines(self, vectors: Floats) -> Floats:
        """The cosine of every row with each query, -∞ for those that are not among the nearest."""
        found = self.vectors.products(vectors)
        if found.shape[1] > _DEPTH:
            least = np.partition(found, -_DEPTH, axis=1)[:, -_DEPTH]
            found[found < least[:, np.newaxis]] = -np.inf
        return found

    def _nearest(self, cosines: Floats) -> Floats:
        """The cosine of the nearest row of each view of each passage: rows → views × passages."""
        return self._by_view.highest(cosines).reshape(len(_VIEWS), self.size)

    def _smooth(self, cosines: Floats) -> Floats:
        total = 1.0 + self._by_ask.total(np.exp(_SHARPNESS * cosines))
        return np.asarray(np.log(total) / _SHARPNESS, dtype=np.float32)

    @cached_property
    def _by_view(self) -> ByPassage:
        """The rows by their view and passage, passage for passage of one view after another."""
        places = self.views * self.size + self.passages
        return ByPassage.of(np.arange(len(places)), places, len(_VIEWS) * self.size)

    @cached_property
    def _by_ask(self) -> ByPassage:
        (rows,) = (self.views == _ASKS).nonzero()
        return ByPassage.of(rows, self.passages[rows], self.size)


def sentences(query: str) -> list[str]:
    """Return the first sentences of a query; the whole where it has none of some length."""
    parts = [part for part in _SENTENCE_END.split(query) if len(part) >= _SHORTEST]
    return parts[:_MOST_SENTENCES] or [query]


def _mean(values: Sequence[Floats]) -> Floats:
    if len(values) == 1:
        return values[0]
    return np.asarray(np.mean(values, axis=0), dtype=np.float32)

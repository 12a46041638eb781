"""Dense evidence: how near each passage's views are to a query and to its sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.chunks import View
from index.protocols import Embedder, Floats, VectorIndex

_DEPTH = 2000
_SHARPNESS = 10.0
_SENTENCE_END = re.compile(r"(?<=[。!?.])\s*")
_SHORTEST = 4
_VIEWS = tuple(View)


@dataclass(frozen=True)
class _Found:
    """The rows near a vector: the passage and the view of each, and its cosine."""

    passages: npt.NDArray[np.int64]
    views: npt.NDArray[np.int64]
    cosines: Floats

    def of(self, views: Sequence[View]) -> tuple[npt.NDArray[np.int64], Floats]:
        """Return the passages of the rows of `views`, and their cosines."""
        wanted = np.isin(self.views, [_VIEWS.index(view) for view in views])
        return self.passages[wanted], self.cosines[wanted]


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
        asked = {"asked", "asked_parts"} if _VIEWS.index(View.ASKS) in self.views else set()
        return frozenset({"nearest_parts", *asked})

    def of_query(self, query: str, embedder: Embedder) -> dict[str, Floats]:
        """Return each passage's evidence, n values a name.

        `original`, `plain` and `english` are the cosines of the query with the nearest row of the
        view, `asked` a smooth maximum (log-sum-exp) over the ways to ask. A long question says
        several things, not all of them to the point: `nearest_parts` and `asked_parts` are the
        means over its sentences of the nearest row's cosine.
        """
        whole, *parts = (
            self._found(vector) for vector in embedder.queries([query, *sentences(query)])
        )
        return {
            "original": self._nearest(whole, View.ORIGINAL),
            "plain": self._nearest(whole, View.PLAIN),
            "english": self._nearest(whole, View.ENGLISH),
            "asked": self._smooth(whole, View.ASKS),
            "nearest_parts": _mean([self._nearest(part, *View) for part in parts]),
            "asked_parts": _mean([self._nearest(part, View.ASKS) for part in parts]),
        }

    def _found(self, vector: Floats) -> _Found:
        rows, cosines = self.vectors.nearest(vector, _DEPTH)
        return _Found(self.passages[rows], self.views[rows], cosines)

    def _nearest(self, found: _Found, *views: View) -> Floats:
        nearest = np.zeros(self.size, dtype=np.float32)
        numbers, cosines = found.of(views)
        np.maximum.at(nearest, numbers, cosines)
        return nearest

    def _smooth(self, found: _Found, view: View) -> Floats:
        total = np.ones(self.size, dtype=np.float64)
        numbers, cosines = found.of([view])
        np.add.at(total, numbers, np.exp(_SHARPNESS * cosines))
        return np.asarray(np.log(total) / _SHARPNESS, dtype=np.float32)


def sentences(query: str) -> list[str]:
    """Return the sentences of a query; the whole where it has none of some length."""
    parts = [part for part in _SENTENCE_END.split(query) if len(part) >= _SHORTEST]
    return parts or [query]


def _mean(values: Sequence[Floats]) -> Floats:
    return np.asarray(np.mean(values, axis=0), dtype=np.float32)

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
_VIEWS = tuple(View)


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
        said = sentences(query)
        cosines = {text: self._cosines(query_vector(text, embedder)) for text in {query, *said}}
        whole, parts = cosines[query], [cosines[part] for part in said]
        return {
            "original": self._nearest(whole, View.ORIGINAL),
            "plain": self._nearest(whole, View.PLAIN),
            "english": self._nearest(whole, View.ENGLISH),
            "asked": self._smooth(whole, View.ASKS),
            "nearest_parts": _mean([self._nearest(part, *View) for part in parts]),
            "asked_parts": _mean([self._nearest(part, View.ASKS) for part in parts]),
        }

    def _cosines(self, vector: Floats) -> Floats:
        """The cosine of every row with a query, -∞ for those that are not among the nearest."""
        found = self.vectors.products(vector)
        if len(found) > _DEPTH:
            found[found < np.partition(found, -_DEPTH)[-_DEPTH]] = -np.inf
        return found

    def _nearest(self, cosines: Floats, *views: View) -> Floats:
        return self._by_views[views].highest(cosines)

    def _smooth(self, cosines: Floats, view: View) -> Floats:
        total = 1.0 + self._by_views[view,].total(np.exp(_SHARPNESS * cosines))
        return np.asarray(np.log(total) / _SHARPNESS, dtype=np.float32)

    @cached_property
    def _by_views(self) -> dict[tuple[View, ...], ByPassage]:
        """The rows of each view, and those of all together."""
        return {views: self._of_views(views) for views in (*((view,) for view in View), _VIEWS)}

    def _of_views(self, views: tuple[View, ...]) -> ByPassage:
        (rows,) = np.isin(self.views, [_VIEWS.index(view) for view in views]).nonzero()
        return ByPassage.of(rows, self.passages[rows], self.size)


def sentences(query: str) -> list[str]:
    """Return the sentences of a query; the whole where it has none of some length."""
    parts = [part for part in _SENTENCE_END.split(query) if len(part) >= _SHORTEST]
    return parts or [query]


def _mean(values: Sequence[Floats]) -> Floats:
    return np.asarray(np.mean(values, axis=0), dtype=np.float32)

"""The seams of the index: each has two implementations or more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into unit vectors; `fingerprint` changes whenever its vectors would."""

    @property
    def name(self) -> str: ...

    @property
    def fingerprint(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def passages(self, texts: Sequence[str]) -> Floats:
        """Embed passages: n texts → n × dimension, rows of unit length."""
        ...

    def queries(self, texts: Sequence[str]) -> Floats:
        """Embed queries: n texts → n × dimension, rows of unit length."""
        ...


class VectorIndex(Protocol):
    """Finds the rows nearest to a query vector by inner product."""

    def nearest(self, query: Floats, k: int) -> tuple[npt.NDArray[np.int64], Floats]:
        """Return the numbers of the `k` best rows, best first, and their inner products."""
        ...


class LexicalIndex(Protocol):
    """Scores documents by the terms that they share with a query."""

    def scores(self, terms: Mapping[str, float]) -> Floats:
        """Return each document's score for the query's `terms` with their weights."""
        ...

    def rarity(self, term: str) -> float:
        """Return the term's inverse document frequency, 0 where no document has it."""
        ...

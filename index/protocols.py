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
    """Compares query vectors with every row of an index."""

    def products(self, queries: Floats) -> Floats:
        """Return the inner product of each of `queries` with every row: m × d → m × n.

        Raises ValueError for another dimension.
        """
        ...


class LexicalIndex(Protocol):
    """Scores documents by the terms that they share with a query."""

    def scores(self, terms: Mapping[str, float]) -> Floats:
        """Return each document's score for the query's `terms` with their weights."""
        ...

    def rarity(self, term: str) -> float:
        """Return the term's inverse document frequency, 0 where no document has it."""
        ...

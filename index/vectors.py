"""Dense search: unit vectors in FAISS, and an exact reference in numpy."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import faiss
import numpy as np

from index.protocols import Floats

# How many values of rows are read at a time: 1 MiB.
_CACHED = 1 << 18


class FaissIndex:
    """Rows in a flat FAISS index: the inner product with every row, exactly."""

    def __init__(self, index: faiss.IndexFlat) -> None:
        self._index = index

    @classmethod
    def build(cls, rows: Floats) -> FaissIndex:
        """Index `rows`, n × dimension."""
        index = faiss.IndexFlatIP(rows.shape[1])
        index.add(np.ascontiguousarray(rows, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, file: Path) -> FaissIndex:
        """Load what `save` wrote. Raises ValueError where it is an index of another kind."""
        index = faiss.read_index(str(file))
        if not isinstance(index, faiss.IndexFlat):
            raise ValueError(f"{file} is {type(index).__name__}, not a flat index")
        return cls(index)

    def save(self, file: Path) -> None:
        """Write the index to `file`. Raises OSError where it cannot be written."""
        try:
            faiss.write_index(self._index, str(file))
        except RuntimeError as error:  # What FAISS makes of a full disk.
            raise OSError(str(error)) from error

    def products(self, queries: Floats) -> Floats:
        """Return the inner product of each of `queries` with every row: m × d → m × n.

        Raises ValueError for another dimension.
        """
        count, dimension = self._index.ntotal, self._index.d
        if queries.ndim != 2 or queries.shape[1] != dimension:
            raise ValueError(f"queries of shape {queries.shape} for rows of {dimension} values")
        asked = np.ascontiguousarray(queries, dtype=np.float32)
        found = np.empty((len(asked), count), dtype=np.float32)
        # Some rows at a time, which stay in the cache for the next query.
        step = max(1, _CACHED // dimension)
        for start in range(0, count, step):
            some = self._rows[start : start + step]
            for query, products in zip(asked, found[:, start : start + step], strict=True):
                # As its search computes them, which ranks all rows too: that takes as long again.
                faiss.fvec_inner_products_ny(  # type: ignore[attr-defined]
                    faiss.swig_ptr(products),
                    faiss.swig_ptr(query),
                    faiss.swig_ptr(some),
                    dimension,
                    len(some),
                )
        return found

    @cached_property
    def _rows(self) -> Floats:
        """The rows in FAISS's own memory: n × dimension."""
        count, dimension = self._index.ntotal, self._index.d
        rows = faiss.rev_swig_ptr(self._index.get_xb(), count * dimension)
        return np.asarray(rows, dtype=np.float32).reshape(count, dimension)


class ExactIndex:
    """The same search as one matrix product: the reference that others are tested against."""

    def __init__(self, rows: Floats) -> None:
        self._rows = rows

    @classmethod
    def build(cls, rows: Floats) -> ExactIndex:
        """Index `rows`, n × dimension."""
        return cls(np.ascontiguousarray(rows, dtype=np.float32))

    def products(self, queries: Floats) -> Floats:
        """Return the inner product of each of `queries` with every row: m × d → m × n.

        Raises ValueError for another dimension.
        """
        return np.asarray(queries @ self._rows.T)

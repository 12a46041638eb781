"""Dense search: unit vectors in FAISS, and an exact reference in numpy."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np

from index.protocols import Floats


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

    def products(self, query: Floats) -> Floats:
        """Return the inner product of `query` with every row. ValueError for another dimension."""
        count, dimension = self._index.ntotal, self._index.d
        if query.shape != (dimension,):
            raise ValueError(f"a query of shape {query.shape} for rows of {dimension} values")
        asked = np.ascontiguousarray(query, dtype=np.float32)
        found = np.empty(count, dtype=np.float32)
        # As its search computes them, which ranks all rows too: that takes as long again.
        faiss.fvec_inner_products_ny(  # type: ignore[attr-defined]
            faiss.swig_ptr(found), faiss.swig_ptr(asked), self._index.get_xb(), dimension, count
        )
        return found


class ExactIndex:
    """The same search as one matrix product: the reference that others are tested against."""

    def __init__(self, rows: Floats) -> None:
        self._rows = rows

    @classmethod
    def build(cls, rows: Floats) -> ExactIndex:
        """Index `rows`, n × dimension."""
        return cls(np.ascontiguousarray(rows, dtype=np.float32))

    def products(self, query: Floats) -> Floats:
        """Return the inner product of `query` with every row. ValueError for another dimension."""
        return np.asarray(self._rows @ query)

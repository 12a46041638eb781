"""Dense search: unit vectors in FAISS, and an exact reference in numpy."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from index.protocols import Floats


class FaissIndex:
    """Rows in a flat FAISS index: the inner product with every row, exactly."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, rows: Floats) -> FaissIndex:
        """Index `rows`, n × dimension."""
        index = faiss.IndexFlatIP(rows.shape[1])
        index.add(np.ascontiguousarray(rows, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, file: Path) -> FaissIndex:
        """Load what `save` wrote."""
        return cls(faiss.read_index(str(file)))

    def save(self, file: Path) -> None:
        """Write the index to `file`. Raises OSError where it cannot be written."""
        try:
            faiss.write_index(self._index, str(file))
        except RuntimeError as error:  # What FAISS makes of a full disk.
            raise OSError(str(error)) from error

    def nearest(self, query: Floats, k: int) -> tuple[npt.NDArray[np.int64], Floats]:
        """Return the numbers of the `k` best rows, best first, and their inner products."""
        products, rows = self._index.search(query.reshape(1, -1), min(k, self._index.ntotal))
        return rows[0], products[0]


class ExactIndex:
    """The same search as one matrix product: the reference that others are tested against."""

    def __init__(self, rows: Floats) -> None:
        self._rows = rows

    @classmethod
    def build(cls, rows: Floats) -> ExactIndex:
        """Index `rows`, n × dimension."""
        return cls(np.ascontiguousarray(rows, dtype=np.float32))

    def nearest(self, query: Floats, k: int) -> tuple[npt.NDArray[np.int64], Floats]:
        """Return the numbers of the `k` best rows, best first, and their inner products."""
        products = self._rows @ query.reshape(-1)
        rows = np.argsort(-products, kind="stable")[:k]
        return rows, products[rows]

"""Values of the rows of an index, brought together passage by passage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class ByPassage:
    """Which passage each of some rows belongs to, of `size` passages.

    `rows` are in the order of their passages; those of `passages[i]` begin at `starts[i]`.
    """

    rows: _Numbers
    starts: _Numbers
    passages: _Numbers
    size: int

    @classmethod
    def of(cls, rows: _Numbers, passages: _Numbers, size: int) -> ByPassage:
        """Take `rows`, each of which belongs to the passage at its place in `passages`."""
        order = np.argsort(passages, kind="stable")
        speaking, starts = np.unique(passages[order], return_index=True)
        return cls(rows[order], starts, speaking, size)

    def highest(self, values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return the highest value of each passage's rows, at least 0: rows → passages."""
        found = np.zeros(self.size, dtype=np.float32)
        if len(self.rows):
            best = np.maximum.reduceat(values.take(self.rows), self.starts)
            found[self.passages] = np.maximum(best, 0.0)
        return found

    def total(self, values: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """Return the sum of the values of each passage's rows: rows → passages."""
        found = np.zeros(self.size)
        if len(self.rows):
            own = values.take(self.rows).astype(np.float64)
            found[self.passages] = np.add.reduceat(own, self.starts)
        return found

"""Vectors of a collection in FAISS: exact while that is fast, then by short codes and values.

An inverted file was measured and not taken: questions are unlike most passages of most plans, and
of 176,000 rows a quarter of the lists had to be searched for .94 of the ten nearest. Instead every
row has a code: 4 bits for each 4 values of its principal half (PCA, product quantisation, the fast
scan of André, Kermarrec and Le Scouarnec 2017). All codes are in memory, read for each query: 190
MB of 5.8 million rows in 12 ms on one core; the best by them are compared by their values, a byte
each, which stay in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from index.protocols import Floats

# Its type stubs know neither keyword arguments of SWIG's classes nor their attributes.
_FAISS: Any = faiss
Halves = npt.NDArray[np.float16]

# Rows that are compared one by one with a query: up to so many that takes a few milliseconds.
EXACT_ROWS = 100_000
_COMPARED = 2000
_SAMPLE = 1 << 15
_AT_ONCE = 1 << 14
_SEED = 7


@dataclass(frozen=True, slots=True)
class VectorRule:
    """How vectors are kept: `factory` is FAISS's name of it.

    `compared` is how many of the best by their codes are compared by their values, 0 where all are.
    """

    factory: str
    compared: int

    @classmethod
    def of(cls, rows: int, dimension: int) -> VectorRule:
        """Return the rule for so many rows of that length."""
        if rows <= EXACT_ROWS:
            return cls("SQfp16", 0)
        half = max(4, dimension // 8 * 4)
        return cls(f"PCAR{half},PQ{half // 4}x4fs,Refine(SQ8)", _COMPARED)


class CollectionVectors:
    """An opened index of vectors."""

    def __init__(self, index: faiss.Index, rule: VectorRule) -> None:
        self._index: Any = index
        self._values: Any = _values(index) if rule.compared else index
        self._rule = rule

    @classmethod
    def open(cls, file: Path, rule: VectorRule) -> CollectionVectors:
        """Open what `write_vectors` wrote, its values memory-mapped.

        Raises RuntimeError or AttributeError where it is something else.
        """
        return cls(faiss.read_index(str(file), faiss.IO_FLAG_MMAP_IFC), rule)

    @property
    def size(self) -> int:
        """How many rows there are."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The length of a row."""
        return int(self._index.d)

    def nearest(
        self, query: Floats, k: int, ranges: Sequence[tuple[int, int]] | None = None
    ) -> tuple[npt.NDArray[np.int64], Floats]:
        """Return the `k` best rows, best first, and their inner products with `query`.

        Only rows in one of `ranges` (first, one after the last) where they are given; these are
        compared one by one.
        """
        rows, products = self._best(query.reshape(1, -1), k, ranges)
        found = rows[0] >= 0
        return rows[0][found], products[0][found]

    def _best(
        self, query: Floats, k: int, ranges: Sequence[tuple[int, int]] | None
    ) -> tuple[npt.NDArray[np.int64], Floats]:
        size = self.size
        if ranges is not None:
            k = min(k, sum(end - start for start, end in ranges))
            parameters = _FAISS.SearchParameters(sel=_selector(ranges, size))
            products, rows = self._values.search(query, k, params=parameters) if k else _NONE
        elif self._rule.compared:
            factor = max(1.0, self._rule.compared / k)
            parameters = _FAISS.IndexRefineSearchParameters(k_factor=factor)
            products, rows = self._index.search(query, min(k, size), params=parameters)
        else:
            products, rows = self._index.search(query, min(k, size)) if size else _NONE
        return rows, products


_NONE = np.zeros((1, 0), dtype=np.float32), np.zeros((1, 0), dtype=np.int64)


def _values(index: Any) -> Any:
    return faiss.downcast_index(index.refine_index)


def _selector(ranges: Sequence[tuple[int, int]], size: int) -> object:
    chosen = np.zeros(size, dtype=bool)
    for start, end in ranges:
        chosen[start:end] = True
    return _FAISS.IDSelectorBitmap(np.packbits(chosen, bitorder="little"))


@dataclass(frozen=True, slots=True)
class VectorPart:
    """Some of the vectors that are to be indexed: how many rows, and what reads them."""

    rows: int
    read: Callable[[], Halves]


def write_vectors(
    file: Path, parts: Sequence[VectorPart], dimension: int, progress: bool
) -> VectorRule:
    """Index the rows of `parts`, one after another; return by which rule.

    Memory holds the index, one part and a sample of 32,768 rows. Raises OSError where `file` cannot
    be written.
    """
    total = sum(part.rows for part in parts)
    rule = VectorRule.of(total, dimension)
    index = faiss.index_factory(dimension, rule.factory, faiss.METRIC_INNER_PRODUCT)
    if total:
        index.train(_sample(parts, total))
    if rule.compared:
        # Room for all at once: a vector of C++ that grows is held twice.
        codes = _values(index).codes
        codes.resize(total * dimension)
        codes.resize(0)
    with tqdm(
        total=total, desc="vectors", unit="row", unit_scale=True, disable=not progress
    ) as bar:
        for rows in _batches(parts):
            index.add(rows)
            bar.update(len(rows))
    try:
        faiss.write_index(index, str(file))
    except RuntimeError as error:  # What FAISS makes of a full disk.
        raise OSError(str(error)) from error
    return rule


def _batches(parts: Sequence[VectorPart]) -> Iterator[Floats]:
    """Yield the rows of `parts` in single precision, some at a time."""
    for part in parts:
        rows = part.read()
        for start in range(0, part.rows, _AT_ONCE):
            yield np.ascontiguousarray(rows[start : start + _AT_ONCE], dtype=np.float32)


def _sample(parts: Sequence[VectorPart], total: int) -> Floats:
    """Return some rows, drawn from all."""
    drawn = np.random.default_rng(_SEED).choice(total, min(_SAMPLE, total), replace=False)
    drawn.sort()
    starts = np.cumsum([0, *(part.rows for part in parts)])
    ends = np.searchsorted(drawn, starts)
    taken = [
        part.read()[drawn[ends[number] : ends[number + 1]] - starts[number]]
        for number, part in enumerate(parts)
    ]
    return np.ascontiguousarray(np.concatenate(taken), dtype=np.float32)

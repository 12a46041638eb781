"""Vectors of a collection in FAISS: exact while that is fast, then in lists, chosen by one rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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

# Rows that are compared one by one with a query: up to so many that is fast enough.
EXACT_ROWS = 50_000
_LISTS_PER_ROOT = 4
_SAMPLE_PER_LIST = 40
_PROBED_SHARE = 128
_LEAST_PROBED = 16
_ROUNDS = 10
_AT_ONCE = 1 << 15
_SEED = 7


@dataclass(frozen=True, slots=True)
class VectorRule:
    """How vectors are kept and searched: `lists` of an inverted file, 0 for one by one.

    `probed` of the lists are searched, those whose centres are nearest.
    """

    lists: int
    probed: int

    @classmethod
    def of(cls, rows: int) -> VectorRule:
        """Return the rule for so many rows: 4 √rows lists, to the nearest power of two."""
        if rows <= EXACT_ROWS:
            return cls(0, 0)
        lists = 1 << round(np.log2(_LISTS_PER_ROOT * np.sqrt(rows)))
        return cls(lists, max(_LEAST_PROBED, lists // _PROBED_SHARE))

    def __str__(self) -> str:
        """The rule by the names of FAISS: half precision, or a byte a value in lists."""
        return f"IVF{self.lists},SQ8 nprobe={self.probed}" if self.lists else "SQfp16"


class CollectionVectors:
    """An opened index of vectors."""

    def __init__(self, index: faiss.Index, rule: VectorRule) -> None:
        self._index = index
        self._rule = rule

    @classmethod
    def open(cls, file: Path, rule: VectorRule) -> CollectionVectors:
        """Open what `write_vectors` wrote, memory-mapped. Raises RuntimeError where it is none."""
        return cls(faiss.read_index(str(file), faiss.IO_FLAG_MMAP_IFC), rule)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._index.d)

    def nearest(
        self, query: Floats, k: int, ranges: Sequence[tuple[int, int]] | None = None
    ) -> tuple[npt.NDArray[np.int64], Floats]:
        """Return the `k` best rows, best first, and their inner products with `query`.

        Only rows in one of `ranges` (first, one after the last) where they are given.
        """
        size = self._index.ntotal
        chosen = size if ranges is None else sum(end - start for start, end in ranges)
        if not chosen:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        parameters = self._parameters(chosen, None if ranges is None else _selector(ranges, size))
        products, rows = self._index.search(query.reshape(1, -1), min(k, chosen), params=parameters)
        found = rows[0] >= 0
        return rows[0][found], products[0][found]

    def _parameters(self, chosen: int, selector: object) -> faiss.SearchParameters:
        found: faiss.SearchParameters
        if self._rule.lists:
            probed = self._rule.lists if chosen <= EXACT_ROWS else self._rule.probed
            found = _FAISS.SearchParametersIVF(sel=selector, nprobe=probed)
        else:
            found = _FAISS.SearchParameters(sel=selector)
        return found


def _selector(ranges: Sequence[tuple[int, int]], size: int) -> object:
    chosen = np.zeros(size, dtype=bool)
    for start, end in ranges:
        chosen[start:end] = True
    return _FAISS.IDSelectorBitmap(np.packbits(chosen, bitorder="little"))


def write_vectors(
    file: Path, parts: Sequence[Halves], dimension: int, progress: bool
) -> VectorRule:
    """Index the rows of `parts`, one after another; return by which rule.

    Raises OSError where `file` cannot be written.
    """
    rule = VectorRule.of(sum(map(len, parts)))
    index = _in_lists(parts, dimension, rule, progress) if rule.lists else _flat(parts, dimension)
    try:
        faiss.write_index(index, str(file))
    except RuntimeError as error:  # What FAISS makes of a full disk.
        raise OSError(str(error)) from error
    return rule


def _flat(parts: Sequence[Halves], dimension: int) -> faiss.Index:
    quantizer = faiss.ScalarQuantizer.QT_fp16
    index = faiss.IndexScalarQuantizer(dimension, quantizer, faiss.METRIC_INNER_PRODUCT)
    for rows in _batches(parts):
        index.add(rows)
    return index


def _in_lists(
    parts: Sequence[Halves], dimension: int, rule: VectorRule, progress: bool
) -> faiss.Index:
    """Train on a sample, then fill the lists, each of which is first given its room."""
    factory = f"IVF{rule.lists},SQ8"
    made = faiss.index_factory(dimension, factory, faiss.METRIC_INNER_PRODUCT)
    index: Any = made
    index.cp.niter = _ROUNDS
    index.cp.seed = _SEED
    index.train(_sample(parts, rule.lists * _SAMPLE_PER_LIST))
    total = sum(map(len, parts))
    lists = np.empty(total, dtype=np.int64)
    with tqdm(total=2 * total, desc="vectors", unit="row", disable=not progress) as bar:
        start = 0
        for rows in _batches(parts):
            lists[start : start + len(rows)] = index.quantizer.assign(rows, 1)[:, 0]
            start += len(rows)
            bar.update(len(rows))
        for number, length in enumerate(np.bincount(lists, minlength=rule.lists)):
            index.invlists.resize(number, int(length))
            index.invlists.resize(number, 0)
        start = 0
        for rows in _batches(parts):
            numbers = np.arange(start, start + len(rows))
            index.add_core(
                len(rows),
                faiss.swig_ptr(rows),
                faiss.swig_ptr(numbers),
                faiss.swig_ptr(lists[start:]),
            )
            start += len(rows)
            bar.update(len(rows))
    return made


def _batches(parts: Sequence[Halves]) -> Iterator[Floats]:
    """Yield the rows of `parts` in single precision, some at a time."""
    waiting: list[Halves] = []
    for part in parts:
        for start in range(0, len(part), _AT_ONCE):
            waiting.append(part[start : start + _AT_ONCE])
            if sum(map(len, waiting)) >= _AT_ONCE:
                yield _single(waiting)
                waiting = []
    if waiting:
        yield _single(waiting)


def _single(parts: Sequence[Halves]) -> Floats:
    return np.ascontiguousarray(np.concatenate(parts), dtype=np.float32)


def _sample(parts: Sequence[Halves], size: int) -> Floats:
    """Return `size` rows drawn from all, or all of them."""
    total = sum(map(len, parts))
    drawn = np.random.default_rng(_SEED).choice(total, min(size, total), replace=False)
    drawn.sort()
    starts = np.cumsum([0, *map(len, parts)])
    ends = np.searchsorted(drawn, starts)
    taken = [
        part[drawn[ends[number] : ends[number + 1]] - starts[number]]
        for number, part in enumerate(parts)
    ]
    return _single(taken)

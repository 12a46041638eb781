"""What is searched of a collection: written from the plans that are kept, opened, and searched.

Passages are numbered in the order of their plans' ids and within a plan in its own, vectors in the
order of passages; those of a plan follow each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from index.collection.file_sums import file_sums
from index.collection.fused import DEPTH, Numbers, ranked
from index.collection.kept_plan import KeptPlan, PlanFolder
from index.collection.layout import SearchedLayout
from index.collection.lexical import CollectionTerms, write_terms
from index.collection.manifest import REMAKE, SearchedManifest, SearchedPlan, read_manifest
from index.collection.vectors import CollectionVectors, VectorPart, write_vectors
from index.errors import DamagedIndexError, IndexWriteError, PlanMissingError
from index.protocols import Floats

# How many times as many vectors as passages are looked for first.
_ROWS_PER_PASSAGE = 3


@dataclass(frozen=True, slots=True)
class PutPlan:
    """A plan that is to be searched: its put's number, what it is, and its files."""

    put: int
    kept: KeptPlan
    files: PlanFolder


def write_searched(
    folder: Path, plans: Sequence[PutPlan], last_put: int, progress: bool
) -> SearchedManifest:
    """Write into `folder` what is searched of `plans`, which are in the order of their ids.

    Raises IndexWriteError where their vectors differ in length, OSError where it cannot be written.
    """
    layout = SearchedLayout(folder)
    dimension = _dimension(plans)
    _write_passages(layout, plans)
    parts = [
        VectorPart(plan.kept.rows, partial(plan.files.vectors, plan.kept))
        for plan in plans
        if plan.kept.rows
    ]
    rule = write_vectors(layout.vectors, parts, dimension or 1, progress)
    write_terms(layout.terms, _terms(plans, progress))
    manifest = SearchedManifest(
        plans=tuple(
            SearchedPlan(
                plan.kept.about, plan.kept.digest, plan.put, plan.kept.passages, plan.kept.rows
            )
            for plan in plans
        ),
        last_put=last_put,
        dimension=dimension,
        rule=rule,
        files=file_sums(folder),
    )
    manifest.write(layout)
    Searched.open(folder)  # What FAISS and tantivy may not tell of a disk that was full at the end.
    return manifest


def _dimension(plans: Sequence[PutPlan]) -> int:
    of_plans = {plan.kept.dimension: plan.kept.about.id for plan in plans if plan.kept.rows}
    if len(of_plans) > 1:
        found = ", ".join(f"{length} values of {plan}" for length, plan in of_plans.items())
        raise IndexWriteError(f"the vectors of plans differ in length ({found}): put all again")
    return next(iter(of_plans), 0)


def _write_passages(layout: SearchedLayout, plans: Sequence[PutPlan]) -> None:
    """Write which passage each vector stands for, and the ids of the passages."""
    passages: list[npt.NDArray[np.uint32]] = [np.zeros(0, dtype=np.uint32)]
    ends: list[npt.NDArray[np.uint64]] = [np.zeros(0, dtype=np.uint64)]
    number, place = 0, 0
    with layout.ids.open("wb") as ids:
        for plan in plans:
            counts = plan.files.rows()
            numbers = np.arange(number, number + len(counts), dtype=np.uint32)
            passages.append(np.repeat(numbers, counts))
            ends.append(plan.files.ends() + np.uint64(place))
            place += ids.write(plan.files.ids_file.read_bytes())
            number += len(counts)
    np.save(layout.passages, np.concatenate(passages))
    np.save(layout.ends, np.concatenate(ends))


def _terms(plans: Sequence[PutPlan], progress: bool) -> Iterator[tuple[int, str]]:
    total = sum(plan.kept.passages for plan in plans)
    with tqdm(total=total, desc="terms", unit="passage", disable=not progress) as bar:
        for number, plan in enumerate(plans):
            for terms in plan.files.terms():
                yield number, terms
            bar.update(plan.kept.passages)


class Searched:
    """What is searched, opened: nothing of it is in memory but what was looked at."""

    def __init__(
        self, manifest: SearchedManifest, layout: SearchedLayout, vectors: CollectionVectors
    ) -> None:
        self.manifest = manifest
        self._vectors = vectors
        self._terms = CollectionTerms.open(layout.terms)
        self._passages = np.load(layout.passages, mmap_mode="r", allow_pickle=False)
        self._ends = np.load(layout.ends, mmap_mode="r", allow_pickle=False)
        empty = not layout.ids.stat().st_size  # NumPy maps no empty file.
        self._ids = b"" if empty else np.memmap(layout.ids, dtype=np.uint8, mode="r")
        self._numbers = {plan.about.id: number for number, plan in enumerate(manifest.plans)}
        self._first = np.cumsum([0, *(plan.passages for plan in manifest.plans)])
        self._first_row = np.cumsum([0, *(plan.rows for plan in manifest.plans)])
        rows, passages = int(self._first_row[-1]), int(self._first[-1])
        found = (vectors.size, vectors.dimension, self._passages.shape, self._ends.shape)
        if found != (rows, manifest.dimension or 1, (rows,), (passages,)):
            raise ValueError(f"of {passages} passages and {rows} vectors there are {found}")

    @classmethod
    def open(cls, folder: Path) -> Searched:
        """Open what `write_searched` wrote. Raises DamagedIndexError or StaleIndexError."""
        manifest = read_manifest(folder)
        layout = SearchedLayout(folder)
        try:
            vectors = CollectionVectors.open(layout.vectors, manifest.rule)
            return cls(manifest, layout, vectors)
        except (OSError, ValueError, RuntimeError, EOFError, AttributeError) as error:
            message = f"a file in {folder} cannot be read ({error}): {REMAKE}"
            raise DamagedIndexError(message) from error

    def number(self, plan_id: str) -> int:
        """Return the number of a plan. Raises PlanMissingError."""
        if plan_id not in self._numbers:
            raise PlanMissingError(f"there is no plan {plan_id!r} among those that are kept")
        return self._numbers[plan_id]

    def by_vector(self, vector: Floats, plans: Sequence[int] | None) -> Numbers:
        """Return the passages of `plans` by their nearest vectors, best first."""
        ranges = plans if plans is None else [
            (int(self._first_row[plan]), int(self._first_row[plan + 1])) for plan in plans
        ]  # fmt: skip
        wanted = DEPTH * _ROWS_PER_PASSAGE
        while True:
            rows, products = self._vectors.nearest(vector, wanted, ranges)
            passages, first = np.unique(self.passages_of(rows), return_index=True)
            if len(passages) >= DEPTH or len(rows) < wanted:
                return ranked(passages, products[first])[:DEPTH]
            wanted *= 4

    def passages_of(self, rows: Numbers) -> Numbers:
        """Return the numbers of the passages that `rows` stand for."""
        return np.asarray(self._passages[rows], dtype=np.int64)

    def by_terms(self, terms: Mapping[str, float], plans: Sequence[int] | None) -> Numbers:
        """Return the passages of `plans` by BM25, best first."""
        return ranked(*self._terms.best(terms, DEPTH, plans))[:DEPTH]

    def passage(self, number: int) -> tuple[str, str]:
        """Return the id of the plan of a passage, and its own."""
        plan = int(np.searchsorted(self._first, number, side="right")) - 1
        start = int(self._ends[number - 1]) if number else 0
        passage_id = bytes(self._ids[start : int(self._ends[number])])
        return self.manifest.plans[plan].about.id, passage_id.decode("utf-8", "surrogatepass")

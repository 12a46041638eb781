"""Many plans in a folder on disk, searched by FAISS and tantivy in files that are memory-mapped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock

import numpy as np

from corpus.about import About
from index.collection.disk_writer import DiskPlanWriter, writes_to
from index.collection.file_sums import check_sums
from index.collection.fused import Numbers, fused
from index.collection.kept_terms import asked_terms
from index.collection.layout import CollectionLayout
from index.collection.manifest import REMAKE
from index.collection.protocols import CollectionHit
from index.collection.searched import Searched
from index.errors import (
    DamagedIndexError,
    PlanMissingError,
    SearchIndexError,
    StaleIndexError,
)
from index.protocols import Floats
from index.switch import room_beside, served_folder


class DiskPlanStore:
    """A collection in the folder `root`, as the last writing that has ended left it."""

    def __init__(self, root: Path, progress: bool = False) -> None:
        """Take the folder `root`, which need not be there; `progress` shows bars while writing."""
        self._layout = CollectionLayout(root)
        self._progress = progress
        self._lock = Lock()
        self._opened: tuple[Path, Searched] | None = None

    @property
    def version(self) -> str:
        """What changes whenever a plan is put or removed."""
        searched = self._searched()
        return searched.manifest.version if searched else ""

    def abouts(self) -> Sequence[About]:
        """Return the plans that are kept, by their ids' order."""
        searched = self._searched()
        return [plan.about for plan in searched.manifest.plans] if searched else []

    def folder(self, plan_id: str) -> Path:
        """Return the index folder of a plan. Raises PlanMissingError or DamagedIndexError."""
        searched = self._searched()
        (number,) = _numbers(searched, [plan_id])
        assert searched is not None  # noqa: S101 - it has that plan
        folder = self._layout.plan(plan_id, searched.manifest.plans[number].put).index
        if not folder.is_dir():
            raise DamagedIndexError(f"{folder} is missing: {REMAKE}")
        return folder

    def search(
        self,
        vector: Floats,
        terms: Mapping[str, float],
        k: int,
        plans: Sequence[str] | None = None,
    ) -> Sequence[CollectionHit]:
        """Return the `k` best passages; what they are is said at PlanStore.

        Raises PlanMissingError for one of `plans` that is not kept, StaleIndexError where `vector`
        is of another length than those of the plans.
        """
        searched = self._searched()
        numbers = None if plans is None else _numbers(searched, sorted(set(plans)))
        if searched is None:
            return []
        rankings = list(_rankings(searched, vector, asked_terms(terms), numbers))
        return [
            CollectionHit(*searched.passage(number), score) for number, score in fused(rankings, k)
        ]

    @contextmanager
    def writing(self) -> Iterator[DiskPlanWriter]:
        """Let one process at a time put and remove plans.

        What was put in a block that did not end, as by a kill, is kept from then on: the next
        block has it, and readers see it once that has ended. Raises IndexWriteError where the disk
        is full or may not be written; readers then see what they saw before.
        """
        with ExitStack() as stack:
            with writes_to(self._layout.root):
                beside = stack.enter_context(room_beside(self._layout.searched))
            writer = DiskPlanWriter(self._layout, self._progress)
            yield writer
            writer.finish(beside)

    def verify(self) -> None:
        """Read every file of the collection. Raises DamagedIndexError where one is not as written.

        Opening looks at their sizes alone: they may have gigabytes.
        """
        searched = self._searched()
        if searched is None:
            return
        with _mended_by_removing(self._layout.searched):
            check_sums(served_folder(self._layout.searched), searched.manifest.files)
        for plan in searched.manifest.plans:
            files = self._layout.plan(plan.about.id, plan.put)
            with _mended_by_removing(files.folder):
                check_sums(files.folder, files.read().files)

    def _searched(self) -> Searched | None:
        """Return what is searched now, None where there is nothing yet."""
        while True:
            if not self._layout.searched.is_symlink():
                return None
            folder = served_folder(self._layout.searched)
            with self._lock:
                if self._opened and self._opened[0] == folder:
                    return self._opened[1]
                try:
                    self._opened = (folder, Searched.open(folder))
                except SearchIndexError:
                    # It may have been switched twice meanwhile, and this folder be gone.
                    if served_folder(self._layout.searched) == folder:
                        raise


def _numbers(searched: Searched | None, plans: Sequence[str]) -> list[int]:
    if searched is None and plans:
        raise PlanMissingError(f"there is no plan {plans[0]!r}: none is kept yet")
    return [searched.number(plan) for plan in plans] if searched else []


def _rankings(
    searched: Searched, vector: Floats, terms: Mapping[str, float], plans: Sequence[int] | None
) -> Iterator[Numbers]:
    found = searched.manifest.dimension
    if found and len(vector) != found:
        message = f"vectors of the plans have {found} values, that of the query {len(vector)}"
        raise StaleIndexError(f"{message}: {REMAKE} with the model that questions are put to")
    # A text without any feature is the zero vector, to which nothing is near.
    if 0 < float(np.linalg.norm(vector)) < np.inf:
        yield searched.by_vector(vector, plans)
    if terms:
        yield searched.by_terms(terms, plans)


@contextmanager
def _mended_by_removing(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, TypeError, LookupError) as error:
        raise DamagedIndexError(f"{error}: remove {path}, then {REMAKE}") from error

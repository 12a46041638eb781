"""Puts plans into a folder on disk; what is searched of them is written at the end."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpus.about import About
from index.collection.kept_plan import KeptPlan
from index.collection.layout import CollectionLayout
from index.collection.manifest import REMAKE, SearchedManifest, read_manifest
from index.collection.protocols import Entry
from index.collection.searched import PutPlan, write_searched
from index.errors import DamagedIndexError, IndexWriteError, SearchIndexError
from index.switch import flush, served_folder, switch


class DiskPlanWriter:
    """Puts and removes plans while it alone writes.

    Each put lies in a folder of its own, under the next number. Puts with a number above the last
    that was searched are of a writing that did not end, and are taken over.
    """

    def __init__(self, layout: CollectionLayout, progress: bool) -> None:
        """Take over what is there. Raises IndexWriteError where nothing can be written."""
        self._layout = layout
        self._progress = progress
        with writes_to(layout.root):
            layout.remove_half_written()
        self._before = _before(layout)
        puts = sorted(layout.puts(), key=lambda one: one[1])
        self._last = puts[-1][1] if puts else 0
        searched = {} if self._before is None else self._before.puts
        last_searched = 0 if self._before is None else self._before.last_put
        self._puts = searched | {plan: put for plan, put in puts if put > last_searched}

    def has(self, plan_id: str, digest: str) -> bool:
        """Return whether the plan is kept whole, made from what `digest` is of."""
        try:
            return plan_id in self._puts and self._kept(plan_id).digest == digest
        except DamagedIndexError:
            return False

    def put(self, about: About, digest: str, folder: Path, entries: Iterable[Entry]) -> None:
        """Keep a plan. Raises IndexWriteError."""
        self._last += 1
        half = self._layout.half_written(about.id, self._last)
        whole = self._layout.plan(about.id, self._last)
        with writes_to(self._layout.root):
            half.folder.mkdir(parents=True)
            try:
                half.write(about, digest, folder, entries)
                half.folder.rename(whole.folder)
                flush(whole.folder.parent)
            finally:
                shutil.rmtree(half.folder, ignore_errors=True)
        self._puts[about.id] = self._last

    def keep_only(self, plan_ids: Sequence[str]) -> None:
        """Remove every plan but these."""
        self._puts = {plan: put for plan, put in self._puts.items() if plan in set(plan_ids)}

    def finish(self, beside: Path) -> None:
        """Have what is kept searched from now on, written into the empty folder `beside`.

        Raises IndexWriteError; DamagedIndexError where a plan is not as it was put.
        """
        searched = {} if self._before is None else self._before.puts
        if self._puts == searched and (self._before or not self._layout.searched.is_symlink()):
            return
        plans = [
            PutPlan(self._puts[plan], self._kept(plan), self._layout.plan(plan, self._puts[plan]))
            for plan in sorted(self._puts)
        ]
        with writes_to(self._layout.root):
            write_searched(beside, plans, self._last, self._progress)
            switch(self._layout.searched, beside)
        # Who opened what was searched before may still ask for its folders.
        read = {*self._puts.items(), *searched.items()}
        for plan, put in self._layout.puts():
            if (plan, put) not in read:
                self._layout.remove(plan, put)

    def _kept(self, plan_id: str) -> KeptPlan:
        files = self._layout.plan(plan_id, self._puts[plan_id])
        try:
            return files.read()
        except (OSError, ValueError, TypeError, LookupError) as error:
            message = f"the plan {plan_id} is not whole in {files.folder} ({error}): {REMAKE}"
            raise DamagedIndexError(message) from error


def _before(layout: CollectionLayout) -> SearchedManifest | None:
    """Return the manifest of what is searched; None where there is none that could be."""
    if not layout.searched.is_symlink():
        return None
    try:
        return read_manifest(served_folder(layout.searched))
    except SearchIndexError:  # Writing is what mends it.
        return None


@contextmanager
def writes_to(root: Path) -> Iterator[None]:
    """Tell of a disk that is full or may not be written, as IndexWriteError."""
    try:
        yield
    except OSError as error:
        message = f"the collection in {root} cannot be written ({error}), where all is as it was"
        raise IndexWriteError(f"{message}: make room there, then {REMAKE}") from error

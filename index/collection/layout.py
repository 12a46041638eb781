"""The folder of a collection: the plans as they were put, and what is searched.

`plans/{id}/{number}/` is a plan (`kept_plan`), each put of it with the next number of all;
`searched` is a link to the folder that is searched now (`index.switch`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.collection.kept_plan import PlanFolder

_HALF_WRITTEN = ".half"


@dataclass(frozen=True, slots=True)
class CollectionLayout:
    """The paths of a collection."""

    root: Path

    @property
    def searched(self) -> Path:
        """The link to what is searched."""
        return self.root / "searched"

    def plan(self, plan_id: str, put: int) -> PlanFolder:
        """The folder of a plan, of the put of that number."""
        return PlanFolder(self._plans / plan_id / str(put))

    def half_written(self, plan_id: str, put: int) -> PlanFolder:
        """The folder in which a plan is written."""
        return PlanFolder(self._plans / plan_id / f"{put}{_HALF_WRITTEN}")

    def puts(self) -> Iterator[tuple[str, int]]:
        """Yield the plans and the numbers of their puts that are there."""
        for folder in sorted(self._plans.glob("*/*")):
            if folder.name.isdecimal():
                yield folder.parent.name, int(folder.name)

    def remove_half_written(self) -> None:
        """Remove what a killed process left of plans."""
        for folder in self._plans.glob(f"*/*{_HALF_WRITTEN}"):
            shutil.rmtree(folder, ignore_errors=True)

    def remove(self, plan_id: str, put: int) -> None:
        """Remove a plan as it was put."""
        shutil.rmtree(self.plan(plan_id, put).folder, ignore_errors=True)
        if not any(self.plan(plan_id, put).folder.parent.iterdir()):
            self.plan(plan_id, put).folder.parent.rmdir()

    @property
    def _plans(self) -> Path:
        return self.root / "plans"


@dataclass(frozen=True, slots=True)
class SearchedLayout:
    """The paths of what is searched."""

    folder: Path

    @property
    def manifest(self) -> Path:
        """Which plans it is of, by which rule, and the files' checksums (JSON)."""
        return self.folder / "manifest.json"

    @property
    def vectors(self) -> Path:
        """The vectors (FAISS)."""
        return self.folder / "vectors.faiss"

    @property
    def passages(self) -> Path:
        """The number of the passage that each vector stands for (NumPy)."""
        return self.folder / "passages.npy"

    @property
    def ids(self) -> Path:
        """The ids of the passages, one after another (UTF-8)."""
        return self.folder / "ids.txt"

    @property
    def ends(self) -> Path:
        """Where the id of each passage ends, in bytes (NumPy)."""
        return self.folder / "ids.npy"

    @property
    def terms(self) -> Path:
        """The folder of the terms (tantivy)."""
        return self.folder / "terms"

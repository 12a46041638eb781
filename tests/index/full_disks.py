"""Builds on a disk that is full sooner or later: run by test_full_disk.py in its own process.

`room` mounts a small file system in memory, which only root may, in a mount namespace of its own;
`files` limits the size of a file. Prints one line a build: how much it was given, and which of the
two plans the index is of afterwards.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from full_disk import KIB, files, mount, room, used

from corpus.asks import NO_ASKS
from corpus.parse import parse_plan
from index.build import build_index
from index.errors import REBUILD, IndexWriteError
from index.layout import Layout, read_manifest
from index.protocols import Floats
from index.search import PlanIndex

STEPS = 8


class Letters:
    """An embedder that takes no time to open: it counts letters."""

    name, fingerprint, dimension = "letters", "0", 64

    def passages(self, texts: Sequence[str]) -> Floats:
        """Embed texts: n texts → n × dimension, rows of unit length."""
        rows = np.full((len(texts), self.dimension), 0.01, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            np.add.at(row, [ord(letter) % self.dimension for letter in text], 1)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    queries = passages


def main(kind: str, text: Path, folder: Path) -> None:
    """Build with more and more room, until one build comes to its end."""
    limited: Callable[[Path, int], object] = {"room": room, "files": files}[kind]
    if kind == "room":
        mount(folder, 64 * KIB)
    old = parse_plan(text.read_text(encoding="utf-8"), text.name)
    new = parse_plan(text.read_text(encoding="utf-8").replace("緑地", "緑の土地"), text.name)
    embedder = Letters()
    place = folder / "index"
    build_index(old, {}, NO_ASKS, embedder, place, progress=False)
    largest = max(file.stat().st_size for file in place.glob("**/*"))
    need = used(folder) * KIB if kind == "room" else largest
    before = sorted(folder.iterdir())
    # Of the last byte of a file not every library tells that it could not be written.
    for size in (*range(0, need - 1, need // STEPS), need - 1, 2 * need):
        with limited(folder, size):  # type: ignore[attr-defined]
            try:
                build_index(new, {}, NO_ASKS, embedder, place, progress=False)
            except IndexWriteError as error:
                assert REBUILD in str(error), error
                assert str(place) in str(error), error
        if read_manifest(Layout(place)).plan_digest == new.digest:
            PlanIndex.open(place, new, {}, NO_ASKS, embedder)
            print(size, "new")
            return
        PlanIndex.open(place, old, {}, NO_ASKS, embedder)
        assert sorted(folder.iterdir()) == before
        print(size, "old")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))

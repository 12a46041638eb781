"""Writings on a disk that is full sooner or later: run by test_full_disk.py in its own process.

`room` mounts a small file system in memory, `files` limits the size of a file. Prints one line a
writing: how much it was given, and which collection is read afterwards.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from full_disk import KIB, files, mount, room, used
from two_collections import built_folder, passages, which_is_read, write

from index.collection.disk import DiskPlanStore
from index.errors import IndexWriteError

STEPS = 8


def main(kind: str, _: Path, folder: Path) -> None:
    """Write with more and more room, until one writing comes to its end."""
    limited: Callable[[Path, int], object] = {"room": room, "files": files}[kind]
    if kind == "room":
        mount(folder, 64 * KIB)
    found, built, root = passages(), built_folder(folder / "built"), folder / "store"
    write(DiskPlanStore(root), "old", found, built)
    largest = max(file.stat().st_size for file in root.glob("**/*"))
    need = used(root) * KIB if kind == "room" else largest
    for size in (*range(0, need - 1, need // STEPS), need - 1, 3 * need):
        with limited(folder, size):  # type: ignore[attr-defined]
            try:
                write(DiskPlanStore(root), "new", found, built)
            except IndexWriteError as error:
                assert str(root) in str(error), error
                assert "make room" in str(error), error
        read = which_is_read(root)
        print(size, read)
        if read == "new":
            return


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))

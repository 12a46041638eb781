"""Writings that are killed at every step: run by test_disk_store.py in a process of its own.

Prints one line a kill: at which step, which collection is read afterwards, and how many plans of
the new one the writing had that went on.
"""

from __future__ import annotations

import shutil
import sys
from functools import partial
from pathlib import Path

from killed import killed
from two_collections import built_folder, passages, which_is_read, write

from index.collection.disk import DiskPlanStore

# Every so many steps.
STRIDE = 7
MOST = 400


def main(folder: Path) -> None:
    """Kill the writing of the new collection at steps further and further on."""
    found, built = passages(), built_folder(folder / "built")
    old, root = folder / "old", folder / "store"
    write(DiskPlanStore(old), "old", found, built)
    whole, step = False, 1 - STRIDE
    while not whole and step < MOST:
        step += STRIDE
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(old, root, symlinks=True)
        whole = not killed(partial(write, DiskPlanStore(root), "new", found, built), step)
        read = which_is_read(root)
        had = write(DiskPlanStore(root), "new", found, built)
        assert which_is_read(root) == "new"
        print(step, read, len(had))
    print(sum(1 for _ in root.glob("plans/*/*")), sum(1 for _ in root.iterdir()), "left")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""A disk that is full while an index is built leaves the old index, and is told as such."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PLAN = Path(__file__).parent.parent / "data" / "two_chapters.txt"
HERE = Path(__file__).parent
SCRIPTS = {"index": HERE / "full_disks.py", "collection": HERE / "collection/full_disk_writes.py"}
# What is mounted there is seen by that process alone, and gone with it.
ALONE = ["unshare", "--mount"]


def can_mount(folder: Path) -> bool:
    mount = [*ALONE, "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    try:
        return subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@pytest.mark.parametrize("what", SCRIPTS)
@pytest.mark.parametrize("kind", ["room", "files"])
def test_a_full_disk_leaves_the_old_index(tmp_path: Path, kind: str, what: str) -> None:
    if kind == "room" and not can_mount(tmp_path):
        pytest.skip("a disk without room left out: only root may mount one (files are limited)")
    ran = subprocess.run(
        [*(ALONE if kind == "room" else []), sys.executable, str(SCRIPTS[what]), kind, str(PLAN),
         str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": ":".join(map(str, HERE.parents))},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    found = [line.split()[1] for line in ran.stdout.splitlines()]
    assert len(found) > 5
    assert found[-1] == "new"
    assert set(found[:-1]) == {"old"}

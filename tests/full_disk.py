"""A disk that is full, or files that may not grow, while a block runs: for scripts that try it.

Only root may mount one, in a mount namespace of the script's own.
"""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KIB = 1024


def mount(folder: Path, kib: int, *more: str) -> None:
    """Give `folder` so much room."""
    options = ",".join([*more, f"size={kib}k"])
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)


def used(folder: Path) -> int:
    """How many KiB the folder takes on the disk."""
    return int(subprocess.check_output(["du", "-skx", str(folder)], text=True).split()[0])


@contextmanager
def room(folder: Path, size: int) -> Iterator[None]:
    """Leave `size` bytes in the folder, a file system of its own, while the block runs."""
    mount(folder, used(folder) + size // KIB + 1, "remount")
    try:
        yield
    finally:
        mount(folder, 64 * KIB, "remount")


@contextmanager
def files(_: Path, size: int) -> Iterator[None]:
    """Let no file grow above `size` bytes while the block runs."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

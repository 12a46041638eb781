"""One rename switches an index folder: the old one is served until the new one is whole.

The folder is a link to the one that is served, which lies beside it. That which was served before
is kept, for who is still reading it, until the next switch.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def room_beside(folder: Path) -> Iterator[Path]:
    """Give an empty folder beside `folder` to write in; it goes unless it was switched to.

    One process writes at a time, another waits. What a killed process left is removed first.
    Raises OSError where the place cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    place = os.open(folder.parent, os.O_RDONLY)
    try:
        fcntl.flock(place, fcntl.LOCK_EX)
        _sweep(folder, keep=_served(folder))
        beside = Path(tempfile.mkdtemp(prefix=_prefix(folder), dir=folder.parent))
        try:
            yield beside
        finally:
            if _served(folder) != beside.name:
                shutil.rmtree(beside, ignore_errors=True)
    finally:
        os.close(place)


def switch(folder: Path, beside: Path) -> None:
    """Serve `beside` as `folder` from now on."""
    beside.chmod(0o755)
    for path in (*beside.rglob("*"), beside):
        flush(path)
    before = _served(folder)
    link = beside / "link"
    link.symlink_to(beside.name)
    if folder.exists() and not folder.is_symlink():
        before = _prefix(folder) + "before"
        folder.rename(folder.parent / before)  # A folder of an older version, once.
    link.rename(folder)
    flush(folder.parent)
    _sweep(folder, keep=_served(folder), also=before)


def served_folder(folder: Path) -> Path:
    """Return the folder that `folder` links to now, which stays the same whatever is built."""
    return folder.parent / folder.readlink() if folder.is_symlink() else folder


def _prefix(folder: Path) -> str:
    return f".{folder.name}-"


def _served(folder: Path) -> str:
    """The name of the folder that is served, "" where there is none or it is no link."""
    return served_folder(folder).name if folder.is_symlink() else ""


def _sweep(folder: Path, keep: str, also: str = "") -> None:
    """Remove what lies beside from before, but for the folders `keep` and `also`."""
    for path in folder.parent.glob(f"{_prefix(folder)}*"):
        if path.name not in (keep, also):
            shutil.rmtree(path, ignore_errors=True)


def flush(path: Path) -> None:
    """Have a file or folder on the disk before what names it is."""
    place = os.open(path, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)

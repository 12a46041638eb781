"""The files of a folder by size and checksum: sizes are looked at often, checksums when asked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

# Size in bytes and SHA-256, by the path in the folder.
FileSums = dict[str, tuple[int, str]]


def file_sums(folder: Path) -> FileSums:
    """Return the size and the checksum of every file of `folder`."""
    sums = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                checksum = hashlib.file_digest(file, "sha256").hexdigest()
            sums[path.relative_to(folder).as_posix()] = (path.stat().st_size, checksum)
    return sums


def read_sums(fields: Mapping[str, list[object]]) -> FileSums:
    """Return what JSON has made of a folder's sums. Raises ValueError, TypeError."""
    return {name: (int(str(size)), str(checksum)) for name, (size, checksum) in fields.items()}


def check_sizes(folder: Path, files: FileSums) -> None:
    """Raise ValueError, naming the file, where one of `folder` is missing or of another size."""
    for name, (size, _) in files.items():
        path = folder / name
        if not path.is_file():
            raise ValueError(f"{path} is missing")
        if path.stat().st_size != size:
            raise ValueError(f"{path} has {path.stat().st_size} bytes, not {size}")


def check_sums(folder: Path, files: FileSums) -> None:
    """Raise ValueError, naming the file, where one of `folder` is not as it was written."""
    check_sizes(folder, files)
    found = file_sums(folder)
    for name, of in files.items():
        if found[name] != of:
            raise ValueError(f"{folder / name} is not as it was written")

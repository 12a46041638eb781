"""The files of a plan: read from the folder that is put, fetched into a folder of this machine."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import DamagedIndexError, IndexWriteError
from index.switch import flush, served_folder


@dataclass(frozen=True, slots=True)
class PlanFiles:
    """The files of a plan in the folder `root`: `names` are their paths in it, in a fixed order.

    `digest` is a SHA-256 over their names and contents.
    """

    root: Path
    names: tuple[bytes, ...]
    digest: str

    def contents(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield the name and the content of each file."""
        for name in self.names:
            yield name, (self.root / os.fsdecode(name)).read_bytes()


def read_files(folder: Path) -> PlanFiles:
    """Return the files of `folder` as they are now. Raises OSError."""
    root = served_folder(folder)
    paths = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    names = tuple(sorted(os.fsencode(path.as_posix()) for path in paths))
    files = ((name, (root / os.fsdecode(name)).read_bytes()) for name in names)
    return PlanFiles(root, names, _digest(files))


class FolderCache:
    """Folders with the files of plans, under `root`: `root`/plan/digest, whole or not there."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._checked: set[Path] = set()

    def find(self, plan_id: str, digest: str) -> Path | None:
        """Return the folder of files with `digest`, None where they are not here.

        A folder that is not as it was written goes.
        """
        folder = self._root / plan_id / digest
        if folder in self._checked and folder.is_dir():
            return folder
        if not folder.is_dir():
            return None
        if read_files(folder).digest != digest:
            shutil.rmtree(folder, ignore_errors=True)
            return None
        self._checked.add(folder)
        return folder

    def keep(self, plan_id: str, digest: str, files: Iterable[tuple[bytes, bytes]]) -> Path:
        """Write `files` and return their folder; of older ones the latest stays, for its readers.

        Raises DamagedIndexError where they are not those of `digest`, IndexWriteError where they
        cannot be written.
        """
        of_plan = self._root / plan_id
        folder = of_plan / digest
        try:
            of_plan.mkdir(parents=True, exist_ok=True)
            half = Path(tempfile.mkdtemp(prefix=".", dir=of_plan))
            try:
                _write(half, files)
                if read_files(half).digest != digest:
                    message = f"the files of the plan {plan_id} are not as they were put"
                    raise DamagedIndexError(f"{message}: put it again")
                _rename_unless_there(half, folder)
            finally:
                shutil.rmtree(half, ignore_errors=True)
        except OSError as error:
            message = f"the files of the plan {plan_id} cannot be kept in {of_plan} ({error})"
            raise IndexWriteError(f"{message}: make room there") from error
        self._checked.add(folder)
        _remove_older(folder)
        return folder


def _digest(files: Iterable[tuple[bytes, bytes]]) -> str:
    digest = hashlib.sha256()
    for name, content in files:
        digest.update(hashlib.sha256(name).digest() + hashlib.sha256(content).digest())
    return digest.hexdigest()


def _write(folder: Path, files: Iterable[tuple[bytes, bytes]]) -> None:
    for name, content in files:
        path = folder / os.fsdecode(name)
        if not path.resolve().is_relative_to(folder.resolve()):
            raise DamagedIndexError(f"a file of a plan would lie outside its folder: {name!r}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        flush(path)
    folder.chmod(0o755)


def _rename_unless_there(half: Path, folder: Path) -> None:
    """Have `half` be `folder`; another thread or process may just have fetched the same."""
    try:
        half.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise


def _remove_older(folder: Path) -> None:
    """Remove the folders beside, but for the latest of them."""
    beside = [one for one in folder.parent.iterdir() if one != folder and one.name[0] != "."]
    beside.sort(key=lambda one: one.stat().st_mtime)
    for older in beside[:-1]:
        shutil.rmtree(older, ignore_errors=True)

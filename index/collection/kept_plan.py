"""A plan as it was put: its index folder, and its entries in files that are read without loading.

`index/` is the folder that was put. `entries/` has `vectors.f16` (rows × dimension in half
precision), `rows.npy` (how many rows each passage has), `ids.txt` and `ids.npy` (the passages' ids
and where each ends in it, in bytes) and `terms.txt` (a line a passage, its terms apart by spaces).
`plan.json`, written last, says what they are and their checksums.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.about import About
from index.collection.file_sums import FileSums, check_sizes, file_sums, read_sums
from index.collection.kept_terms import kept_line
from index.collection.protocols import Entry
from index.errors import IndexWriteError
from index.protocols import Floats
from index.signed import read_signed, write_signed
from index.switch import flush, served_folder

_SCHEMA = 1
_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """What `plan.json` says; `files` are the size and the SHA-256 of each file by relative path."""

    about: About
    digest: str
    passages: int
    rows: int
    dimension: int
    files: FileSums


@dataclass(frozen=True, slots=True)
class PlanFolder:
    """The files of one plan."""

    folder: Path

    @property
    def index(self) -> Path:
        """The index folder that was put."""
        return self.folder / "index"

    @property
    def record(self) -> Path:
        """What the files are, once they are whole."""
        return self.folder / "plan.json"

    @property
    def vectors_file(self) -> Path:
        return self.folder / "entries" / "vectors.f16"

    @property
    def rows_file(self) -> Path:
        return self.folder / "entries" / "rows.npy"

    @property
    def ids_file(self) -> Path:
        return self.folder / "entries" / "ids.txt"

    @property
    def ends_file(self) -> Path:
        return self.folder / "entries" / "ids.npy"

    @property
    def terms_file(self) -> Path:
        return self.folder / "entries" / "terms.txt"

    def write(self, about: About, digest: str, index: Path, entries: Iterable[Entry]) -> KeptPlan:
        """Write a plan. Raises OSError where it cannot be written."""
        shutil.copytree(served_folder(index), self.index)
        self.vectors_file.parent.mkdir()
        passages, rows, dimension = self._write_entries(entries)
        kept = KeptPlan(about, digest, passages, rows, dimension, file_sums(self.folder))
        for path in (*self.folder.rglob("*"), self.folder):
            flush(path)
        write_signed(self.record, {"schema": _SCHEMA, **asdict(kept)})
        flush(self.record)
        return kept

    def _write_entries(self, entries: Iterable[Entry]) -> tuple[int, int, int]:
        """Write the files of the entries; return how many passages, rows and values a row."""
        counts: list[int] = []
        lengths: list[int] = []
        dimension = 0
        with (
            self.vectors_file.open("wb") as vectors,
            self.ids_file.open("wb") as ids,
            self.terms_file.open("w", encoding="utf-8", newline="\n") as terms,
        ):
            unread = iter(entries)
            while some := list(islice(unread, _AT_ONCE)):
                rows = _rows_of(some, dimension)
                dimension = dimension or rows.shape[1]
                vectors.write(rows.astype(np.float16).tobytes())
                counts += [len(entry.vectors) for entry in some]
                named = [entry.passage_id.encode("utf-8", "surrogatepass") for entry in some]
                ids.write(b"".join(named))
                lengths += map(len, named)
                terms.writelines(f"{kept_line(entry.terms)}\n" for entry in some)
        np.save(self.rows_file, np.array(counts, dtype=np.uint32))
        np.save(self.ends_file, np.cumsum(lengths, dtype=np.uint64))
        return len(counts), sum(counts), dimension

    def read(self) -> KeptPlan:
        """Read what the files are.

        Raises ValueError where it is not as it was written, OSError where a file is missing.
        """
        fields = read_signed(self.record)
        if fields.pop("schema") != _SCHEMA:
            raise ValueError("it is of another version")
        about, files = About(**fields.pop("about")), read_sums(fields.pop("files"))
        kept = KeptPlan(about=about, files=files, **fields)
        check_sizes(self.folder, kept.files)
        return kept

    def vectors(self, kept: KeptPlan) -> npt.NDArray[np.float16]:
        """Return the vectors of the plan, of which it has some, memory-mapped: rows × dimension."""
        shape = (kept.rows, kept.dimension)
        return np.memmap(self.vectors_file, dtype=np.float16, mode="r", shape=shape)

    def rows(self) -> npt.NDArray[np.uint32]:
        """Return how many rows each passage has."""
        found: npt.NDArray[np.uint32] = np.load(self.rows_file, allow_pickle=False)
        return found

    def ends(self) -> npt.NDArray[np.uint64]:
        """Return where the id of each passage ends among the ids, in bytes."""
        found: npt.NDArray[np.uint64] = np.load(self.ends_file, allow_pickle=False)
        return found

    def terms(self) -> Iterator[str]:
        """Yield the terms of each passage, apart by spaces."""
        with self.terms_file.open(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                yield line[:-1]


def _rows_of(entries: Sequence[Entry], dimension: int) -> Floats:
    """The vectors of all of `entries`, of `dimension` values where that is not 0."""
    some = [entry for entry in entries if len(entry.vectors)]
    for entry in some:
        dimension = dimension or entry.vectors.shape[1]
        if entry.vectors.shape[1] != dimension:
            found = entry.vectors.shape[1]
            message = f"{entry.passage_id}: vectors of {found} values among such of {dimension}"
            raise IndexWriteError(message)
    return np.concatenate([np.zeros((0, dimension), np.float32), *(one.vectors for one in some)])

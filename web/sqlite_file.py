"""One transaction in an SQLite database: whole or not at all, for many writers."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

_AGAIN_S = 0.01


@contextmanager
def transaction(file: Path, wait_s: float = 5.0) -> Iterator[sqlite3.Connection]:
    """Open the database `file` for one transaction, kept where the block ends without an error.

    Writers wait for each other, `wait_s` seconds at most; a process that is killed leaves whole
    transactions only (write-ahead log). A new file is readable by its owner alone. Raises
    sqlite3.Error or OSError where that cannot be.
    """
    if not file.exists():
        _make(file)
    with closing(sqlite3.connect(file, timeout=wait_s, isolation_level=None)) as connection:
        # What is deleted is overwritten.
        connection.execute("PRAGMA secure_delete = ON")
        # What is worked out on the way needs no room on the disk of temporary files.
        connection.execute("PRAGMA temp_store = MEMORY")
        _begin(connection, time.monotonic() + wait_s)
        try:
            yield connection
        except BaseException:
            connection.rollback()
            raise
        connection.commit()


def check_writable(file: Path) -> None:
    """Raise sqlite3.Error or OSError where nothing could be kept in `file`; it is not made yet."""
    if file.exists():
        with transaction(file):
            return
    parent = next(one for one in file.absolute().parents if one.exists())
    tempfile.TemporaryFile(dir=parent).close()


def _begin(connection: sqlite3.Connection, end: float) -> None:
    """Begin to write, until the time `end` again where another writer is in the way.

    SQLite itself does not wait where the last writer is just tidying up behind itself
    (https://sqlite.org/wal.html, 11).
    """
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() >= end:
                raise
            time.sleep(_AGAIN_S)


def _make(file: Path) -> None:
    """Put an empty database of the owner's own in place, its write-ahead log switched on.

    Two that switched it on at once would be in each other's way.

    It is closed before it has its name: closing it later would end SQLite's locks on it
    (https://sqlite.org/howtocorrupt.html, 2.2).
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    place, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    os.close(place)
    try:
        with closing(sqlite3.connect(name)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
        with suppress(FileExistsError):
            os.link(name, file)
    finally:
        Path(name).unlink()

"""One transaction in an SQLite database: whole or not at all, for many writers."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path


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
        connection.execute("PRAGMA journal_mode = WAL")
        # What is deleted is overwritten.
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.rollback()
            raise
        connection.commit()


def _make(file: Path) -> None:
    """Put an empty file of the owner's own in place.

    It is closed before it has its name: closing it later would end SQLite's locks on it
    (https://sqlite.org/howtocorrupt.html, 2.2).
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    place, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    os.close(place)
    try:
        with suppress(FileExistsError):
            os.link(name, file)
    finally:
        Path(name).unlink()

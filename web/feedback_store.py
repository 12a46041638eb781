"""Verdicts on answers in SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from web.sqlite_file import transaction
from web.verdicts import NotKeptError, Verdict

_MOST = 100_000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    day TEXT NOT NULL,
    useful INTEGER NOT NULL CHECK (useful IN (0, 1)),
    lang TEXT NOT NULL,
    style TEXT NOT NULL,
    intent TEXT NOT NULL,
    answerable INTEGER NOT NULL CHECK (answerable IN (0, 1)),
    passages TEXT NOT NULL,
    word TEXT NOT NULL DEFAULT ''
)
"""
_COLUMNS = "day, useful, lang, style, intent, answerable, passages, word"


@dataclass(frozen=True)
class FeedbackStore:
    """The verdicts in the database `file`, the last hundred thousand of them."""

    file: Path

    def add(self, verdict: Verdict) -> None:
        """Keep `verdict`; the oldest give way. Raises NotKeptError where it cannot be written."""
        values = (
            verdict.day,
            verdict.useful,
            verdict.lang,
            verdict.style,
            verdict.intent,
            verdict.answerable,
            json.dumps(verdict.passages),
            verdict.word,
        )
        try:
            with transaction(self.file) as connection:
                _prepare(connection)
                row = connection.execute(
                    f"INSERT INTO feedback ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                    values,
                )
                connection.execute(
                    "DELETE FROM feedback WHERE id <= ?", ((row.lastrowid or 0) - _MOST,)
                )
        except (sqlite3.Error, OSError) as error:
            raise NotKeptError(f"{self.file}: {error}") from error

    def all(self) -> Sequence[Verdict]:
        """Return those kept, oldest first. Raises NotKeptError where they cannot be read."""
        if not self.file.exists():
            return ()
        try:
            with transaction(self.file) as connection:
                _prepare(connection)
                rows = connection.execute(
                    f"SELECT {_COLUMNS} FROM feedback ORDER BY id"  # noqa: S608
                ).fetchall()
        except (sqlite3.Error, OSError) as error:
            raise NotKeptError(f"{self.file}: {error}") from error
        return [_verdict(row) for row in rows]


def _verdict(row: tuple[str, int, str, str, str, int, str, str]) -> Verdict:
    day, useful, lang, style, intent, answerable, ids, word = row
    passages = tuple(json.loads(ids))
    return Verdict(day, bool(useful), lang, style, intent, bool(answerable), passages, word)


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the table, or add the column that it lacked in an older version."""
    connection.execute(_SCHEMA)
    names = [column[1] for column in connection.execute("PRAGMA table_info(feedback)")]
    if "word" not in names:
        connection.execute("ALTER TABLE feedback ADD COLUMN word TEXT NOT NULL DEFAULT ''")

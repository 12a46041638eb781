"""What citizens asked in SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from web.question_log import Asked, first_day
from web.sqlite_file import transaction
from web.verdicts import NotKeptError

_MOST = 100_000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS questions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    day TEXT NOT NULL,
    question TEXT NOT NULL,
    lang TEXT NOT NULL,
    intent TEXT NOT NULL,
    answerable INTEGER NOT NULL CHECK (answerable IN (0, 1)),
    passages TEXT NOT NULL
)
"""
_COLUMNS = "day, question, lang, intent, answerable, passages"


@dataclass(frozen=True, slots=True)
class QuestionStore:
    """The questions in the database `file`: those of the last `days` days, 100,000 at most."""

    file: Path
    days: int

    def add(self, asked: Iterable[Asked]) -> None:
        """Keep questions; what is too old goes."""
        rows = [
            (one.day, one.question, one.lang, one.intent, one.answerable, json.dumps(one.passages))
            for one in asked
        ]
        with self._tidied() as connection:
            connection.executemany(
                f"INSERT INTO questions ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608
                rows,
            )
            connection.execute(
                "DELETE FROM questions WHERE id <= (SELECT MAX(id) FROM questions) - ?", (_MOST,)
            )

    def all(self) -> Sequence[Asked]:
        """Return what is kept, oldest first; what is too old goes."""
        with self._tidied() as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM questions ORDER BY id"  # noqa: S608
            ).fetchall()
        return [
            Asked(day, question, lang, intent, bool(answerable), tuple(json.loads(passages)))
            for day, question, lang, intent, answerable, passages in rows
        ]

    def erase(self, before: date | None = None) -> int:
        """Erase what was asked before a day, or everything; return how many questions."""
        until = (before or date.max).isoformat()
        with self._tidied() as connection:
            return connection.execute("DELETE FROM questions WHERE day < ?", (until,)).rowcount

    @contextmanager
    def _tidied(self) -> Iterator[sqlite3.Connection]:
        """Give the database for one transaction, the table made and what is too old removed."""
        try:
            with transaction(self.file) as connection:
                connection.execute(_SCHEMA)
                connection.execute("DELETE FROM questions WHERE day < ?", (first_day(self.days),))
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise NotKeptError(f"{self.file}: {error}") from error

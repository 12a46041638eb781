"""What citizens asked in PostgreSQL, which several processes on several machines share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import uuid4

from index.postgres.bounded import Connection
from index.postgres.connection import Database
from web.database import kept
from web.question_log import Asked, first_day

_Result = TypeVar("_Result")
_MOST = 100_000
_ADD = """
INSERT INTO questions (token, day, question, lang, intent, answerable, passages)
VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (token) DO NOTHING
"""
_OLDEST_GO = "DELETE FROM questions WHERE id <= (SELECT max(id) FROM questions) - %s"
_ALL = """
SELECT day::text, question, lang, intent, answerable, passages FROM questions ORDER BY id
"""
_ERASE = "DELETE FROM questions WHERE day < %s"


@dataclass(frozen=True, slots=True)
class PostgresQuestions:
    """The questions in a database: those of the last `days` days, 100,000 at most."""

    database: Database
    days: int

    def add(self, asked: Iterable[Asked]) -> None:
        """Keep questions; what is too old goes."""
        rows = [
            [
                *(uuid4(), one.day, one.question, one.lang),
                *(one.intent, one.answerable, list(one.passages)),
            ]
            for one in asked
        ]

        def write(connection: Connection) -> None:
            with connection.transaction(), connection.cursor() as cursor:
                cursor.executemany(_ADD, rows)
                cursor.execute(_OLDEST_GO, [_MOST])

        self._tidied(write)

    def all(self) -> Sequence[Asked]:
        """Return what is kept, oldest first; what is too old goes."""
        rows = self._tidied(lambda connection: connection.execute(_ALL).fetchall())
        return [
            Asked(day, question, lang, intent, answerable, tuple(passages))
            for day, question, lang, intent, answerable, passages in rows
        ]

    def erase(self, before: date | None = None) -> int:
        """Erase what was asked before a day, or everything; return how many questions.

        They are gone from the table's files; a server's log of changes (WAL) and backups have them
        until they run out.
        """

        def write(connection: Connection) -> int:
            count = connection.execute(_ERASE, [before or date.max]).rowcount
            connection.execute("VACUUM FULL questions")
            return count

        return self._tidied(write, for_long=True)

    def _tidied(self, work: Callable[[Connection], _Result], for_long: bool = False) -> _Result:
        """Return what `work` does after what is too old was removed."""

        def tidied(connection: Connection) -> _Result:
            connection.execute(_ERASE, [first_day(self.days)])
            return work(connection)

        return kept(self.database, tidied, for_long)

"""Verdicts on answers in PostgreSQL, which several processes on several machines share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from index.postgres.bounded import Connection
from index.postgres.connection import Database
from web.database import kept
from web.verdicts import Verdict

_MOST = 100_000
_ADD = """
INSERT INTO feedback (token, day, useful, lang, style, intent, answerable, passages, word)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (token) DO NOTHING
"""
_OLDEST_GO = "DELETE FROM feedback WHERE id <= (SELECT max(id) FROM feedback) - %s"
_ALL = """
SELECT day::text, useful, lang, style, intent, answerable, passages, word
FROM feedback ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class PostgresVerdicts:
    """The verdicts in a database, the last hundred thousand of them."""

    database: Database

    def add(self, verdict: Verdict) -> None:
        """Keep `verdict`; the oldest give way. Raises NotKeptError where it cannot be written."""
        row = [
            *(uuid4(), verdict.day, verdict.useful, verdict.lang, verdict.style),
            *(verdict.intent, verdict.answerable, list(verdict.passages), verdict.word),
        ]

        def write(connection: Connection) -> None:
            connection.execute(_ADD, row)
            connection.execute(_OLDEST_GO, [_MOST])

        kept(self.database, write)

    def all(self) -> Sequence[Verdict]:
        """Return those kept, oldest first. Raises NotKeptError where they cannot be read."""
        rows = kept(self.database, lambda connection: connection.execute(_ALL).fetchall())
        return [
            Verdict(day, useful, lang, style, intent, answerable, tuple(passages), word)
            for day, useful, lang, style, intent, answerable, passages, word in rows
        ]

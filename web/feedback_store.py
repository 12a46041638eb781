"""Verdicts on answers, 👍 or 👎, in SQLite; of a question nothing is kept but what answered it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.answer import Answer

_MOST = 100_000
_WAIT_S = 5.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    day TEXT NOT NULL,
    useful INTEGER NOT NULL CHECK (useful IN (0, 1)),
    lang TEXT NOT NULL,
    style TEXT NOT NULL,
    intent TEXT NOT NULL,
    answerable INTEGER NOT NULL CHECK (answerable IN (0, 1)),
    passages TEXT NOT NULL
)
"""


@dataclass(frozen=True)
class FeedbackStore:
    """The verdicts in the database `file`, the last hundred thousand of them.

    Writers wait for each other; a process that is killed leaves whole rows only (SQLite's
    write-ahead log).
    """

    file: Path

    def add(self, answer: Answer, useful: bool) -> None:
        """Keep whether `answer` was useful. Raises sqlite3.Error where it cannot be written."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.file, timeout=_WAIT_S)) as connection, connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(_SCHEMA)
            row = connection.execute(
                "INSERT INTO feedback (day, useful, lang, style, intent, answerable, passages)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    datetime.now(UTC).date().isoformat(),
                    useful,
                    answer.lang,
                    answer.style,
                    answer.intent.value,
                    answer.answerable,
                    json.dumps([one.passage.id for one in answer.citations]),
                ),
            )
            connection.execute(
                "DELETE FROM feedback WHERE id <= ?", ((row.lastrowid or 0) - _MOST,)
            )

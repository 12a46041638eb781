"""What citizens asked, in SQLite, for so many days: off unless a city turns it on.

Personal data is masked first; the words of a person in distress are not kept at all.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from assistant.answer import Answer
from assistant.help_lines import bundled_help_lines
from web.days import today
from web.masking import mask
from web.sqlite_file import transaction

_LONGEST = 500
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
class Asked:
    """A question as it is kept.

    `day` is an ISO date; `question` stands alone (what it took from the turns before is in it),
    masked, "" where it told of distress; `passages` are the keys of what the answer cited.
    """

    day: str
    question: str
    lang: str
    intent: str
    answerable: bool
    passages: tuple[str, ...]

    @classmethod
    def of(cls, answer: Answer) -> Asked:
        """Return what is kept of the question that got `answer` today."""
        words = f"{answer.question}\n{answer.resolved_question}"
        distress = bundled_help_lines().kinds_in(words)
        return cls(
            day=today().isoformat(),
            question="" if distress else mask(answer.resolved_question)[:_LONGEST],
            lang=answer.lang,
            intent=answer.intent.value,
            answerable=answer.answerable,
            passages=tuple(one.key for one in answer.citations),
        )


@dataclass(frozen=True, slots=True)
class QuestionLog:
    """The questions in the database `file`: those of the last `days` days, 100,000 at most.

    Every method raises sqlite3.Error or OSError where the file cannot be used.
    """

    file: Path
    days: int

    def add(self, asked: Iterable[Asked]) -> None:
        """Keep questions; what is too old goes."""
        rows = [
            (one.day, one.question, one.lang, one.intent, one.answerable, json.dumps(one.passages))
            for one in asked
        ]
        with transaction(self.file) as connection:
            self._tidy(connection)
            connection.executemany(
                f"INSERT INTO questions ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608
                rows,
            )
            connection.execute(
                "DELETE FROM questions WHERE id <= (SELECT MAX(id) FROM questions) - ?", (_MOST,)
            )

    def all(self) -> Sequence[Asked]:
        """Return what is kept, oldest first; what is too old goes."""
        with transaction(self.file) as connection:
            self._tidy(connection)
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
        with transaction(self.file) as connection:
            self._tidy(connection)
            return connection.execute("DELETE FROM questions WHERE day < ?", (until,)).rowcount

    def _tidy(self, connection: sqlite3.Connection) -> None:
        connection.execute(_SCHEMA)
        first = (today() - timedelta(days=self.days - 1)).isoformat()
        connection.execute("DELETE FROM questions WHERE day < ?", (first,))

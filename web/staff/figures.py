"""Verdicts and questions → tables: what was asked, what not answered, what was thought of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from assistant.answer import Intent
from web.question_log import Asked
from web.staff.cited import CitedPassages, PassageCell
from web.verdicts import Verdict

Counted = dict[str, Counter[str]]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table that leads nowhere."""

    text: str
    url: ClassVar[str] = ""


Row = tuple[Cell | PassageCell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `name` is its address and names its words, as `columns` do theirs."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of the days from `first` to `last`; `asked` is None where no question is."""

    first: date
    last: date
    verdicts: Sequence[Verdict]
    asked: Sequence[Asked] | None

    def per_day(self) -> list[tuple[str, dict[str, int]]]:
        """Every day, oldest first, with its counts by column."""
        counted = self.counted(lambda one: (one.day,))
        count = (self.last - self.first).days + 1
        days = [(self.first + timedelta(days=place)).isoformat() for place in range(count)]
        return [(day, {column: one[day] for column, one in counted.items()}) for day in days]

    def counted(self, keys: Callable[[Asked | Verdict], Sequence[str]]) -> Counted:
        """Count by the keys that a question or verdict has, each column for itself."""
        found: Counted = {}
        if self.asked is not None:
            found["asked"] = _count(keys, self.asked)
            found["refused"] = _count(keys, [one for one in self.asked if not one.answerable])
        found["useful_yes"] = _count(keys, [one for one in self.verdicts if one.useful])
        found["useful_no"] = _count(keys, [one for one in self.verdicts if not one.useful])
        return found


def tables(kept: Kept, passages: CitedPassages, words: Mapping[str, str]) -> tuple[Table, ...]:
    """Return what there is to see, with texts in `words`."""
    unanswered = () if kept.asked is None else (_unanswered(kept.asked),)
    return (
        _days(kept),
        *unanswered,
        _passages(kept, passages),
        _remarks(kept, passages, words),
        _kinds(kept, words),
    )


def _count(
    keys: Callable[[Asked | Verdict], Sequence[str]], rows: Sequence[Asked | Verdict]
) -> Counter[str]:
    return Counter(key for one in rows for key in keys(one))


def _days(kept: Kept) -> Table:
    days = [(day, counts) for day, counts in reversed(kept.per_day()) if any(counts.values())]
    columns = tuple(kept.counted(lambda one: (one.day,)))
    rows = tuple(
        (Cell(day), *(Cell(str(counts[column])) for column in columns)) for day, counts in days
    )
    return Table("days", ("day", *columns), rows)


def _kinds(kept: Kept, words: Mapping[str, str]) -> Table:
    counted = kept.counted(lambda one: (one.intent,))
    rows = tuple(
        (
            Cell(words[f"intent_{intent.value}"]),
            *(Cell(str(one[intent.value])) for one in counted.values()),
        )
        for intent in Intent
    )
    return Table("kinds", ("kind", *counted), rows)


def _unanswered(asked: Sequence[Asked]) -> Table:
    """What citizens sought in vain, the most frequent first, then the latest."""
    refused = [one for one in asked if not one.answerable and one.question]
    counts = Counter(one.question for one in refused)
    latest = {one.question: one.day for one in refused}
    found = sorted(counts, key=lambda question: (counts[question], latest[question]), reverse=True)
    rows = tuple((Cell(one), Cell(str(counts[one])), Cell(latest[one])) for one in found)
    return Table("unanswered", ("question", "times", "latest_day"), rows)


def _passages(kept: Kept, passages: CitedPassages) -> Table:
    """What answers rested on; a refusal rests on nothing."""
    counted = kept.counted(lambda one: one.passages)
    counted.pop("refused", None)
    total = sum(counted.values(), Counter[str]())
    rows: tuple[Row, ...] = tuple(
        (PassageCell(one, passages), *(Cell(str(counts[one])) for counts in counted.values()))
        for one in sorted(total, key=lambda one: (-total[one], one))
    )
    return Table("passages", ("passage", *counted), rows)


def _remarks(kept: Kept, passages: CitedPassages, words: Mapping[str, str]) -> Table:
    """The words that citizens wrote, the newest first."""
    rows = tuple(
        (
            Cell(one.day),
            Cell(words["useful_yes" if one.useful else "useful_no"]),
            Cell(one.word),
            Cell(words[f"intent_{one.intent}"]),
            PassageCell(one.passages[0], passages) if one.passages else Cell(""),
        )
        for one in reversed(kept.verdicts)
        if one.word
    )
    return Table("remarks", ("day", "verdict", "word", "kind", "passage"), rows)

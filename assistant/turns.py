"""The conversation so far: its turns, what an exchange was about, a question that stands alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answering.sentences import statements
from assistant.dialogue.turn import Turn as Turn
from assistant.question import Question, language_of
from corpus.plan import Indicator, Kind, Passage, Plan

_QUOTED = re.compile(r"[「“]([^「」“”]{2,80})[」”]")


@dataclass(frozen=True, slots=True)
class Reader:
    """How a turn is read: as a question, and for the passage and the partners it names.

    `nearness` returns how near the nearest passage is, 0 to about 1;
    `likest` returns the noun among some that is most like one, None where none is like it;
    `compared` the two rows that a question compares, () where it compares none.
    """

    plan: Plan
    understand: Callable[[str], Question]
    nearest: Callable[[str], Passage | None]
    groups: Callable[[Question], Sequence[str]]
    nearness: Callable[[str], float]
    likest: Callable[[str, Sequence[str]], str | None]
    compared: Callable[[Question], Sequence[Indicator]]


@dataclass(frozen=True, slots=True)
class Standing:
    """A question that stands alone; `kinds` are those of the passages that it now turns to.

    `about` is the passage that was spoken of, where more of the same is asked for; `told` are the
    passages that were, where others are; `matter` is the one of which another kind is asked.
    """

    text: str
    kinds: tuple[Kind, ...] = ()
    about: Passage | None = None
    told: tuple[str, ...] = ()
    matter: Passage | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was asked last, as a question that stands alone, and what was answered.

    `earlier` are the exchanges before it, oldest first.
    """

    question: str
    answer: str = ""
    earlier: tuple[Exchange, ...] = ()

    def other(self, reader: Reader) -> Passage | None:
        """The passage that the exchange before this one was about, if there was one."""
        return self.earlier[-1].focus(reader) if self.earlier else None

    def rows(self, reader: Reader) -> tuple[Indicator, ...]:
        """The rows that the exchange compared, told or was about, in their order."""
        compared = tuple(reader.compared(reader.understand(self.question)))
        if compared:
            return compared
        named = [reader.nearest(name) for name in _QUOTED.findall(self.answer)]
        found = [row for row in reader.plan.indicators if row.passage in named]
        if len(found) > 1:
            return tuple(sorted(found, key=lambda row: named.index(row.passage)))
        values = Counter(row.latest.text for row in reader.plan.indicators)
        told = [
            row
            for row in reader.plan.indicators
            if values[row.latest.text] == 1 and gives_latest(row, self.answer)
        ]
        if len(told) > 1:
            said = self.answer.replace(" ", "")
            return tuple(sorted(told, key=lambda row: said.find(_value(row).replace(" ", ""))))
        focus = self.focus(reader)
        return tuple(row for row in reader.plan.indicators if row.passage == focus)

    def focus(self, reader: Reader) -> Passage | None:
        """The passage that the exchange was about: the indicator whose figure was told, if any."""
        told = [row.passage for row in reader.plan.indicators if gives_latest(row, self.answer)]
        if len(told) == 1:
            return told[0]
        return reader.nearest(f"{self.question} {self.answer}")

    def told(self, reader: Reader) -> tuple[str, ...]:
        """The passages that the answer tells, that which it is about among them."""
        focus = self.focus(reader)
        passages = reader.plan.passages
        return tuple(one.id for one in passages if one == focus or _is_told(one, self.answer))


def gives_latest(row: Indicator, answer: str) -> bool:
    """Return whether `answer` gives the latest value of a row, in English without its unit."""
    value, said = row.latest.text.partition(" (")[0].replace(" ", ""), answer.replace(" ", "")
    if language_of(answer) == "en":
        value, said = row.latest.text.partition(" ")[0], answer
    given = re.search(rf"(?<![\d.]){re.escape(value)}(?!\.?\d)", said)
    return bool(row.latest.value and given)


def _value(row: Indicator) -> str:
    return row.latest.text.partition(" (")[0].partition(" ")[0]


def _is_told(passage: Passage, answer: str) -> bool:
    return any(said in answer for said in statements(passage))

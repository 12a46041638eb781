"""What citizens asked, kept for so many days: off unless a city turns it on.

Personal data is masked first; the words of a person in distress are not kept at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from assistant.answer import Answer
from assistant.safety.distress import bundled_distress_head
from web.days import today
from web.masking import mask

_LONGEST = 500


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
        distress = bundled_distress_head().find(words)
        return cls(
            day=today().isoformat(),
            question="" if distress else mask(answer.resolved_question)[:_LONGEST],
            lang=answer.lang,
            intent=answer.intent.value,
            answerable=answer.answerable,
            passages=tuple(one.key for one in answer.citations),
        )


class QuestionLog(Protocol):
    """Keeps questions of the last `days` days; each method raises NotKeptError where it cannot."""

    @property
    def days(self) -> int: ...

    def add(self, asked: Iterable[Asked]) -> None:
        """Keep questions; what is too old goes."""

    def all(self) -> Sequence[Asked]:
        """Return what is kept, oldest first; what is too old goes."""

    def erase(self, before: date | None = None) -> int:
        """Erase what was asked before a day, or everything; return how many questions."""


def first_day(days: int) -> str:
    """Return the first day, as an ISO date, of the `days` that end today."""
    return (today() - timedelta(days=days - 1)).isoformat()

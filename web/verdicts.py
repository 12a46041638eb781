"""A verdict on an answer, 👍 or 👎; of the question nothing is kept but what answered it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.answer import Answer
from web.days import today
from web.masking import mask

LONGEST_WORD = 200
# A mask may be longer than what it hides.
_LONGEST_MASKED = 2 * LONGEST_WORD


class NotKeptError(Exception):
    """Verdicts or questions can be neither written nor read just now."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an answer was useful.

    `day` is an ISO date; `passages` are the keys of what the answer cited; `word` is what the
    citizen wrote with it, personal data masked, "" for nothing.
    """

    day: str
    useful: bool
    lang: str
    style: str
    intent: str
    answerable: bool
    passages: tuple[str, ...]
    word: str

    @classmethod
    def on(cls, answer: Answer, useful: bool, word: str = "") -> Verdict:
        """Return today's verdict on `answer`."""
        return cls(
            day=today().isoformat(),
            useful=useful,
            lang=answer.lang,
            style=answer.style,
            intent=answer.intent.value,
            answerable=answer.answerable,
            passages=tuple(one.key for one in answer.citations),
            word=mask(word)[:_LONGEST_MASKED],
        )


class Verdicts(Protocol):
    """Keeps verdicts; both methods raise NotKeptError where they cannot."""

    def add(self, verdict: Verdict) -> None:
        """Keep `verdict`."""

    def all(self) -> Sequence[Verdict]:
        """Return those kept, oldest first."""

"""The seam between those who ask and what answers: one plan, or several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from assistant.answer import Answer, Language, Retrieved, Style
from assistant.dialogue.turn import Turn


class Answering(Protocol):
    """Answers questions; it keeps nothing of them."""

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        lang: Language | None = None,
        style: Style = "normal",
        carry: bool = True,
    ) -> Answer:
        """Answer `question`, read with the turns before it unless `carry` is False.

        `lang` is the language of the answer, by default that of the question.
        """
        ...

    def search(self, query: str, k: int = 10) -> tuple[Retrieved, ...]:
        """Return the `k` best passages for `query`, without composing an answer."""
        ...

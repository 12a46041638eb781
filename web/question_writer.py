"""Questions are kept beside answering: no answer waits for the disk."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from assistant.answer import Answer
from web.log_lines import LOGGER
from web.question_log import Asked, QuestionLog
from web.write_behind import WriteBehind

Keep = Callable[[Answer], None]

_log = logging.getLogger(LOGGER)
_TIDY_EVERY_S = 3600.0


class QuestionWriter(WriteBehind[Answer]):
    """Writes into `log` while the block runs, what is waiting to the end.

    What is too old is removed every hour, asked or not.
    """

    def __init__(self, log: QuestionLog) -> None:
        super().__init__(self._add, "questions", idle_s=_TIDY_EVERY_S)
        self.log = log

    def keep(self, answer: Answer) -> None:
        """Have the question of `answer` kept.

        It is left out where others wait that cannot be written, or too many: an answer takes room.
        """
        if self.failing or not self.put(answer):
            _log.warning("a question is not kept: others are waiting to be written")

    def _add(self, answers: Sequence[Answer]) -> None:
        self.log.add([Asked.of(answer) for answer in answers])


def keep_nothing(answer: Answer) -> None:
    """Keep nothing of the question of `answer`: what holds unless a city turns the log on."""

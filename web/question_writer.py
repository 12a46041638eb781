"""Questions are kept beside answering: no answer waits for the disk."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from queue import Empty, Full, Queue
from types import TracebackType

from assistant.answer import Answer
from web.log_lines import LOGGER
from web.question_log import Asked, QuestionLog
from web.verdicts import NotKeptError

Keep = Callable[[Answer], None]

_log = logging.getLogger(LOGGER)
_MOST_WAITING = 1000
_TIDY_EVERY_S = 3600.0
_END_WITHIN_S = 10.0


class QuestionWriter:
    """Writes into `log` by a thread of its own while the block runs, what is waiting to the end.

    What is too old is removed every hour, asked or not.
    """

    def __init__(self, log: QuestionLog) -> None:
        self.log = log
        self._waiting: Queue[Answer | None] = Queue(_MOST_WAITING)
        self._thread = threading.Thread(target=self._write, daemon=True)

    def __enter__(self) -> QuestionWriter:
        """Begin to write."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what is waiting, and end."""
        self._waiting.put(None)
        self._thread.join(_END_WITHIN_S)

    def keep(self, answer: Answer) -> None:
        """Have the question of `answer` kept; it is left out where too many are waiting."""
        try:
            self._waiting.put_nowait(answer)
        except Full:
            _log.warning("a question is not kept: too many are waiting to be written")

    def _write(self) -> None:
        ended = False
        while not ended:
            answers = self._next()
            ended = None in answers
            try:
                self.log.add([Asked.of(answer) for answer in answers if answer])
            except NotKeptError as error:
                _log.error("%d questions are not kept: %s", len(answers), error)
            except Exception as error:
                # The next ones are kept all the same; a message could quote the question.
                _log.error("%d questions are not kept: %s", len(answers), type(error).__name__)

    def _next(self) -> list[Answer | None]:
        """What waits; nothing where nobody asked for an hour."""
        answers: list[Answer | None] = []
        try:
            answers.append(self._waiting.get(timeout=_TIDY_EVERY_S))
            while True:
                answers.append(self._waiting.get_nowait())
        except Empty:
            return answers


def keep_nothing(answer: Answer) -> None:
    """Keep nothing of the question of `answer`: what holds unless a city turns the log on."""

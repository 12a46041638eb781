"""What is to be kept is written beside answering: nobody waits for a disk or a database."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from queue import Empty, Full, Queue
from types import TracebackType
from typing import Generic, Self, TypeVar

from web.log_lines import LOGGER
from web.verdicts import NotKeptError

_Item = TypeVar("_Item")
_log = logging.getLogger(LOGGER)
_MOST_WAITING = 1000
_AGAIN_S = 2.0
_END_WITHIN_S = 10.0


class WriteBehind(Generic[_Item]):
    """Has `write` keep items, by a thread of its own, while the block runs.

    Items that cannot be kept (NotKeptError) wait and are tried again. At the end what waits is
    written, or told in the log as lost. `write` gets at most so many items `at_once`; it is called
    without any where none came for `idle_s` seconds. `what` they are is named in the log.
    """

    def __init__(
        self,
        write: Callable[[Sequence[_Item]], None],
        what: str,
        at_once: int = _MOST_WAITING,
        idle_s: float | None = None,
    ) -> None:
        self._write = write
        self._what = what
        self._at_once = at_once
        self._idle_s = idle_s
        # None: there will be no more.
        self._waiting: Queue[_Item | None] = Queue(_MOST_WAITING)
        self._ending = threading.Event()
        self._failing = False
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
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
        self._ending.set()
        try:
            self._waiting.put(None, timeout=_END_WITHIN_S)
        except Full:
            return
        self._thread.join(_END_WITHIN_S)

    @property
    def failing(self) -> bool:
        """Whether what was tried last could not be kept yet."""
        return self._failing

    def put(self, item: _Item) -> bool:
        """Hand over an item; False where too many are waiting."""
        try:
            self._waiting.put_nowait(item)
        except Full:
            return False
        return True

    def _run(self) -> None:
        ended = False
        while not ended:
            items, ended = self._next()
            while not self._kept(items) and not self._ending.is_set():
                self._ending.wait(_AGAIN_S)

    def _kept(self, items: Sequence[_Item]) -> bool:
        """Whether items were kept, or never can be."""
        try:
            self._write(items)
        except NotKeptError as error:
            if not self._failing or self._ending.is_set():
                _log.error("%d %s are not kept: %s", len(items), self._what, error)
            self._failing = True
            return False
        except Exception as error:
            # The next ones are kept all the same; a message could quote what was asked.
            _log.error("%d %s are not kept: %s", len(items), self._what, type(error).__name__)
        self._failing = False
        return True

    def _next(self) -> tuple[list[_Item], bool]:
        """What waits, nothing where nothing came for long; and whether that was all."""
        items: list[_Item] = []
        try:
            item = self._waiting.get(timeout=self._idle_s)
            while item is not None:
                items.append(item)
                if len(items) == self._at_once:
                    return items, False
                item = self._waiting.get_nowait()
        except Empty:
            return items, False
        return items, True

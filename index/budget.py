"""How long one question may be worked on: a deadline that is looked at wherever work fans out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


class OverBudgetError(Exception):
    """Working on a question took longer than may be spent on one."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The seconds that may be spent on one question, by `clock`."""

    seconds: float
    clock: Callable[[], float] = time.monotonic

    @contextmanager
    def spent(self) -> Iterator[None]:
        """Spend it on what is worked out until the block ends; then `check_budget` raises.

        A block within another is a part of it. Each thread has its own.
        """
        if _running.get() is not None:
            yield
            return
        before = _running.set((self.clock, self.clock() + self.seconds))
        try:
            yield
        finally:
            _running.reset(before)


# Ten times what the dearest questions took that were made to be dear (`make costs`).
PER_QUESTION = Budget(10.0)
_running: ContextVar[tuple[Callable[[], float], float] | None] = ContextVar("running", default=None)


def check_budget() -> None:
    """Raise OverBudgetError where the budget that is being spent is used up."""
    running = _running.get()
    if running is None:
        return
    clock, deadline = running
    if clock() >= deadline:
        raise OverBudgetError("more time was needed than may be spent on one question")

"""What is worked out once: of a question until its answer and no longer, of a plan for good."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar, cast

_Arguments = ParamSpec("_Arguments")
_Found = TypeVar("_Found")
_MOST_OF_PLANS = 20_000
_worked_out: ContextVar[dict[Any, Any] | None] = ContextVar("worked_out", default=None)


@contextmanager
def one_question() -> Iterator[None]:
    """Keep what is worked out by functions that are `once`, until the block ends.

    A block within another is a part of it. Each thread has its own.
    """
    if _worked_out.get() is not None:
        yield
        return
    kept: dict[Any, Any] = {}
    before = _worked_out.set(kept)
    try:
        yield
    finally:
        _worked_out.reset(before)
        kept.clear()


def once(work: Callable[_Arguments, _Found]) -> Callable[_Arguments, _Found]:
    """Have `work`, a function of hashable values, done once for each of them within a question.

    Outside of `one_question` it is done each time. What it returns is shared: no one may change it.
    """

    @wraps(work)
    def done_once(*arguments: _Arguments.args, **named: _Arguments.kwargs) -> _Found:
        kept = _worked_out.get()
        if kept is None:
            return work(*arguments, **named)
        key = (work, arguments, *named.items()) if named else (work, arguments)
        found: _Found
        try:
            found = kept[key]
        except KeyError:
            pass
        else:
            return found
        found = kept[key] = work(*arguments, **named)
        return found

    return done_once


def of_plan(work: Callable[_Arguments, _Found]) -> Callable[_Arguments, _Found]:
    """Have `work`, a function of the wording of plans or of our own files, done once for each.

    What it returns is kept, the last some thousands: nothing of a question may be given to it.
    """
    return cast(Callable[_Arguments, _Found], lru_cache(maxsize=_MOST_OF_PLANS)(work))

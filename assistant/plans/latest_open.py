"""What is opened when it is first asked for, of which the latest stay open."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

_Thing = TypeVar("_Thing")
# A plan of 2,000 passages takes some ten megabytes.
_MOST = 32


class LatestOpen(Generic[_Thing]):
    """The things that were asked for last, by their names: what is open is given at once.

    Nobody waits for another thing to be opened, which may take as long as a database is silent.
    """

    def __init__(self) -> None:
        self._things: OrderedDict[str, _Thing] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: str, opened: Callable[[str], _Thing]) -> _Thing:
        """Return what `name` names, `opened` if it is not; raises what that does."""
        with self._lock:
            if name in self._things:
                self._things.move_to_end(name)
                return self._things[name]
        made = opened(name)
        with self._lock:
            # Of two that were opened at once one stays.
            kept = self._things.setdefault(name, made)
            self._things.move_to_end(name)
            while len(self._things) > _MOST:
                self._things.popitem(last=False)
            return kept

"""A server that is silent is remembered as such: nobody waits for it before it was heard again.

(A circuit breaker: Nygard, Release It!, 2007. What tries again is a thread of its own, so that no
request waits for that.)
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

import psycopg

# It is remembered for so long at least, and listened to so often.
_PAUSE_S = 1.0


class Silence:
    """Whether a server is silent; `hear` raises psycopg.errors.ConnectionTimeout while it is."""

    def __init__(self, hear: Callable[[], None]) -> None:
        self._hear = hear
        self._lock = threading.Lock()
        self._listening_in = 0

    def refuse(self) -> None:
        """Raise psycopg.errors.ConnectionTimeout where the server was silent and is not heard."""
        if self._listening_in == os.getpid():
            raise psycopg.errors.ConnectionTimeout("the server is silent: it is not waited for")

    def begin(self) -> None:
        """Remember that the server is silent, until it is heard."""
        with self._lock:
            # A process that was forked has none of the threads of the one before.
            if self._listening_in != os.getpid():
                self._listening_in = os.getpid()
                threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            time.sleep(_PAUSE_S)
            try:
                self._hear()
            except psycopg.errors.ConnectionTimeout:
                continue
            except psycopg.Error:
                # One that refuses is not silent: it says so itself, and at once.
                pass
            break
        self._listening_in = 0

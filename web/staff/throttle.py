"""Tries to sign in are few: of one client, and of all together."""

from __future__ import annotations

import time
from collections.abc import Callable

from web.clients import client_at
from web.shared import Shared

OF_CLIENT, OF_ALL, SECONDS = 5, 50, 900.0


class Throttle:
    """Counts tries: `of_client` of one client and `of_all` within `seconds`.

    All processes that serve count together. No more is kept than `of_all` tries. Many clients can
    hold the door shut for everybody, at most for `seconds` at a time.
    """

    def __init__(
        self,
        of_client: int = OF_CLIENT,
        of_all: int = OF_ALL,
        seconds: float = SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._of_client = of_client
        self._of_all = of_all
        self._seconds = seconds
        self._clock = clock
        self._tries = Shared([])

    def wait(self, address: str) -> float:
        """Count a try of the client at `address` and return 0, or the seconds that it must wait."""
        client = client_at(address)
        with self._tries.changed() as tries:
            now = self._clock()
            tries[:] = [one for one in tries if one[0] > now - self._seconds]
            own = [when for when, who in tries if who == client]
            if len(own) >= self._of_client:
                return float(own[0] + self._seconds - now)
            if len(tries) >= self._of_all:
                return float(tries[0][0] + self._seconds - now)
            tries.append((now, client))
            return 0.0

    def forgive(self, address: str) -> None:
        """Forget the tries of a client that has signed in."""
        client = client_at(address)
        with self._tries.changed() as tries:
            tries[:] = [one for one in tries if one[1] != client]

"""Places to answer in: so many at once, so many who wait for one, so many of one client."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    """How many requests are answered at once, how many wait and how long, how many of one client.

    `seconds` is how long one waits for a place, and what Retry-After says; a refusal is `held_back`
    for so many seconds (web/busy.py). An answer is computed by one core (Python's lock), so more
    places only make all of them slower; who waits behind four gets the answer in less than five
    times what it takes unloaded (`make load`).
    """

    places: int = 2
    queue: int = 4
    of_client: int = 4
    seconds: float = 2.0
    held_back: float = 1.0

    @property
    def places_of_client(self) -> int:
        """How many places one client may hold: one is left to others, where there are two."""
        return max(1, self.places - 1)


class NoRoomError(Exception):
    """There is no place for a request, nor room to wait for one."""


@dataclass(eq=False, slots=True)
class _Waiting:
    client: str
    called: asyncio.Future[None]


class Places:
    """The places of a `room`, each held while an answer is made, not while anybody is waited for.

    Used in one event loop.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self._waiting: deque[_Waiting] = deque()
        self._held: Counter[str] = Counter()
        self._asked: Counter[str] = Counter()

    def look(self, client: str) -> None:
        """Raise NoRoomError where `client` could neither have a place now nor wait for one."""
        room = self._room
        within = self._held.total() + len(self._waiting)
        if within >= room.places + room.queue or self._asked[client] >= room.of_client:
            raise NoRoomError

    @contextmanager
    def asked_by(self, client: str) -> Iterator[None]:
        """Count a request of `client`, for whom there is room, while the block runs."""
        self.look(client)
        self._asked[client] += 1
        try:
            yield
        finally:
            _less(self._asked, client)

    @asynccontextmanager
    async def held(self, client: str) -> AsyncIterator[None]:
        """Hold a place while the block runs; NoRoomError where none is free in time."""
        waiting = _Waiting(client, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._call()
        try:
            async with asyncio.timeout(self._room.seconds):
                await waiting.called
        except TimeoutError as error:
            self._leave(waiting)
            raise NoRoomError from error
        except asyncio.CancelledError:
            self._leave(waiting)
            raise
        try:
            yield
        finally:
            self._free(client)

    def _call(self) -> None:
        """Give what places are free to the first of those who may have them."""
        for waiting in [*self._waiting]:
            if self._held.total() >= self._room.places:
                return
            is_waiting = not waiting.called.done()
            if is_waiting and self._held[waiting.client] < self._room.places_of_client:
                self._waiting.remove(waiting)
                self._held[waiting.client] += 1
                waiting.called.set_result(None)

    def _leave(self, waiting: _Waiting) -> None:
        if waiting in self._waiting:
            self._waiting.remove(waiting)
        else:
            # It was called just when its time was over.
            self._free(waiting.client)

    def _free(self, client: str) -> None:
        _less(self._held, client)
        self._call()


def _less(counted: Counter[str], client: str) -> None:
    counted[client] -= 1
    if not counted[client]:
        del counted[client]

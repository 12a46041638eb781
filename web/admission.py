"""Who is let in: so many at once, so many who wait, so many of one client; others come later."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from web.clients import client_at
from web.noted import noted
from web.problems import refusal
from web.rendering import Renderer

_TOO_MANY = 429
_FREE = ("/healthz", "/readyz", "/metrics", "/static/")


@dataclass(frozen=True, slots=True)
class Room:
    """How many requests are answered at once, how many wait and how long, how many of one client.

    `seconds` is how long one waits for a place, and what Retry-After says. An answer is computed by
    one core (Python's lock), so more places only make all of them slower; who waits behind four
    gets the answer in less than five times what it takes unloaded (`make load`).
    """

    places: int = 2
    queue: int = 4
    of_client: int = 4
    seconds: float = 2.0


class Admission:
    """ASGI middleware that answers 429 with Retry-After to whom there is no room for."""

    def __init__(self, app: ASGIApp, room: Room, renderer: Renderer) -> None:
        self._app = app
        self._room = room
        self._renderer = renderer
        self._places = asyncio.Semaphore(room.places)
        self._within = 0
        self._of_client: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on once there is a place, or answer that there is none."""
        if scope["type"] != "http" or scope["path"].startswith(_FREE):
            await self._app(scope, receive, send)
            return
        client = client_at(scope["client"][0]) if scope["client"] else ""
        async with self._place(client) as admitted:
            if admitted:
                await self._app(scope, receive, send)
                return
        noted(scope).refused = True
        request = Request(scope, receive)
        response = refusal(request, self._renderer, _TOO_MANY)
        response.headers["Retry-After"] = str(max(1, round(self._room.seconds)))
        await response(scope, receive, send)

    @asynccontextmanager
    async def _place(self, client: str) -> AsyncIterator[bool]:
        """Hold a place while the block runs; False where there is none."""
        room = self._room
        if self._within >= room.places + room.queue or self._of_client[client] >= room.of_client:
            yield False
            return
        self._within += 1
        self._of_client[client] += 1
        try:
            try:
                async with asyncio.timeout(room.seconds):
                    await self._places.acquire()
            except TimeoutError:
                yield False
                return
            try:
                yield True
            finally:
                self._places.release()
        finally:
            self._within -= 1
            self._of_client[client] -= 1
            if not self._of_client[client]:
                del self._of_client[client]

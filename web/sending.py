"""No response is sent for longer than an honest reader needs to take it."""

from __future__ import annotations

import asyncio
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SECONDS = 30.0
# The server waits for the reader between two pieces, so a large page must be more than one.
_PIECE = 64 * 1024


class _TooSlowError(Exception):
    """The reader does not take what it asked for."""


class SendLimit:
    """ASGI middleware that cuts off who takes a response too slowly, and so frees its place.

    `seconds` is how long the server waits for one reader, over the whole response. (The server
    itself waits for ever: it only stops writing while a reader's buffer is full.)
    """

    def __init__(self, app: ASGIApp, seconds: float = _SECONDS) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its response back in pieces while they are taken."""
        left = self._seconds
        cut_off = False

        async def send_one(message: Message) -> None:
            nonlocal left, cut_off
            started = time.monotonic()
            try:
                async with asyncio.timeout(max(0.0, left)):
                    await send(message)
            except TimeoutError as error:
                cut_off = True
                raise _TooSlowError from error
            left -= time.monotonic() - started

        async def send_in_pieces(message: Message) -> None:
            body = message.get("body", b"")
            while len(body) > _PIECE:
                await send_one({**message, "body": body[:_PIECE], "more_body": True})
                body = body[_PIECE:]
            await send_one({**message, "body": body} if body else message)

        try:
            await self._app(scope, receive, send_in_pieces if scope["type"] == "http" else send)
        except Exception:
            if not cut_off:
                raise

"""No request is read beyond what the longest honest one needs, nor for longer, nor as multipart."""

from __future__ import annotations

import asyncio
import time

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Ten turns of 8000 characters and a question of 2000, percent-encoded in a form, and some room.
_MOST_BYTES = 1024 * 1024
_TOO_LARGE = 413
_SECONDS = 10.0
_TOO_SLOW = 408
_OTHER_FORM = 415


class BodyLimit:
    """ASGI middleware that ends the reading of a body that is too large or comes too slowly.

    The framework's own limit answers in plain text; this error becomes a problem document.
    multipart/form-data, which no form here sends, is not read at all: its reader decodes by any
    codec that the request names, of which punycode took 23 s for a megabyte, and all else waited.
    """

    def __init__(self, app: ASGIApp, seconds: float = _SECONDS) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; who reads too much of its body gets the error."""
        read, more = 0, True
        types = Headers(scope=scope).getlist("content-type") if scope["type"] == "http" else []
        is_multipart = any("multipart" in one.lower() for one in types)
        end = time.monotonic() + self._seconds

        async def receive_some() -> Message:
            nonlocal read, more
            if not more:
                return await receive()
            if is_multipart:
                raise HTTPException(_OTHER_FORM)
            try:
                async with asyncio.timeout(max(0.0, end - time.monotonic())):
                    message = await receive()
            except TimeoutError as error:
                raise HTTPException(_TOO_SLOW) from error
            read += len(message.get("body", b""))
            more = bool(message.get("more_body"))
            if read > _MOST_BYTES:
                raise HTTPException(_TOO_LARGE)
            return message

        await self._app(scope, receive_some, send)

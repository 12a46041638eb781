"""No request is read beyond what the longest honest one needs."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Ten turns of 8000 characters and a question of 2000, percent-encoded in a form, and some room.
_MOST_BYTES = 1024 * 1024
_TOO_LARGE = 413


class BodyLimit:
    """ASGI middleware that ends the reading of a body that is too large.

    The framework's own limit answers in plain text; this error becomes a problem document.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; who reads too much of its body gets the error."""
        read = 0

        async def receive_some() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > _MOST_BYTES:
                raise HTTPException(_TOO_LARGE)
            return message

        await self._app(scope, receive_some, send)

"""The headers of every response: nothing from another host, nothing inline, no frames.

A page may hold a question or a choice of reading: no cache that others share may keep it.
"""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    # Without one to this server itself, its own forms would come from no origin (web/origin.py).
    "Referrer-Policy": "same-origin",
    # Speech is understood on the device itself; the page asks for nothing else.
    "Permissions-Policy": "camera=(), geolocation=(), payment=(), usb=(), microphone=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_NAMED = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]
_NAMES = frozenset(name for name, _ in _NAMED)
# The pages' own files are everybody's. After five minutes a page of a newer release asks again.
_SHARED = "/static/"
_ERROR = 400
_CACHES = {True: "public, max-age=300", False: "private, no-cache"}


class SecurityHeaders:
    """ASGI middleware that adds the headers; a redirect names no host: who asks could name it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its response back with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                others = [one for one in message["headers"] if one[0] not in _NAMES]
                message = {**message, "headers": [*others, *_NAMED]}
                headers = MutableHeaders(scope=message)
                is_shared = scope["path"].startswith(_SHARED) and message["status"] < _ERROR
                headers.setdefault("Cache-Control", _CACHES[is_shared])
                if "location" in headers:
                    headers["location"] = _of_this_server(headers["location"])
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def _of_this_server(location: str) -> str:
    parts = urlsplit(location)
    # Two strokes before a path would make a host of its beginning.
    return urlunsplit(("", "", "/" + parts.path.lstrip("/"), parts.query, parts.fragment))

"""What another site has a browser send is refused (cross-site request forgery).

A browser says where a request comes from (Fetch Metadata, W3C; Origin, RFC 6454); a program that
says nothing is let through: it carries nobody's cookies.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from web.problems import refusal
from web.rendering import Renderer

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FORBIDDEN = 403


class SameOrigin:
    """ASGI middleware that refuses what changes something and comes from another site.

    `names` are the hosts of this server beside the one that a request names, where a proxy
    changes that.
    """

    def __init__(self, app: ASGIApp, names: frozenset[str], renderer: Renderer) -> None:
        self._app = app
        self._names = names
        self._renderer = renderer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on unless another site sends it."""
        if scope["type"] == "http" and scope["method"] not in _SAFE:
            request = Request(scope, receive)
            if not self._is_own(request):
                response = refusal(request, self._renderer, _FORBIDDEN)
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _is_own(self, request: Request) -> bool:
        site = request.headers.get("sec-fetch-site")
        if site is not None:
            return site in ("same-origin", "none")
        origin = request.headers.get("origin")
        if origin is None:
            return True
        try:
            parts = urlsplit(origin)
            name = parts.hostname or ""
        except ValueError:
            return False
        host = request.headers.get("host", "").lower()
        return bool(name) and (parts.netloc.lower() == host or name in self._names)

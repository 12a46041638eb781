"""Requests are answered under the names of this server only (RFC 9110, section 7.2)."""

from __future__ import annotations

import re

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from web.problems import refusal
from web.rendering import Renderer

_MISDIRECTED = 421
_PORT = re.compile(r":\d*$")


class Hosts:
    """ASGI middleware that refuses a request for another host: its name would stand in no page."""

    def __init__(self, app: ASGIApp, names: frozenset[str], renderer: Renderer) -> None:
        self._app = app
        self._names = names
        self._renderer = renderer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if it names one of the hosts, or if any is right."""
        if scope["type"] == "http" and self._names:
            request = Request(scope, receive)
            host = _PORT.sub("", request.headers.get("host", "")).lower()
            if host not in self._names:
                response = refusal(request, self._renderer, _MISDIRECTED)
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)

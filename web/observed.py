"""Every request gets an id, a line in the log, and is counted; what it asked is in none of them."""

from __future__ import annotations

import logging
import re
import time
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.log_lines import LOGGER
from web.metrics import Metrics
from web.noted import Noted, noted
from web.proxies import is_brought_by_a_proxy

REQUEST_ID = "X-Request-ID"
# What proxies make: a UUID, hexadecimal digits, or base64url; no address has this form.
_WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{8,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# Supervisors ask these every few seconds, and each page several files: logged where they fail.
_QUIET = frozenset({"/healthz", "/readyz", "/metrics", "/static/{path}"})
_ERROR = 400
_log = logging.getLogger(LOGGER)


class Observed:
    """ASGI middleware outside of all others, over whatever pages there are just now."""

    def __init__(self, app: ASGIApp, metrics: Metrics | None) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; log it at its end, and count it where there are metrics."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        note = noted(scope)
        # Anybody else could give their requests the id of another's, or all of them one.
        given = Headers(scope=scope).get(REQUEST_ID, "") if is_brought_by_a_proxy(scope) else ""
        note.request_id = given if _WELL_FORMED.fullmatch(given) else uuid4().hex
        started = time.perf_counter()
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = note.request_id
            await send(message)

        failure: Exception | None = None
        try:
            await self._app(scope, receive, send_with_id)
        except Exception as error:
            failure = error
            if not status:
                raise
            # Its response has been sent: it ends here, in the log.
        finally:
            self._tell(scope, note, status or 500, time.perf_counter() - started, failure)

    def _tell(
        self, scope: Scope, note: Noted, status: int, seconds: float, failure: Exception | None
    ) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = _template(scope)
        if self._metrics:
            self._metrics.observe(note, method, route, status, seconds)
        if route in _QUIET and status < _ERROR:
            return
        fields = {
            "request_id": note.request_id,
            "method": method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
        }
        level = logging.ERROR if failure else logging.INFO
        _log.log(level, "request", extra={"fields": fields}, exc_info=failure)


def _template(scope: Scope) -> str:
    """The template of the route that answered, such as /plan/{section}; "none" where none did."""
    if isinstance(scope.get("endpoint"), StaticFiles):
        return "/static/{path}"
    return str(getattr(scope.get("route"), "path", "none"))

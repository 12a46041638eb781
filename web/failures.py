"""A failure is logged by where it happened, never by what was asked."""

from __future__ import annotations

import logging
import traceback

from starlette.types import ASGIApp, Receive, Scope, Send

_log = logging.getLogger("michishirube")


class Failures:
    """ASGI application around the pages; the server's own log would tell an error's message.

    A message may quote the question: `KeyError: '私は…'`.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; an error ends here, after its page was sent."""
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            _log.error("%s\n%s", _kinds(error), "".join(traceback.format_tb(error.__traceback__)))


def _kinds(error: BaseException | None) -> str:
    """The types of an error and of those that it came from: RuntimeError from KeyError."""
    names: list[str] = []
    while error is not None and len(names) < 10:
        names.append(type(error).__qualname__)
        error = error.__cause__ or error.__context__
    return " from ".join(names)

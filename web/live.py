"""A rebuilt index is taken up without a restart, and without a request that fails."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.errors import AssistantError
from corpus.errors import CorpusError
from index.errors import EmbeddingModelError, SearchIndexError
from web.log_lines import LOGGER
from web.served_plans import Opened, ServedPlans

_log = logging.getLogger(LOGGER)
_UNUSABLE = (AssistantError, SearchIndexError, EmbeddingModelError, CorpusError, OSError)


class Live:
    """ASGI application over the newest `plans` that open: `make` gives their pages.

    `version` is that of the plans that were opened first. A request that has begun is answered by
    the pages that it began with.
    """

    def __init__(
        self, plans: ServedPlans, make: Callable[[Opened], ASGIApp], version: str | None = None
    ) -> None:
        self._plans = plans
        self._make = make
        self._built = plans.version() if version is None else version
        self._unusable = ""
        self._app = make(plans.first)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer by the pages of the newest index."""
        await self._app(scope, receive, send)

    def refresh(self) -> bool:
        """Take up the index if it was built anew; return whether it was.

        One that cannot be used is told in the log once, and the one before goes on; it is tried
        again, as a database may have been away for a moment.
        """
        built = self._plans.version()
        if built == self._built or not built:
            return False
        try:
            self._app = self._make(self._plans.again())
        except _UNUSABLE as error:
            if built != self._unusable:
                _log.error("the rebuilt index cannot be used, the one before goes on: %s", error)
            self._unusable = built
            return False
        self._built = built
        _log.info("took up the index that was built anew")
        return True

    def watch(self, seconds: float, stop: threading.Event) -> None:
        """Look every so many seconds until `stop` is set."""
        while not stop.wait(seconds):
            self.refresh()

"""A connection is kept for a request that comes, not for one that is only begun."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol


class Connection(H11Protocol):
    """HTTP/1.1 that is closed where no whole head of a request comes within `seconds`.

    The server itself waits for ever for a first request, for the rest of a head, and for the rest
    of a body that nobody reads any more: few of them would keep everybody else out (slowloris).
    Of a request that is being answered web/limits.py and web/sending.py see to the time.
    """

    seconds = 10.0
    _end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Take what comes: what does not complete a head does not lengthen the wait."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        super().connection_lost(exc)
        self._stop()

    def _watch(self) -> None:
        if not self._is_waiting():
            self._stop()
        elif self._end is None:
            self._end = self.loop.call_later(self.seconds, self._close)

    def _is_waiting(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _stop(self) -> None:
        if self._end is not None:
            self._end.cancel()
            self._end = None

    def _close(self) -> None:
        self._end = None
        if self._is_waiting():
            self.transport.close()

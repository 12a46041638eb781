"""A connection is kept for a request that comes, not for one that is only begun, nor in crumbs."""

from __future__ import annotations

import asyncio
import re
import resource
from collections import Counter
from typing import Any, ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from web.clients import client_at

# The longest question in an address, percent-encoded, has 18 kB; and some room.
_LARGEST_HEAD = 32 * 1024
# A megabyte in pieces of 536 bytes, the least that a network brings at once (RFC 9293, 3.7.1), and
# some room. A piece takes some 10 µs, however small it is: a million of them took 12 s.
_MOST_PIECES = 2048
# As web/deploy/michishirube.service sets it, where nothing does.
_MOST_FILES = 4096
# The reader of heads takes a time that grows with the square of the blanks beside each other: a
# head of 32 kB of them stopped a process for five seconds, 256 take half a millisecond.
_BLANKS = re.compile(rb"[ \t]{257}")
_END_OF_HEAD = re.compile(rb"\n\r?\n")


class _Pieces(h11.Connection):
    """The requests of a connection: one with a larger head, or a body in more pieces, is none.

    Nor is one with blanks without end in its head, or where a body is sent in chunks.
    """

    _pieces = 0
    _is_chunked = False

    def next_event(self) -> Any:
        if _BLANKS.search(self._read_next()):
            raise h11.RemoteProtocolError("too many blanks beside each other", 400)
        event = super().next_event()
        if isinstance(event, h11.Request):
            self._pieces = 0
            self._is_chunked = any(key == b"transfer-encoding" for key, _ in event.headers)
            head = len(event.target) + sum(len(key) + len(value) for key, value in event.headers)
            if head > _LARGEST_HEAD:
                raise h11.RemoteProtocolError("a head that is too large", 431)
        elif isinstance(event, h11.Data):
            self._pieces += 1
            if self._pieces > _MOST_PIECES:
                raise h11.RemoteProtocolError("a body in too many pieces", 413)
        return event

    def _read_next(self) -> bytes:
        """What has come and will be read as lines: a whole head, or anything between chunks."""
        if self.their_state is h11.IDLE:
            came, _ = self.trailing_data
            end = _END_OF_HEAD.search(came)
            return came[: end.end()] if end else b""
        return self.trailing_data[0] if self._is_chunked else b""


def _most_files() -> int:
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST_FILES if soft == resource.RLIM_INFINITY else soft


class Connection(H11Protocol):
    """HTTP/1.1 that is closed where no whole head of a request comes within `seconds`.

    The server itself waits for ever for a first request, for the rest of a head, and for the rest
    of a body that nobody reads any more: few of them would keep everybody else out (slowloris).
    Of a request that is being answered web/limits.py and web/sending.py see to the time. One client
    has `most_of_client` connections of a process: it may open half as many files, as anybody else
    must find one.
    """

    seconds = 10.0
    most_of_client = _most_files() // 2
    _of_client: ClassVar[Counter[str]] = Counter()
    _end: asyncio.TimerHandle | None = None

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.conn = _Pieces(h11.SERVER, _LARGEST_HEAD)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request; of a client that has too many connections, for none."""
        super().connection_made(transport)
        self._of_client[self._client] += 1
        if self._of_client[self._client] > self.most_of_client:
            transport.abort()
        else:
            self._watch()

    def data_received(self, data: bytes) -> None:
        """Take what comes: what does not complete a head does not lengthen the wait."""
        super().data_received(data)
        self._watch()

    def send_400_response(self, msg: str) -> None:
        """Say that this is no request, where nothing has been answered, and close."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            super().send_400_response(msg)
        else:
            self.transport.close()
        if self.cycle is not None and not self.cycle.response_complete:
            # Whoever would answer is told that nobody is there.
            self.cycle.disconnected = True
            self.cycle.message_event.set()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        super().connection_lost(exc)
        self._stop()
        self._of_client[self._client] -= 1
        if not self._of_client[self._client]:
            del self._of_client[self._client]

    @property
    def _client(self) -> str:
        return client_at(self.client[0] if self.client else "")

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

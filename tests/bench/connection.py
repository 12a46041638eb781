"""A connection that asks over HTTP/1.1 and stays open: the client of what measures the server.

It takes its time from the cores that the server is measured on, so it does no more than it must:
requests are bytes that were made before, and of a response only its status and its end are read.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_LENGTH = b"\r\ncontent-length:"


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a request: its status, 0 where it was lost, and how long it took.

    From when it was begun: the ms to the head of its response and to its end.
    """

    status: int
    first_ms: float
    ms: float


class Connection:
    """A connection over which one request after another is put."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, port: int) -> Connection:
        """Connect to `port` of this machine."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    @property
    def is_closed(self) -> bool:
        """Whether the server has closed it."""
        return self._reader.at_eof()

    def close(self) -> None:
        """Close it."""
        self._writer.close()

    async def ask(self, request: bytes, begun: float) -> Told:
        """Send a request and read the whole of its response, which has a length or is in chunks.

        `begun` is when it began, by `time.perf_counter`. Raises OSError or EOFError where the
        connection ends before the response does.
        """
        reader = self._reader
        self._writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        first = time.perf_counter()
        _, named, rest = head.lower().partition(_LENGTH)
        if named:
            await reader.readexactly(int(rest.partition(b"\r\n")[0]))
        else:
            while size := int(await reader.readuntil(b"\r\n"), 16):
                await reader.readexactly(size + 2)
            await reader.readexactly(2)
        ms = (time.perf_counter() - begun) * 1000
        return Told(int(head.split(b" ", 2)[1]), (first - begun) * 1000, ms)


def post(path: str, body: Mapping[str, Any], headers: str = "") -> bytes:
    """Return the request that posts `body` as JSON, with `headers`, each ended by its line's."""
    content = json.dumps(body).encode()
    of_content = f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n"
    return _head("POST", path, of_content + headers) + content


def get(path: str, headers: str = "") -> bytes:
    """Return the request for `path` and its query, with `headers`, each ended by its line's."""
    return _head("GET", path, headers)


def _head(method: str, path: str, headers: str) -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode()

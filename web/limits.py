"""No body is read beyond what the longest honest one needs, nor for longer, nor as multipart."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope

from web.places import NoRoomError

FORM = "application/x-www-form-urlencoded"
# Ten turns of 8000 characters and a question of 2000, percent-encoded in a form: 738 kB; in JSON,
# where a letter has six bytes at most (\u3042), 492 kB; and some room.
_MOST_BYTES = {FORM: 1024 * 1024}
_MOST_BYTES_ELSE = 512 * 1024
# As many as the framework reads; empty ones, which it does not count, took 0.5 s for a megabyte.
_MOST_FIELDS = 1000
_BAD, _TOO_SLOW, _TOO_LARGE, _OTHER_FORM = 400, 408, 413, 415


def kind_of(headers: Headers) -> str:
    """Return the media type that a request says its body has, without parameters."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()


class UnreadError(Exception):
    """A body that is not taken; `status` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many seconds a body may take, how many bytes of one client and of all are kept at once.

    A client has four requests at most (web/places.py), each of a megabyte.
    """

    seconds: float = 10.0
    bytes_of_client: int = 4 * 1024 * 1024
    bytes_of_all: int = 64 * 1024 * 1024


class Bodies:
    """The bodies that are kept just now: read whole before anything is done for their request."""

    def __init__(self, allowance: Allowance) -> None:
        self._allowance = allowance
        self._of_client: Counter[str] = Counter()

    @asynccontextmanager
    async def read(self, scope: Scope, receive: Receive, client: str) -> AsyncIterator[Receive]:
        """Give what is received instead, the whole body first, which is kept until the block ends.

        Raises UnreadError where it is not taken, NoRoomError where too much is kept already.
        multipart/form-data, which no form here sends, is not read at all: its reader decodes by any
        codec that the request names, of which punycode took 23 s for a megabyte.
        """
        headers = Headers(scope=scope)
        if any("multipart" in one.lower() for one in headers.getlist("content-type")):
            raise UnreadError(_OTHER_FORM)
        kind = kind_of(headers)
        most = _MOST_BYTES.get(kind, _MOST_BYTES_ELSE)
        kept = bytearray()
        try:
            await self._fill(kept, receive, client, most)
            if kind == FORM and kept.count(b"&") >= _MOST_FIELDS:
                raise UnreadError(_TOO_LARGE)
            yield _replayed(bytes(kept), receive)
        finally:
            self._of_client[client] -= len(kept)
            if not self._of_client[client]:
                del self._of_client[client]

    async def _fill(self, kept: bytearray, receive: Receive, client: str, most: int) -> None:
        more = True
        try:
            async with asyncio.timeout(self._allowance.seconds):
                while more:
                    message = await receive()
                    if message["type"] != "http.request":
                        raise UnreadError(_BAD)
                    piece = message.get("body", b"")
                    self._of_client[client] += len(piece)
                    kept += piece
                    more = bool(message.get("more_body"))
                    if len(kept) > most:
                        raise UnreadError(_TOO_LARGE)
                    if self._are_too_many(client):
                        raise NoRoomError
        except TimeoutError as error:
            raise UnreadError(_TOO_SLOW) from error

    def _are_too_many(self, client: str) -> bool:
        most = self._allowance
        of_client, of_all = self._of_client[client], self._of_client.total()
        return of_client > most.bytes_of_client or of_all > most.bytes_of_all


def _replayed(body: bytes, receive: Receive) -> Receive:
    """What is received of a body that has been read, then whether its sender is still there."""
    told = False

    async def replay() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay

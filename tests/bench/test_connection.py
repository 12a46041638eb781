"""The bench's own client reads a response to its end, however it is sent."""

from __future__ import annotations

import asyncio
import json
import time

import pytest
from bench.connection import Connection, Told, get, post

WITH_LENGTH = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
IN_CHUNKS = (
    b"HTTP/1.1 429 Busy\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"
)


def told_by(*responses: bytes) -> tuple[list[Told], bool]:
    """What becomes of a request for each of `responses`, and whether the server is then gone."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for response in responses:
            await reader.readuntil(b"\r\n\r\n")
            # In two pieces, as a network may deliver it.
            writer.write(response[:30])
            await writer.drain()
            await asyncio.sleep(0.01)
            writer.write(response[30:])
        writer.close()

    async def ask() -> tuple[list[Told], bool]:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        async with server:
            connection = await Connection.open(server.sockets[0].getsockname()[1])
            try:
                told = [await connection.ask(get("/"), time.perf_counter()) for _ in responses]
                await asyncio.sleep(0.05)
                return told, connection.is_closed
            finally:
                connection.close()

    return asyncio.run(ask())


def test_one_response_after_another_is_read_to_its_end() -> None:
    told, closed = told_by(WITH_LENGTH, IN_CHUNKS, WITH_LENGTH, IN_CHUNKS)
    assert [one.status for one in told] == [200, 429, 200, 429]
    assert all(0 < one.first_ms <= one.ms for one in told)
    assert closed


@pytest.mark.parametrize("response", [WITH_LENGTH[:-1], IN_CHUNKS[:-7], WITH_LENGTH[:20], b""])
def test_a_response_that_ends_too_soon_is_lost(response: bytes) -> None:
    with pytest.raises((OSError, EOFError)):
        told_by(response)


def test_a_request_says_how_long_it_is_in_bytes() -> None:
    head, _, content = post("/api/ask", {"question": "福祉"}, "X-One: 1\r\n").partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "POST /api/ask HTTP/1.1"
    assert {f"Content-Length: {len(content)}", "X-One: 1"} <= {*lines}
    assert json.loads(content) == {"question": "福祉"}

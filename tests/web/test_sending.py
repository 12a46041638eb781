"""Who takes an answer too slowly is cut off, and holds no place for ever (over real sockets)."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import httpx
import pytest
import uvicorn
from starlette.responses import Response, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from web.admission import Admission
from web.places import Room
from web.rendering import Renderer
from web.sending import SendLimit

# More than the buffers of both sides hold.
LARGE = 32 * 2**20


async def large(scope: Scope, receive: Receive, send: Send) -> None:
    """/page and /stream are large, all else is small."""

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(LARGE // 2**16):
            yield b"a" * 2**16

    answers: dict[str, Response] = {
        "/page": Response(b"a" * LARGE),
        "/stream": StreamingResponse(pieces()),
    }
    await answers.get(scope["path"], Response("small"))(scope, receive, send)


@contextmanager
def served(app: ASGIApp) -> Iterator[int]:
    """The port at which `app` is served, in this process."""
    config = uvicorn.Config(app, port=0, log_level="critical", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = server.force_exit = True
    thread.join(timeout=10)


@pytest.mark.parametrize("path", ["/page", "/stream"])
def test_a_reader_that_takes_nothing_is_cut_off_and_holds_no_place(path: str) -> None:
    cut_off = threading.Event()
    room = Room(places=1, queue=5, of_client=9, seconds=20)
    limited = SendLimit(Admission(large, room, Renderer()), seconds=0.5)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await limited(scope, receive, send)
        if scope["path"] == path:
            cut_off.set()

    with served(app) as port, socket.create_connection(("127.0.0.1", port)) as reader:
        reader.sendall(f"GET {path} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
        assert reader.recv(12) == b"HTTP/1.1 200"
        # There is only one place, and a reader who takes no more.
        assert httpx.get(f"http://127.0.0.1:{port}/", timeout=30).text == "small"
        assert cut_off.wait(30)
        reader.settimeout(30)
        taken = 0
        while piece := reader.recv(2**20):
            taken += len(piece)
    assert taken < LARGE


@pytest.mark.parametrize("path", ["/page", "/stream"])
def test_an_honest_reader_gets_all_of_it(path: str) -> None:
    with served(SendLimit(large)) as port:
        body = httpx.get(f"http://127.0.0.1:{port}{path}", timeout=30).content
    assert body == b"a" * LARGE


def test_a_failure_stays_one() -> None:
    async def failing(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError("the inside")

    with served(SendLimit(failing)) as port:
        assert httpx.get(f"http://127.0.0.1:{port}/", timeout=30).status_code == 500

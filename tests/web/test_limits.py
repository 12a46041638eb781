"""A body is read before anything is done for it: not for long, not without bound, in no place."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from web.admission import Admission
from web.limits import Allowance
from web.places import Room
from web.rendering import Renderer

Served = Callable[..., AbstractContextManager[str]]
ROOM = Room(places=2, queue=4, of_client=4, seconds=2, held_back=0)
FORM = {"content-type": "application/x-www-form-urlencoded"}


class Elsewhere:
    """Says that a request comes from the address in its header, as behind a proxy."""

    def __init__(self, app: Admission) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            told = dict(scope["headers"]).get(b"x-from", b"10.0.0.1").decode()
            scope = {**scope, "client": (told, 1)}
        await self._app(scope, receive, send)


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers by what comes."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    await Response(body)(scope, receive, send)


def admission(allowance: Allowance | None = None) -> Elsewhere:
    return Elsewhere(Admission(echo, ROOM, Renderer(), allowance))


@pytest.fixture
def port(served: Served) -> Iterator[int]:
    with served(admission()) as address:
        yield urlsplit(address).port or 0


def begun(port: int, length: int) -> socket.socket:
    """A connection on which a request is asked of whose body one byte has come."""
    asking = socket.create_connection(("127.0.0.1", port), timeout=30)
    head = f"POST /api/ask HTTP/1.1\r\nHost: here\r\nContent-Length: {length}\r\n\r\na"
    asking.sendall(head.encode())
    return asking


def test_who_sends_slowly_holds_nothing_of_others(port: int) -> None:
    """A client with 24 connections, each sending a byte now and then."""
    address = f"http://127.0.0.1:{port}/api/ask"
    with ExitStack() as held, httpx.Client(timeout=30) as others:
        slow = [held.enter_context(begun(port, 1000)) for _ in range(24)]
        for number in range(14):
            for one in slow:
                one.sendall(b"a")
            sent = {"x-from": f"10.0.1.{number}"}
            assert others.post(address, content=b"mine", headers=sent).content == b"mine"
        # Nor of what its own client may ask.
        assert others.post(address, content=b"mine").content == b"mine"


def test_a_body_that_comes_too_slowly_is_cut_off(served: Served) -> None:
    allowance = Allowance(seconds=0.05)
    with served(admission(allowance)) as at, begun(urlsplit(at).port or 0, 1000) as asking:
        assert asking.recv(2**16).startswith(b"HTTP/1.1 408 ")


def test_who_takes_an_answer_slowly_holds_no_place(served: Served) -> None:
    large = 32 * 2**20

    async def answers(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(b"a" * (large if scope["path"] == "/large" else 1))(scope, receive, send)

    with served(Elsewhere(Admission(answers, ROOM, Renderer()))) as address, ExitStack() as held:
        parts = urlsplit(address)
        for number in range(ROOM.places + ROOM.queue):
            reader = held.enter_context(socket.create_connection(("127.0.0.1", parts.port or 0)))
            reader.sendall(
                b"GET /large HTTP/1.1\r\nHost: here\r\nX-From: 10.0.2.%d\r\n\r\n" % number
            )
            assert reader.recv(12) == b"HTTP/1.1 200"
        assert httpx.get(address, timeout=30).content == b"a"


def test_of_one_client_so_much_is_kept_and_no_more(served: Served) -> None:
    allowance = Allowance(bytes_of_client=1000, bytes_of_all=1500)
    with served(admission(allowance)) as address, ExitStack() as held:
        port = urlsplit(address).port or 0

        def asked(client: str) -> int:
            sent = {"x-from": client}
            return httpx.post(address, content=b"b" * 600, headers=sent, timeout=30).status_code

        assert asked("10.0.0.1") == 200
        # Nothing of what was answered is kept.
        assert asked("10.0.0.1") == 200
        one = held.enter_context(begun(port, 1000))
        one.sendall(b"a" * 598)
        until_refused(lambda: asked("10.0.0.1"))
        assert asked("10.0.0.2") == 200
        # Others together have more, but not without end.
        other = socket.create_connection(("127.0.0.1", port), timeout=30)
        held.enter_context(other)
        head = b"POST / HTTP/1.1\r\nHost: here\r\nX-From: 10.0.0.3\r\nContent-Length: 1000\r\n\r\n"
        other.sendall(head + b"a" * 600)
        until_refused(lambda: asked("10.0.0.2"))


def until_refused(ask: Callable[[], int]) -> None:
    """What was sent over another connection is read soon."""
    deadline = time.monotonic() + 30
    while ask() != 429:
        assert time.monotonic() < deadline


def test_empty_fields_are_not_read(client: TestClient) -> None:
    assert client.post("/", content=b"&" * 999, headers=FORM).status_code == 200
    assert client.post("/", content=b"&" * 1000, headers=FORM).status_code == 413


def test_who_goes_away_frees_what_was_kept(served: Served) -> None:
    with served(admission(Allowance(bytes_of_client=1000))) as address:
        for _ in range(5):
            with begun(urlsplit(address).port or 0, 1000) as asking:
                asking.sendall(b"a" * 700)
        deadline = time.monotonic() + 30
        while httpx.post(address, content=b"b" * 900, timeout=30).status_code != 200:
            assert time.monotonic() < deadline


def test_json_that_is_larger_than_any_honest_one_is_not_read(client: TestClient) -> None:
    history = [{"role": role, "content": "\u3042" * 8000} for role in ("user", "assistant") * 5]
    body = json.dumps({"question": "\u3042" * 2000, "history": history})
    assert len(body) > 490_000
    sent = {"content-type": "application/json"}
    assert client.post("/api/ask", content=body, headers=sent).status_code == 200
    assert client.post("/api/ask", content=body + " " * 40_000, headers=sent).status_code == 413

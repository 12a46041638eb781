"""Who begins a request and does not end it is let go (over real sockets)."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from urllib.parse import urlsplit

import pytest
from starlette.types import Receive, Scope, Send

from web.connections import Connection


class Hurried(Connection):
    """As it is served, with less patience."""

    seconds = 0.3


async def deaf(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers /slow by what comes in the body, all else without reading it."""
    body = b"done"
    while scope.get("path") == "/slow":
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture
def port(served: Callable[..., AbstractContextManager[str]]) -> Iterator[int]:
    with served(deaf, http=Hurried) as address:
        yield urlsplit(address).port or 0


def dripping(asking: socket.socket) -> None:
    """Send a letter every now and then until the other side has closed."""
    asking.settimeout(0.05)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            asking.sendall(b"a")
            if not asking.recv(2**16):
                return
        except TimeoutError:
            continue
        except OSError:
            return
    raise AssertionError("the connection was held")


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: here\r\nX-Slow: ",
        b"GET / HTTP/1.1\r\nHost: here\r\n\r\nGET / HTTP/1.1\r\nX-Slow: ",
        b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 100000\r\n\r\n",
    ],
)
def test_a_request_that_is_only_begun_holds_no_connection(port: int, begun: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as asking:
        asking.sendall(begun)
        dripping(asking)


def test_who_says_nothing_is_let_go(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as asking:
        assert asking.recv(1) == b""


def test_a_request_that_is_being_answered_is_not_cut_off(port: int) -> None:
    head = b"POST /slow HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=30) as asking:
        asking.sendall(head)
        for letter in b"slowly"[:5]:
            time.sleep(2 * Hurried.seconds / 5)
            asking.sendall(bytes([letter]))
        told = b""
        while not told.endswith(b"doneslowl"):
            told += asking.recv(2**16) or pytest.fail(f"cut off after {told!r}")

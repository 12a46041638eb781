"""Who begins a request and does not end it is let go (over real sockets)."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, suppress
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


CHUNKED = b"POST %s HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize("path", [b"/slow", b"/"])
def test_a_body_in_crumbs_is_cut_off(
    port: int, path: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """A piece costs the same however small it is, whether anybody reads it or not."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as asking:
        asking.sendall(CHUNKED % path + b"1\r\na\r\n" * 3000)
        told = told_until_closed(asking)
    assert b"a" * 2000 not in told
    assert "Exception" not in caplog.text
    # Who reads nothing may have answered before.
    assert told.startswith((b"HTTP/1.1 400 ", *([] if path == b"/slow" else [b"HTTP/1.1 200 "])))


def test_a_body_in_honest_pieces_is_not_cut_off(port: int) -> None:
    """A megabyte as it comes over the narrowest network."""
    pieces = 2**20 // 536
    with socket.create_connection(("127.0.0.1", port), timeout=30) as asking:
        chunk = b"218\r\n" + b"a" * 536 + b"\r\n"
        asking.sendall(CHUNKED % b"/slow" + chunk * pieces + b"0\r\n\r\n")
        told = b""
        while len(told) < 536 * pieces:
            told += asking.recv(2**16) or pytest.fail("cut off")
    assert told.endswith(b"done" + b"a" * 536 * pieces)


@pytest.mark.parametrize(("length", "status"), [(20_000, b"200"), (40_000, b"400")])
def test_a_head_is_as_large_as_the_longest_question_needs(
    port: int, length: int, status: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as asking:
        head = b"GET /?q=" + b"a" * length + b" HTTP/1.1\r\nHost: here\r\n\r\n"
        asking.sendall(head[:17_000])
        asking.sendall(head[17_000:])
        assert asking.recv(12) == b"HTTP/1.1 " + status


HEAD = b"GET / HTTP/1.1\r\nHost: here\r\na:%s\r\n\r\n"


@pytest.mark.parametrize(
    ("sent", "refused"),
    [
        (HEAD % (b" " * 250 + b"b"), False),
        (HEAD % (b" " * 300 + b"b"), True),
        (HEAD % (b" " * 30_000 + b"\0"), True),
        (HEAD % b"b" + HEAD % (b"\t" * 300 + b"b"), True),
        (CHUNKED % b"/slow" + b"1;" + b" " * 300 + b"\r\na\r\n0\r\n\r\n", True),
        (CHUNKED % b"/slow" + b"0\r\na:" + b" " * 300 + b"b\r\n\r\n", True),
    ],
)
def test_blanks_without_end_are_no_request(port: int, sent: bytes, refused: bool) -> None:
    """What reads a head takes a time that grows with their square."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as asking:
        asking.sendall(sent)
        told = told_until_closed(asking)
    assert told.startswith(b"HTTP/1.1 ")
    assert (b"HTTP/1.1 400 " in told) == refused


def test_a_body_may_be_of_blanks(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as asking:
        head = b"POST /slow HTTP/1.1\r\nHost: here\r\nContent-Length: 5000\r\n\r\n"
        asking.sendall(head + b" " * 5000)
        assert asking.recv(12) == b"HTTP/1.1 200"


class Few(Connection):
    """As it is served, with room for few."""

    most_of_client = 3


def test_one_client_does_not_have_all_connections(
    served: Callable[..., AbstractContextManager[str]],
) -> None:
    request = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"
    with served(deaf, http=Few) as address, ExitStack() as held:
        at = ("127.0.0.1", urlsplit(address).port or 0)

        def asked(source: str) -> bytes:
            asking = socket.create_connection(at, timeout=30, source_address=(source, 0))
            held.enter_context(asking)
            with suppress(ConnectionResetError, BrokenPipeError):
                asking.sendall(request)
            return told_until_closed(asking, most=12)

        assert [asked("127.0.0.1")[:12] for _ in range(5)] == [b"HTTP/1.1 200"] * 3 + [b""] * 2
        assert asked("127.0.0.2")[:12] == b"HTTP/1.1 200"
        held.close()
        # Those that were closed count no more.
        deadline = time.monotonic() + 30
        while not asked("127.0.0.1"):
            assert time.monotonic() < deadline


def told_until_closed(asking: socket.socket, most: int = 2**20) -> bytes:
    """What comes until there is so much or the other side closes, in order or not."""
    told = b""
    with suppress(ConnectionResetError, BrokenPipeError):
        while len(told) < most and (piece := asking.recv(2**16)):
            told += piece
    return told

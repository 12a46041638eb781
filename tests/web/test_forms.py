"""A form is read as a browser writes it, and beside the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from fastapi.testclient import TestClient
from starlette.types import Message

from web.forms import FormRequest

FORM = b"application/x-www-form-urlencoded"


async def fields(body: bytes, kind: bytes = FORM) -> list[tuple[str, object]]:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", kind)]}
    return (await FormRequest(scope, receive).form()).multi_items()


def test_fields_are_read_as_browsers_write_them() -> None:
    async def run() -> None:
        body = b"question=%E5%87%BA%E7%94%9F+%26&word=a;b&&word=&chosen"
        expected = [("question", "出生 &"), ("word", "a;b"), ("word", ""), ("chosen", "")]
        assert await fields(body) == await fields(body, FORM + b"; charset=utf-8") == expected
        assert await fields(b"question=a", b"text/plain") == []
        assert await fields(b"question=%ff%zz") == [("question", "\ufffd%zz")]

    in_a_loop(run)


@pytest.mark.parametrize("path", ["/", "/staff/sign-in"])
def test_others_have_their_turns_while_a_large_form_is_decoded(
    client: TestClient, path: str
) -> None:
    turns = 0

    async def turn() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    async def turns_during(letters: int) -> int:
        body = b"history=" + b"%41" * letters
        before = turns
        await http.post(path, content=body, headers={"content-type": FORM.decode()})
        return turns - before

    async def run() -> None:
        turning = asyncio.create_task(turn())
        small = min([await turns_during(1) for _ in range(4)])
        large = await turns_during(340_000)
        turning.cancel()
        assert large > 5 * small

    transport = httpx.ASGITransport(app=client.app)
    http = httpx.AsyncClient(transport=transport, base_url="http://here")
    in_a_loop(run)


def in_a_loop(run: Callable[[], Coroutine[None, None, None]]) -> None:
    """Run a test in a loop of its own: the browser tests keep one in this thread."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, run()).result()

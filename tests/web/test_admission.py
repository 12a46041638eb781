"""So many at once, so many who wait, so many of one client: others are told when to come again."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from assistant.service import Assistant
from web.admission import Admission
from web.app import create_app
from web.feedback_store import FeedbackStore
from web.headers import SECURITY_HEADERS
from web.places import Room
from web.rendering import Renderer
from web.words import words


def in_a_loop(test: Coroutine[None, None, None]) -> None:
    """Run `test` in a loop of its own: the browser tests keep one in this thread."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, test).result()


class Slow:
    """An application that answers when told to, and counts how many it answers at once."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.now = self.most = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        await self.go.wait()
        self.now -= 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"done"})


async def ask(app: Admission, count: int, client: str = "10.0.0.1") -> list[asyncio.Task[int]]:
    async def one() -> int:
        transport = httpx.ASGITransport(app=app, client=(client, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as http:
            response = await http.get("/api/search?q=a")
        if response.status_code == 429:
            assert response.headers["retry-after"].isdigit()
            assert response.headers["content-type"] == "application/problem+json"
        return response.status_code

    tasks = [asyncio.create_task(one()) for _ in range(count)]
    await asyncio.sleep(0.05)
    return tasks


def test_so_many_are_answered_and_so_many_wait() -> None:
    async def run() -> None:
        slow = Slow()
        room = Room(places=2, queue=3, of_client=100, seconds=5, held_back=0)
        app = Admission(slow, room, Renderer())
        tasks = [*await ask(app, 1), *await ask(app, 8, "10.0.0.2")]
        assert [task.result() for task in tasks if task.done()] == [429] * 4
        slow.go.set()
        assert sorted(await asyncio.gather(*tasks)) == [200] * 5 + [429] * 4
        assert slow.most == 2

    in_a_loop(run())


def test_nobody_waits_for_ever() -> None:
    async def run() -> None:
        slow = Slow()
        app = Admission(
            slow, Room(places=1, queue=5, of_client=9, seconds=0.01, held_back=0), Renderer()
        )
        first, second = await ask(app, 2)
        assert await second == 429
        slow.go.set()
        assert await first == 200
        assert await (await ask(app, 1))[0] == 200

    in_a_loop(run())


def test_one_client_leaves_room_for_others() -> None:
    async def run() -> None:
        slow = Slow()
        app = Admission(
            slow, Room(places=9, queue=9, of_client=2, seconds=5, held_back=0), Renderer()
        )
        mine, others = await ask(app, 5), await ask(app, 1, "10.0.0.2")
        slow.go.set()
        assert sorted(await asyncio.gather(*mine)) == [200, 200, 429, 429, 429]
        assert await others[0] == 200

    in_a_loop(run())


def test_one_client_leaves_a_place_to_others() -> None:
    """Though nobody else is there, and though it was there before."""

    async def run() -> None:
        slow = Slow()
        app = Admission(slow, Room(places=3, queue=9, of_client=9, seconds=5), Renderer())
        mine = await ask(app, 5)
        assert slow.now == 2
        others = await ask(app, 1, "10.0.0.2")
        assert slow.now == 3
        slow.go.set()
        assert await asyncio.gather(*mine, *others) == [200] * 6
        assert slow.most == 3

    in_a_loop(run())


def test_who_is_refused_does_not_ask_again_at_once() -> None:
    async def run() -> None:
        room = Room(places=1, queue=0, of_client=1, held_back=5)
        slow = Slow()
        app = Admission(slow, room, Renderer())
        first, second = await ask(app, 2)
        assert not second.done()
        slow.go.set()
        assert await first == 200
        # Meanwhile the place is another's.
        (third,) = await ask(app, 1)
        assert await third == 200
        second.cancel()

    in_a_loop(run())


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({}, "ただいま混み合っています"),
        ({"accept-language": "en"}, "Many people are asking just now"),
        ({"cookie": "reading=f0s0p1"}, "いま たくさんの人が 使っています"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/kamakura/plan", "/api/plan", "/kamakura/api/plan"])
def test_who_is_refused_is_told_so_in_their_language(
    headers: dict[str, str], said: str, path: str
) -> None:
    async def run() -> None:
        app = Admission(Slow(), Room(places=1, queue=0, of_client=0, held_back=0), Renderer())
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as http:
            refused = await http.get(path, headers=headers)
        assert refused.status_code == 429
        assert refused.headers["retry-after"] == "2"
        if "/api/" in path:
            problem = refused.json()
            assert problem.keys() == {"type", "title", "status", "detail", "errors"}
            assert problem["status"] == 429
            assert problem["title"] == problem["detail"] == words_of(headers)["problem_busy"]
        else:
            assert refused.headers["content-type"] == "text/html; charset=utf-8"
            assert said in refused.text

    in_a_loop(run())


def words_of(headers: dict[str, str]) -> Mapping[str, str]:
    return words("en" if "accept-language" in headers else "ja")


def test_a_network_of_ipv6_is_one_client() -> None:
    async def run() -> None:
        slow = Slow()
        app = Admission(
            slow, Room(places=9, queue=9, of_client=2, seconds=5, held_back=0), Renderer()
        )
        mine = [*await ask(app, 2, "2001:db8::1"), *await ask(app, 1, "2001:db8::2")]
        slow.go.set()
        assert await asyncio.gather(*mine) == [200, 200, 429]

    in_a_loop(run())


def test_a_supervisor_is_answered_though_there_is_no_room(
    assistant: Assistant, feedback: FeedbackStore
) -> None:
    async def run() -> None:
        app = create_app(assistant, feedback, Room(places=1, queue=0, of_client=0, held_back=0))
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as http:
            assert (await http.get("/healthz")).status_code == 200
            refused = await http.get("/", headers={"accept-language": "en"})
            assert refused.status_code == 429
            assert "Many people are asking" in refused.text
            assert SECURITY_HEADERS.items() <= {
                name.title(): value for name, value in refused.headers.items()
            }.items() | {("X-Content-Type-Options", "nosniff")}

    in_a_loop(run())


@pytest.mark.parametrize(
    ("host", "status"),
    [("plan.example.jp", 200), ("PLAN.example.jp:8000", 200), ("evil.example", 421), ("", 421)],
)
def test_only_the_names_of_the_server_are_answered(
    assistant: Assistant, feedback: FeedbackStore, host: str, status: int
) -> None:
    async def run() -> None:
        app = create_app(assistant, feedback, hosts=frozenset({"plan.example.jp"}))
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as http:
            answered = await http.get("/plan", headers={"host": host})
            assert answered.status_code == status

    in_a_loop(run())

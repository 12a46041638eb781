"""The database of the plans says nothing any more while the program serves, then it goes on."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from postgres_server import Server, own_server
from serving import answered, serving, until

from assistant.environment import Environment

BIRTHS = {"question": "出生数は?"}
GREEN = {"question": "緑地の面積は?"}
# Honest answers beside other work of the machine take up to twice their time.
AS_QUICK = 3
# Half of what is waited for a server that is stopped (tests/web/test_database_stopped.py).
DEADLINE_S = 5.0


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with own_server() as server:
        yield server


@pytest.fixture
def http(of_many: Environment, server: Server, tmp_path: Path) -> Iterator[httpx.Client]:
    """A client of the program over two plans in the database, of which one is open."""
    settings = {
        "MICHISHIRUBE_ENGINE": server.address,
        "MICHISHIRUBE_PLANS": str(of_many.collection),
        "MICHISHIRUBE_WORKERS": "1",
        "MICHISHIRUBE_QUESTION_LOG": "kept",
    }
    with serving(Environment(tmp_path / "index"), **settings) as (port, process):
        address = f"http://127.0.0.1:{port}"
        assert answered(f"{address}/readyz", process) == 200
        with httpx.Client(base_url=address, timeout=60) as client:
            yield client


def median(ask: Callable[[], object], times: int = 15) -> float:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        ask()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def test_open_plans_are_answered_as_before_and_the_rest_is_refused_soon(
    http: httpx.Client, server: Server
) -> None:
    def ask() -> None:
        assert "785 人" in http.post("/api/ask", json=BIRTHS).json()["answer"]

    def judge() -> int:
        return http.post("/api/feedback", json={**BIRTHS, "useful": True}).status_code

    def needing() -> set[int]:
        """What is said where the database is needed."""
        responses = [
            http.post("/midori/api/ask", json=GREEN, timeout=DEADLINE_S),
            http.get("/midori/?q=緑地の面積は?", timeout=DEADLINE_S),
            http.get("/all/api/search?q=緑地", timeout=DEADLINE_S),
        ]
        return {one.status_code for one in responses}

    ask()
    usual = median(ask)
    with server.frozen():
        # They wait once: afterwards nobody does. One client has one of two places: 429.
        with ThreadPoolExecutor(2) as at_once:
            said = [*at_once.map(lambda _: needing(), range(2))]
        assert {503} in said
        assert set().union(*said) <= {503, 429}
        assert median(ask) < AS_QUICK * usual
        assert median(needing, 5) < 3 * AS_QUICK * usual
        assert judge() == 204
        assert median(judge) < AS_QUICK * usual
        until(lambda: http.get("/readyz", timeout=DEADLINE_S).json()["status"] == "partly")
    until(lambda: http.get("/readyz").json()["status"] == "ready")
    until(lambda: needing() == {200})
    # What was taken while nobody listened has been kept.
    until(lambda: server.execute("SELECT 1 FROM questions") != [])
    until(lambda: server.execute("SELECT 1 FROM feedback") != [])
    until(lambda: judge() == 204)

"""The database of the plans is stopped while the program serves, and started again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from postgres_server import Server, own_server
from serving import answered, serving, until

from assistant.environment import Environment

GREEN = {"question": "緑地の面積は?"}
# A server that is gone is not waited for longer than for a connection.
LONGEST_S = 10.0
Send = Callable[..., httpx.Response]


@pytest.fixture
def server() -> Iterator[Server]:
    with own_server() as server:
        yield server


def asked(send: Send, pages: str) -> list[httpx.Response]:
    """What is answered at each address of `pages` where a plan is asked, or its page is shown."""
    return [
        send("GET", f"{pages}/?q=緑地の面積は?"),
        send("POST", f"{pages}/api/ask", json=GREEN),
        send("POST", f"{pages}/api/ask/stream", json=GREEN),
        send("GET", f"{pages}/api/search?q=緑地"),
    ]


def assert_not_there(response: httpx.Response, server: Server) -> None:
    assert response.status_code == 503, response.request.url
    kind = response.headers["content-type"]
    if "/api/" in response.request.url.path:
        assert kind == "application/problem+json"
        assert response.json()["status"] == 503
    else:
        assert kind.startswith("text/html")
        assert "少し待って、もう一度お試しください。" in response.text
    assert server.address.rpartition("=")[2] not in response.text


def test_what_needs_the_database_waits_for_it_and_the_rest_goes_on(
    of_many: Environment, server: Server, tmp_path: Path
) -> None:
    settings = {
        "MICHISHIRUBE_ENGINE": server.address,
        "MICHISHIRUBE_PLANS": str(of_many.collection),
        "MICHISHIRUBE_WORKERS": "1",
    }
    with (
        serving(Environment(tmp_path / "index"), **settings) as (port, process),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=LONGEST_S) as http,
    ):

        def send(method: str, path: str, **more: object) -> httpx.Response:
            return http.request(method, path, **more)  # type: ignore[arg-type]

        def ready() -> str:
            response = http.get("/readyz")
            assert response.status_code == 200
            return str(response.json()["status"])

        def until_ready_is(status: str) -> None:
            """What was seen last is said for two seconds."""
            while ready() != status:
                assert process.poll() is None

        assert answered(f"http://127.0.0.1:{port}/readyz", process) == 200
        assert ready() == "ready"
        given = {"question": "出生数は?"}
        judged = {**given, "useful": True}
        assert "785 人" in http.post("/api/ask", json=given).json()["answer"]
        server.stop()
        assert "785 人" in http.post("/api/ask", json=given).json()["answer"]
        for pages in ("/midori", "/all"):
            for response in asked(send, pages):
                assert_not_there(response, server)
        # The page that says so is of the plan that it names, and so are its links.
        assert 'href="/privacy"' in http.get("/midori/").text
        assert_not_there(http.post("/api/ask", json={**GREEN, "plans": ["midori"]}), server)
        # A verdict that is taken is kept later; once one waits no more are taken.
        taken = 0
        while (verdict := http.post("/api/feedback", json=judged)).status_code == 204:
            taken += 1
        assert taken
        assert_not_there(verdict, server)
        assert http.get("/healthz").status_code == 200
        until_ready_is("partly")

        server.restart()
        for pages in ("/midori", "/all"):
            for response in asked(send, pages):
                assert response.status_code == 200, response.text
                assert "1,234.5 ha" in response.text or "search" in response.request.url.path
        until(lambda: server.execute("SELECT count(*) FROM feedback") == [(taken,)])
        until(lambda: http.post("/api/feedback", json=judged).status_code == 204)
        until_ready_is("ready")

        server.stop()
        for pages in ("/midori", "/all"):
            answer = http.post(f"{pages}/api/ask", json=GREEN).json()
            assert "1,234.5 ha" in answer["answer"]
        # Among all passages only the database finds.
        assert_not_there(http.get("/all/api/search?q=緑地"), server)
        assert process.poll() is None

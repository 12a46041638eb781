"""Request ids, log lines and /metrics: what happened is told, what was asked is not."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from fastapi.testclient import TestClient
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families
from starlette.types import Receive, Scope, Send

from assistant.service import Assistant
from web.app import create_app
from web.feedback_store import FeedbackStore
from web.log_lines import LOGGER, JsonLines
from web.metrics import Metrics
from web.observed import Observed
from web.places import Room
from web.proxies import Proxies

HERE = ("10.0.0.9", 1)
ASKED = "hitorigurashi"


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def app(assistant: Assistant, feedback: FeedbackStore, metrics: Metrics) -> FastAPI:
    return create_app(assistant, feedback, metrics=metrics, scrapers=[ip_network("10.0.0.0/24")])


@pytest.fixture
def http(app: FastAPI, metrics: Metrics) -> TestClient:
    return TestClient(Observed(app, metrics), client=HERE)


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is written to the log, as the server writes it."""
    # A server that another test ran in this process has set these.
    for name in ("uvicorn", "uvicorn.error"):
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
        monkeypatch.setattr(logging.getLogger(name), "level", logging.NOTSET)
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    logger, root = logging.getLogger(LOGGER), logging.getLogger()
    level = logger.level
    root.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    logger.setLevel(level)


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def samples(http: TestClient) -> dict[str, dict[tuple[str, ...], float]]:
    """The values of /metrics by name and by the values of their labels."""
    found: dict[str, dict[tuple[str, ...], float]] = {}
    response = http.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=")
    for family in text_string_to_metric_families(response.text):
        for one in family.samples:
            found.setdefault(one.name, {})[tuple(one.labels.values())] = one.value
    return found


@pytest.mark.parametrize("given", ["0f8fad5b-d9cb-469f-a165-70867728950e", "a" * 64, "AbC_123-x"])
def test_a_well_formed_id_of_a_proxy_is_kept(
    app: FastAPI, metrics: Metrics, log: io.StringIO, given: str
) -> None:
    """Not that of a client, which could give all its requests the id of another's."""
    for proxy, is_kept in ((HERE[0], True), ("10.0.0.1", False)):
        behind = Proxies(Observed(app, metrics), (ip_network(proxy),))
        response = TestClient(behind, client=HERE).get("/plan", headers={"x-request-id": given})
        assert (response.headers["x-request-id"] == given) == is_kept
        assert lines(log)[-1]["request_id"] == response.headers["x-request-id"]


@pytest.mark.parametrize(
    "given", ["", "short", "a" * 65, "10.0.0.123", "ab cd efgh", "fe80::1:2:3"]
)
def test_another_id_is_made_anew(app: FastAPI, metrics: Metrics, given: str) -> None:
    http = TestClient(Proxies(Observed(app, metrics), (ip_network(HERE[0]),)), client=HERE)
    ids = {http.get("/plan", headers={"x-request-id": given}).headers["x-request-id"] for _ in "ab"}
    assert len(ids) == 2
    assert all(re.fullmatch(r"[0-9a-f]{32}", one) for one in ids)


def test_a_problem_document_bears_the_id(http: TestClient) -> None:
    for response in (http.get("/api/none"), http.post("/api/ask", json={})):
        assert response.json()["request_id"] == response.headers["x-request-id"]


def test_a_line_tells_the_template_and_nothing_of_the_question(
    http: TestClient, log: io.StringIO
) -> None:
    http.get(f"/?q={ASKED}")
    http.get(f"/plan/{ASKED}?q={ASKED}", headers={"user-agent": ASKED, "referer": ASKED})
    http.get(f"/{ASKED}/none")
    http.request(ASKED.upper(), f"/{ASKED}")
    http.post("/api/ask", json={"question": ASKED})
    http.post("/api/ask/stream", json={"question": ASKED})
    http.post("/", data={"question": ASKED})
    told = lines(log)
    assert [(one["method"], one["route"], one["status"]) for one in told] == [
        ("GET", "/", 200),
        ("GET", "/plan/{number}", 404),
        ("GET", "none", 404),
        ("other", "none", 404),
        ("POST", "/api/ask", 200),
        ("POST", "/api/ask/stream", 200),
        ("POST", "/", 200),
    ]
    assert all(one["ms"] >= 0 and one["level"] == "info" for one in told)
    assert ASKED not in log.getvalue().lower()
    assert HERE[0] not in log.getvalue()


def test_what_is_asked_every_second_is_logged_only_where_it_fails(
    http: TestClient, log: io.StringIO
) -> None:
    for path in ("/healthz", "/readyz", "/metrics", "/static/style.css", "/static/none"):
        http.get(path)
    assert [(one["route"], one["status"]) for one in lines(log)] == [("/static/{path}", 404)]


def test_a_failure_is_logged_without_what_was_asked(
    app: FastAPI, http: TestClient, log: io.StringIO
) -> None:
    def fail(q: str) -> None:
        try:
            {}[q]
        except KeyError as error:
            raise ExceptionGroup(q, [ValueError(q)]) from error

    app.add_api_route("/api/failing", fail)
    response = http.get(f"/api/failing?q={ASKED}")
    assert response.status_code == 500
    (told,) = lines(log)
    assert told["level"] == "error"
    assert told["request_id"] == response.json()["request_id"] == response.headers["x-request-id"]
    kinds = [one["type"] for one in told["failure"]]
    assert kinds == ["builtins.ExceptionGroup", "builtins.ValueError", "builtins.KeyError"]
    assert re.search(r"test_observed\.py:\d+ fail$", told["failure"][0]["places"][-1])
    assert ASKED not in log.getvalue()


def test_a_stream_that_breaks_is_logged(app: FastAPI, http: TestClient, log: io.StringIO) -> None:
    def broken() -> Iterator[str]:
        yield "begun"
        raise RuntimeError(ASKED)

    app.add_api_route("/api/broken", lambda: StreamingResponse(broken()), response_model=None)
    # What is sent was made whole before.
    assert http.get("/api/broken").status_code == 500
    (told,) = lines(log)
    assert (told["level"], told["route"], told["status"]) == ("error", "/api/broken", 500)
    assert ASKED not in log.getvalue()


def test_a_failure_before_any_response_goes_on_to_the_server(
    metrics: Metrics, log: io.StringIO
) -> None:
    async def failing(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError(ASKED)

    with pytest.raises(RuntimeError):
        TestClient(Observed(failing, metrics)).get("/")
    (told,) = lines(log)
    assert (told["level"], told["status"]) == ("error", 500)
    assert ASKED not in log.getvalue()


def test_messages_of_other_packages_are_left_out(log: io.StringIO) -> None:
    logging.getLogger("asyncio").error("never retrieved: %s", ASKED)
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    other, uvicorn = lines(log)
    assert "message" not in other
    assert "test_observed.py" in other["place"]
    assert uvicorn["message"] == "Invalid HTTP request received."
    assert ASKED not in log.getvalue()


def test_counts_and_times_by_intent(http: TestClient) -> None:
    for question in ("出生数は?", "出生数の目標は?", "ヤングケアラーとは?"):
        http.post("/api/ask", json={"question": question})
    http.get("/?q=出生数は?")
    http.get("/desk/results?q=出生数")
    http.get("/api/ask/stream?question=福祉の取組は?")
    http.post("/api/ask", json={})
    http.get("/plan")
    http.get("/plan/9-9")
    found = samples(http)
    counts = found["michishirube_request_seconds_count"]
    assert counts["indicator", "2xx"] == 4
    assert counts["definition", "2xx"] == counts["list", "2xx"] == 1
    assert counts["none", "4xx"] == 2
    assert found["michishirube_requests_total"]["POST", "/api/ask", "2xx"] == 3
    assert found["michishirube_requests_total"]["GET", "/plan/{number}", "4xx"] == 1
    assert found["michishirube_request_seconds_sum"]["indicator", "2xx"] > 0


def test_verdicts_are_counted(http: TestClient) -> None:
    asked = {"question": "出生数は?"}
    http.post("/api/feedback", json={**asked, "useful": True})
    http.post("/api/feedback", json={**asked, "useful": False})
    said = http.post("/api/ask", json=asked).json()["answer"]
    turns = [{"role": "user", "content": "出生数は?"}, {"role": "assistant", "content": said}]
    for useful in ("t0:yes", "t7:yes"):
        http.post("/", data={"history": json.dumps(turns), "useful": useful})
    assert samples(http)["michishirube_verdicts_total"] == {("yes",): 2, ("no",): 1}


def test_who_finds_no_room_is_counted(
    assistant: Assistant, feedback: FeedbackStore, metrics: Metrics
) -> None:
    full = create_app(
        assistant, feedback, Room(places=1, queue=0, of_client=0, held_back=0), metrics=metrics
    )
    assert TestClient(Observed(full, metrics)).get("/plan").status_code == 429
    assert b"michishirube_refused_total 1.0\n" in metrics.text()
    metrics.index_built(1_700_000_000)
    assert b"michishirube_index_built_timestamp_seconds 1.7e+09\n" in metrics.text()


def test_metrics_hold_no_question_no_address_and_no_path(http: TestClient) -> None:
    http.get(f"/{ASKED}?q={ASKED}")
    http.request(ASKED.upper(), "/")
    http.post("/api/ask", json={"question": ASKED})
    text = http.get("/metrics").text.lower()
    assert ASKED not in text
    assert HERE[0] not in text


def test_the_registry_is_our_own(metrics: Metrics) -> None:
    assert not [one for one in REGISTRY.collect() if one.name.startswith("michishirube")]
    assert b"python_info" not in metrics.text()


@pytest.mark.parametrize(
    ("client", "headers", "status"),
    [
        ("10.0.0.1", {}, 200),
        ("::ffff:10.0.0.1", {}, 200),
        ("10.0.1.1", {}, 404),
        ("::ffff:10.0.1.1", {}, 404),
        ("::1", {}, 404),
        ("testclient", {}, 404),
        ("10.0.0.1", {"x-forwarded-for": "10.0.0.1"}, 404),
        ("10.0.0.1", {"forwarded": "for=10.0.0.1"}, 404),
    ],
)
def test_who_may_read_the_metrics(
    app: FastAPI, client: str, headers: dict[str, str], status: int
) -> None:
    """However their address is written: at :: those of IPv4 are written as IPv6."""
    http = TestClient(Proxies(app, ()), client=(client, 1))
    assert http.get("/metrics", headers=headers).status_code == status


def test_nobody_may_where_nothing_is_configured(client: TestClient) -> None:
    response = client.get("/metrics")
    assert response.status_code == 404
    assert "michishirube_" not in response.text

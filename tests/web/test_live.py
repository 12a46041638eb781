"""A rebuilt index is taken up while people ask, and nobody's question fails."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.environment import Environment
from assistant.plans.adoption import adopt, revert
from assistant.service import Assistant
from corpus.parse import bundled_plan_path
from index.layout import Layout
from index.switch import served_folder
from web.app import create_app
from web.feedback_store import FeedbackStore
from web.live import Live
from web.places import Room
from web.served_plans import ServedPlans

QUESTION = {"question": "出生数は?"}


@pytest.fixture
def environment_of_own(tmp_path: Path) -> Environment:
    plan = tmp_path / "plan.txt"
    plan.write_text(bundled_plan_path().read_text(encoding="utf-8"), encoding="utf-8")
    environment = Environment(index_folder=tmp_path / "index", plan=plan)
    Assistant.build(environment, progress=False)
    return environment


@pytest.fixture
def live(environment_of_own: Environment, tmp_path: Path) -> Live:
    feedback = FeedbackStore(tmp_path / "feedback.sqlite")
    assistant = Assistant.open(environment_of_own)
    # The index is built in this process, which slows the answers as no build beside it would.
    room = Room(places=8, queue=64, of_client=64, seconds=60)
    plans = ServedPlans.of_one(assistant, environment_of_own)
    return Live(plans, lambda opened: create_app(opened.assistant, feedback, room))


def change(environment: Environment, figure: str) -> None:
    assert environment.plan is not None
    text = environment.plan.read_text(encoding="utf-8")
    environment.plan.write_text(text.replace("785 人", f"{figure} 人"), encoding="utf-8")


def test_nobody_notices_but_by_the_answer(environment_of_own: Environment, live: Live) -> None:
    told: list[tuple[int, str]] = []
    stop = threading.Event()

    def ask() -> None:
        client = TestClient(live)
        while not stop.is_set():
            response = client.post("/api/ask", json=QUESTION)
            told.append((response.status_code, response.text))

    askers = [threading.Thread(target=ask) for _ in range(3)]
    for asker in askers:
        asker.start()
    change(environment_of_own, "786")
    Assistant.build(environment_of_own, progress=False)
    assert live.refresh()
    assert "786 人" in TestClient(live).post("/api/ask", json=QUESTION).json()["answer"]
    stop.set()
    for asker in askers:
        asker.join()
    assert {status for status, _ in told} == {200}
    assert all("785 人" in text or "786 人" in text for _, text in told)
    assert len(told) > 10


def test_nothing_is_done_where_nothing_was_built(live: Live) -> None:
    assert not live.refresh()


def test_an_index_that_cannot_be_used_leaves_the_one_before(
    environment_of_own: Environment, live: Live, caplog: pytest.LogCaptureFixture
) -> None:
    manifest = Layout(environment_of_own.index_folder).manifest
    manifest.write_text("{}", encoding="utf-8")
    assert not live.refresh()
    assert "the one before goes on" in caplog.text
    assert "python -m assistant index build" in caplog.text
    assert "785 人" in TestClient(live).post("/api/ask", json=QUESTION).json()["answer"]


def test_an_index_that_could_not_be_read_for_a_while_is_taken_up(
    environment_of_own: Environment, live: Live, caplog: pytest.LogCaptureFixture
) -> None:
    change(environment_of_own, "786")
    Assistant.build(environment_of_own, progress=False)
    vectors = Layout(served_folder(environment_of_own.index_folder)).vectors
    away = vectors.rename(vectors.with_name("away"))
    assert not live.refresh()
    assert not live.refresh()
    assert caplog.text.count("the one before goes on") == 1
    away.rename(vectors)
    assert live.refresh()
    assert "786 人" in TestClient(live).post("/api/ask", json=QUESTION).json()["answer"]


def test_an_adopted_plan_is_taken_up_with_its_index(tmp_path: Path) -> None:
    environment = Environment(index_folder=tmp_path / "var" / "index")
    Assistant.build(environment, progress=False)
    feedback = FeedbackStore(tmp_path / "feedback.sqlite")
    assistant = Assistant.open(environment)
    plans = ServedPlans.of_one(assistant, environment)
    live = Live(plans, lambda opened: create_app(opened.assistant, feedback))
    client = TestClient(live)

    def figure() -> str:
        live.refresh()
        assert client.get("/plan/2-2").status_code == 200
        return str(client.post("/api/ask", json=QUESTION).json()["answer"])

    assert "785 人" in figure()
    new = tmp_path / "new.txt"
    text = bundled_plan_path().read_text(encoding="utf-8")
    new.write_text(text.replace("785 人", "786 人"), encoding="utf-8")
    adopt(environment, new, progress=False)
    assert "786 人" in figure()
    revert(environment, progress=False)
    assert "785 人" in figure()

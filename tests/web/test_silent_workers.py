"""A worker that is stopped, or cannot start again: nobody who comes is left waiting."""

from __future__ import annotations

import os
import resource
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection

import httpx
import pytest
from fastapi.testclient import TestClient
from serving import WORKERS, answered, children, listens, serving, until, workers

from assistant.environment import Environment
from assistant.service import Assistant
from web.app import create_app
from web.beats import Beats
from web.feedback_store import FeedbackStore

# By chance none of so many connections is dealt to one worker of three once in 200,000 times.
MANY = 30


def all_are_answered(address: str) -> bool:
    """Whether so many connections that come at once are answered, each of its own."""

    def get(_: int) -> bool:
        connection = HTTPConnection(address.removeprefix("http://"), timeout=60)
        connection.request("GET", "/healthz")
        with closing(connection), connection.getresponse() as response:
            return response.status == 200

    with ThreadPoolExecutor(MANY) as at_once:
        return all(at_once.map(get, range(MANY)))


def ready(address: str) -> str:
    said = httpx.get(f"{address}/readyz", timeout=60).json()
    assert (said["status"] == "ready") == (said["answering"] == said["processes"] == WORKERS)
    return str(said["status"])


def test_a_stopped_worker_is_replaced_and_the_others_take_who_comes_to_it(
    environment: Environment,
) -> None:
    with workers(environment) as (address, _, running):
        until(lambda: ready(address) == "ready")
        before = running()
        stopped = min(before)
        os.kill(stopped, signal.SIGSTOP)
        assert all_are_answered(address)
        told = set()
        while stopped in running():
            told.add(ready(address))
        assert "partly" in told
        until(lambda: ready(address) == "ready")
        assert all_are_answered(address)
        assert len(running() & before) == WORKERS - 1


def test_what_a_worker_leaves_that_cannot_start_again_is_taken_by_the_others(
    environment: Environment,
) -> None:
    with workers(environment) as (address, parent, running):
        until(lambda: ready(address) == "ready")
        before = running()
        _, most = resource.prlimit(parent, resource.RLIMIT_NOFILE, (3, _most_files()))
        os.kill(min(before), signal.SIGKILL)
        assert all_are_answered(address)
        until(lambda: ready(address) == "partly")
        resource.prlimit(parent, resource.RLIMIT_NOFILE, (most, most))
        until(lambda: ready(address) == "ready")
        assert len(running() & before) == WORKERS - 1


def test_where_none_can_start_again_who_comes_is_refused(environment: Environment) -> None:
    with serving(environment, MICHISHIRUBE_WORKERS="2") as (port, process):
        assert answered(f"http://127.0.0.1:{port}/healthz", process) == 200
        until(lambda: len(children(process.pid)) == 2)
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (3, _most_files()))
        for pid in children(process.pid):
            os.kill(pid, signal.SIGKILL)
        _, said = process.communicate(timeout=60)
        assert process.returncode == 1
        assert "no worker can be started" in said
        assert not listens(port)


def _most_files() -> int:
    return resource.getrlimit(resource.RLIMIT_NOFILE)[1]


@pytest.mark.parametrize(
    ("answering", "status", "said"),
    [(4, 200, "ready"), (3, 200, "partly"), (2, 200, "partly"), (1, 503, "not ready")],
)
def test_readiness_is_that_of_all_processes(
    assistant: Assistant, feedback: FeedbackStore, answering: int, status: int, said: str
) -> None:
    beats = Beats(4)
    for place in range(4):
        beats.beat(place)
    while not beats.silent(3) and answering < 4:
        for place in range(answering):
            beats.beat(place)
        beats.listen()
    response = TestClient(create_app(assistant, feedback, beats=beats)).get("/readyz")
    assert response.status_code == status
    assert response.json() == {
        "status": said,
        "passages": 105,
        "processes": 4,
        "answering": answering,
    }


def test_a_process_that_was_never_heard_is_not_there() -> None:
    beats = Beats(2)
    beats.beat(0)
    beats.listen()
    assert (beats.answering(), beats.has_beaten(0), beats.has_beaten(1)) == (1, True, False)
    beats.expect(0)
    assert not beats.has_beaten(0)

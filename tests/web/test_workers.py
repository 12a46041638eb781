"""Several processes at one address: the program itself, some of them killed."""

from __future__ import annotations

import os
import re
import signal
import socket
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest
from serving import WORKERS, answered, children, listens, serving, until, workers

from assistant.environment import Environment
from assistant.plans.many_plans import ManyPlans
from assistant.service import Assistant
from corpus.parse import bundled_plan_path
from web.question_store import QuestionStore


def test_a_killed_worker_is_replaced_and_the_others_answer_meanwhile(
    environment: Environment,
) -> None:
    with workers(environment) as (address, _, running):
        until(lambda: len(running()) == WORKERS)
        before = running()
        killed = min(before)
        os.kill(killed, signal.SIGKILL)
        for _ in range(20):
            asked = httpx.post(f"{address}/api/ask", json={"question": "出生数は?"}, timeout=60)
            assert "785 人" in asked.json()["answer"]
        until(lambda: len(running() - {killed}) == WORKERS)
        assert len(running() & before) == WORKERS - 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_all_end_together(environment: Environment, number: signal.Signals) -> None:
    with workers(environment) as (address, process, running):
        until(lambda: len(running()) == WORKERS)
        pids = running()
        os.kill(process, number)
        until(lambda: not listens(int(address.rpartition(":")[2])))
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))


def test_none_is_left_where_the_first_is_killed(environment: Environment) -> None:
    with serving(environment, MICHISHIRUBE_WORKERS="2") as (port, process):
        assert answered(f"http://127.0.0.1:{port}/healthz", process) == 200
        until(lambda: len(children(process.pid)) == 2)
        pids = children(process.pid)
        process.kill()
        process.communicate(timeout=60)
        until(lambda: not any(is_running(pid) for pid in pids))
        assert not listens(port)


def is_running(pid: int) -> bool:
    """Whether a process lives: one that nobody has waited for may still be told."""
    try:
        said = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return said.rpartition(")")[2].split()[0] != "Z"


def _metrics(address: str) -> str:
    return httpx.get(f"{address}/metrics", timeout=60).text


def _asked(metrics: str) -> float:
    """How many answers were counted."""
    counted = re.search(
        r'^michishirube_requests_total\{method="POST",route="/api/ask",status="2xx"\} (\S+)$',
        metrics,
        re.MULTILINE,
    )
    return float(counted[1]) if counted else 0.0


def test_what_all_of_them_answered_is_counted_and_kept_together(
    environment: Environment, tmp_path: Path
) -> None:
    log = tmp_path / "questions.sqlite"
    settings = {"MICHISHIRUBE_METRICS": "127.0.0.1", "MICHISHIRUBE_QUESTION_LOG": str(log)}
    with workers(environment, **settings) as (address, _, running):
        until(lambda: len(running()) == WORKERS)
        for number in range(30):  # Each by a connection of its own.
            asked = {"question": f"出生数は{number}"}
            assert httpx.post(f"{address}/api/ask", json=asked, timeout=60).status_code == 200
        # A request is counted behind its response.
        until(lambda: _asked(_metrics(address)) == 30)
        os.kill(min(running()), signal.SIGKILL)
        until(lambda: len(running()) == WORKERS)
        shown = _metrics(address)
    assert _asked(shown) == 30
    assert re.search(r"^michishirube_index_built_timestamp_seconds \d", shown, re.MULTILINE)
    assert len(QuestionStore(log, days=30).all()) >= 20  # The killed one may have had some left.


def test_each_takes_up_a_rebuilt_index_and_so_does_who_comes_later(
    environment: Environment, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.txt"
    text = bundled_plan_path().read_text(encoding="utf-8")
    plan.write_text(text, encoding="utf-8")
    own = Environment(index_folder=tmp_path / "index", plan=plan)
    Assistant.build(own, progress=False)

    def figures(address: str) -> set[str]:
        told = set()
        for _ in range(12):
            asked = httpx.post(f"{address}/api/ask", json={"question": "出生数は?"}, timeout=60)
            told |= set(re.findall(r"78\d 人", asked.json()["answer"]))
        return told

    with workers(own, MICHISHIRUBE_PLAN=str(plan)) as (address, _, running):
        until(lambda: len(running()) == WORKERS)
        assert figures(address) == {"785 人"}
        plan.write_text(text.replace("785 人", "786 人"), encoding="utf-8")
        Assistant.build(own, progress=False)
        until(lambda: figures(address) == {"786 人"})
        for pid in running():
            os.kill(pid, signal.SIGKILL)
        until(lambda: len(running()) == WORKERS)
        assert figures(address) == {"786 人"}


def test_each_answers_from_several_plans(of_many: Environment, many: ManyPlans) -> None:
    kept = {"MICHISHIRUBE_PLANS": str(of_many.collection)}
    with workers(of_many, **kept) as (address, _, running):
        until(lambda: len(running()) == WORKERS)
        for _ in range(6):
            for pages in ("kamakura", "all"):
                asked = {"question": "出生数は?"}
                answer = httpx.post(f"{address}/{pages}/api/ask", json=asked, timeout=60).json()
                assert "785 人" in answer["answer"]


def test_an_address_that_is_taken_is_named(environment: Environment) -> None:
    with serving(environment, MICHISHIRUBE_WORKERS="2") as (port, process):
        assert answered(f"http://127.0.0.1:{port}/healthz", process) == 200
        with serving(environment, MICHISHIRUBE_WORKERS="2", PORT=str(port)) as (_, second):
            _, said = second.communicate(timeout=60)
            assert second.returncode == 2
        assert str(port) in said
        assert "already in use" in said


def test_connections_that_come_at_once_are_dealt_out(environment: Environment) -> None:
    with workers(environment) as (address, _, running):
        until(lambda: len(running()) == WORKERS)
        before = {pid: open_sockets(pid) for pid in running()}

        def taken() -> list[int]:
            return [open_sockets(pid) - count for pid, count in before.items()]

        port = int(address.rpartition(":")[2])
        with ExitStack() as held:
            for _ in range(60):
                held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
            # Some are of their own: they open those of a loop, and close those of each other.
            until(lambda: min(taken()) > 6)


def open_sockets(pid: int) -> int:
    count = 0
    for one in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # Closed while they are counted.
            count += one.readlink().name.startswith("socket:")
    return count

"""A disk of temporary files that is full, or that nobody may write to, costs nobody an answer."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest
from full_disk import files
from serving import WORKERS, answered, children, serving, until

from assistant.environment import Environment

# What is mounted there is seen by the program alone, and gone with it.
ALONE = ["unshare", "--mount", "sh", "-c"]
TINY = 'mount -t tmpfs -o size=64k tmpfs "$TMPDIR"'
COUNTING = {"MICHISHIRUBE_METRICS": "127.0.0.1"}
PAGES = ("/", "/plan", "/plan/2-1", "/indicators", "/glossary", "/privacy", "/none", "/find?q=福祉")


def _can_mount(folder: Path) -> bool:
    tried = [*ALONE, TINY]
    try:
        ran = subprocess.run(tried, env={"TMPDIR": str(folder)}, capture_output=True, check=False)
    except OSError:
        return False
    return ran.returncode == 0


@pytest.fixture(params=["full", "unwritable"])
def address(
    request: pytest.FixtureRequest, environment: Environment, tmp_path: Path
) -> Iterator[tuple[str, set[int]]]:
    """The address of the program, and its workers, on such a disk."""
    full = request.param == "full"
    if full and not _can_mount(tmp_path):
        pytest.skip("a full disk left out: only root may mount one (an unwritable one is tried)")
    before = [*ALONE, f'{TINY} && exec "$@"', "sh"] if full else []
    settings = {**COUNTING, "TMPDIR": str(tmp_path), "MICHISHIRUBE_WORKERS": str(WORKERS)}
    with ExitStack() as opened:
        with ExitStack() as starting:
            if not full:
                starting.enter_context(files(tmp_path, 0))
            port, process = opened.enter_context(serving(environment, before, **settings))
        assert answered(f"http://127.0.0.1:{port}/healthz", process) == 200
        until(lambda: len(children(process.pid)) == WORKERS)
        if full:
            _fill(Path(f"/proc/{process.pid}/root") / tmp_path.relative_to("/"))
        yield f"http://127.0.0.1:{port}", children(process.pid)
        assert process.poll() is None


def _fill(folder: Path) -> None:
    with suppress(OSError), (folder / "full").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(1024))


def test_every_question_is_answered_and_counted_by_the_same_processes(
    address: tuple[str, set[int]],
) -> None:
    at, before = address
    for _ in range(4):  # Each by a connection of its own.
        for page in PAGES:
            assert httpx.get(f"{at}{page}", timeout=60).status_code == 200 + 204 * (page == "/none")
        asked = {"question": "出生数は?"}
        assert "785 人" in httpx.post(f"{at}/api/ask", json=asked, timeout=60).json()["answer"]
    counted = 'michishirube_requests_total{method="POST",route="/api/ask",status="2xx"} 4.0'
    until(lambda: counted in httpx.get(f"{at}/metrics", timeout=60).text)
    assert {pid for pid in before if Path(f"/proc/{pid}").exists()} == before


def test_nothing_is_counted_where_nobody_may_read_it(
    environment: Environment, tmp_path: Path
) -> None:
    settings = {"TMPDIR": str(tmp_path), "MICHISHIRUBE_WORKERS": "2"}
    with serving(environment, **settings) as (port, process):
        assert answered(f"http://127.0.0.1:{port}/plan", process) == 200
        assert answered(f"http://127.0.0.1:{port}/metrics", process) == 404
        assert list(tmp_path.iterdir()) == []

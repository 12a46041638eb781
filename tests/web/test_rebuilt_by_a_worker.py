"""An index that one of several workers has built anew: each tells how it goes, and takes it up."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from serving import WORKERS, children, until, workers

from assistant.environment import Environment
from assistant.plans.opening import build_store, open_store
from assistant.service import Assistant
from corpus.parse import bundled_plan_path
from web.staff.password import write_password

PASSWORD = "かまくらの 道しるべ 2026"  # noqa: S105 - of the tests alone
RUNNING, DONE, FAILED = "作り直しています", "作り直しました", "作り直せませんでした"


@dataclass(frozen=True)
class Served:
    """What is served: `environment` has an index of the plan in the file `plan`.

    Who holds the folder `writes` lets nobody write the index.
    """

    environment: Environment
    plan: Path
    writes: Path
    settings: dict[str, str]

    @contextmanager
    def held(self) -> Iterator[None]:
        """No index is written while the block runs."""
        place = os.open(self.writes, os.O_RDONLY)
        fcntl.flock(place, fcntl.LOCK_EX)
        try:
            yield
        finally:
            os.close(place)


@pytest.fixture(params=["one", "many"])
def served(request: pytest.FixtureRequest, tmp_path: Path, of_many: Environment) -> Served:
    """A plan alone, or two of them."""
    staff = tmp_path / "staff.json"
    write_password(staff, PASSWORD)
    settings = {"MICHISHIRUBE_STAFF_FILE": str(staff)}
    if request.param == "one":
        plan = tmp_path / "plan.txt"
        shutil.copy(bundled_plan_path(), plan)
        own = Environment(tmp_path / "built" / "index", plan=plan)
        Assistant.build(own, progress=False)
        return Served(
            own, plan, own.index_folder.parent, {**settings, "MICHISHIRUBE_PLAN": str(plan)}
        )
    assert of_many.collection is not None
    plans = tmp_path / "plans"
    shutil.copytree(of_many.collection, plans)
    own = Environment(tmp_path / "built" / "index", collection=plans)
    build_store(own, open_store(own), progress=False)
    settings["MICHISHIRUBE_PLANS"] = str(plans)
    return Served(own, plans / "kamakura" / "plan.txt", own.store, settings)


class Workers:
    """The workers at an `address`, each of which is asked by itself by one of the staff."""

    def __init__(self, address: str, running: Callable[[], set[int]]) -> None:
        self.address = address
        self.running = running
        with httpx.Client(base_url=address, timeout=60) as http:
            form = {"token": _token(http.get("/staff/sign-in").text), "password": PASSWORD}
            assert http.post("/staff/sign-in", data=form).status_code == 303
            self._cookies = dict(http.cookies)

    def each(self, ask: Callable[[httpx.Client], str]) -> set[str]:
        """What each of them says to `ask`: connections are made until every one has had one."""
        said: dict[int, str] = {}

        def all_have() -> bool:
            with httpx.Client(
                base_url=self.address, timeout=60, cookies=self._cookies
            ) as connection:
                first = connection.get("/healthz")
                stream = first.extensions["network_stream"]
                taken_by = _who_has(stream.get_extra_info("client_addr")[1], self.running())
                if taken_by:
                    said[taken_by] = ask(connection)
            return self.running() <= set(said)

        until(all_have)
        return {one for pid, one in said.items() if pid in self.running()}

    def say(self, state: str) -> bool:
        """Whether each of them says so of the last rebuild."""
        return all(state in said for said in self.each(_state))

    def rebuild(self) -> None:
        """Press the button, at each of them."""

        def press(http: httpx.Client) -> str:
            form = {"token": _token(http.get("/staff").text)}
            return str(http.post("/staff/rebuild", data=form).status_code)

        assert self.each(press) == {"303"}

    def figures(self) -> set[str]:
        """The figure in the answer of each of them."""

        def figure(http: httpx.Client) -> str:
            answer = http.post("/api/ask", json={"question": "出生数は?"}).json()["answer"]
            return re.findall(r"78\d 人", answer)[0]

        return self.each(figure)

    def builds(self) -> dict[int, int]:
        """The processes that build an index, and the workers that started them."""
        return {
            child: pid
            for pid in self.running()
            for child in children(pid)
            if b"index\0build" in _command(child)
        }


def _command(pid: int) -> bytes:
    with suppress(FileNotFoundError, ProcessLookupError):  # It has just ended.
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def _token(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def _state(http: httpx.Client) -> str:
    """What the page says of the last rebuild."""
    return http.get("/staff").text.rpartition('<p role="status">')[2].partition("</p>")[0]


def _who_has(port: int, pids: set[int]) -> int | None:
    """Which process has the server's end of the connection from a port of this machine."""
    rows = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    inodes = {row.split()[9] for row in rows if row.split()[2].endswith(f":{port:04X}")}
    for pid in pids:
        with suppress(FileNotFoundError):  # Of a socket that is closed meanwhile.
            for one in Path(f"/proc/{pid}/fd").iterdir():
                if one.readlink().name.strip("socket:[]") in inodes:
                    return pid
    return None


def test_a_rebuild_that_one_runs_is_told_and_taken_up_by_each(served: Served) -> None:
    with workers(served.environment, **served.settings) as (address, _, running):
        until(lambda: len(running()) == WORKERS)
        all_of_them = Workers(address, running)
        assert all_of_them.figures() == {"785 人"}
        text = served.plan.read_text(encoding="utf-8")
        served.plan.write_text(text.replace("785 人", "786 人"), encoding="utf-8")
        with served.held():
            all_of_them.rebuild()
            # Whoever was asked first runs it; the others start none beside it.
            until(lambda: len(all_of_them.builds()) == 1)
            assert all_of_them.say(RUNNING)
            assert all_of_them.figures() == {"785 人"}
            assert len(all_of_them.builds()) == 1
        until(lambda: all_of_them.say(DONE))
        until(lambda: all_of_them.figures() == {"786 人"})


@pytest.mark.parametrize("served", ["many"], indirect=True)
def test_a_rebuild_whose_worker_is_killed_has_failed_and_can_be_started_again(
    served: Served,
) -> None:
    with workers(served.environment, **served.settings) as (address, _, running):
        until(lambda: len(running()) == WORKERS)
        all_of_them = Workers(address, running)
        with served.held():
            all_of_them.rebuild()
            until(lambda: len(all_of_them.builds()) == 1)
            ((build, worker),) = all_of_them.builds().items()
            os.kill(worker, signal.SIGKILL)
            os.kill(build, signal.SIGKILL)
            until(lambda: len(running() - {worker}) == WORKERS)
            until(lambda: all_of_them.say(FAILED))
        all_of_them.rebuild()
        until(lambda: all_of_them.say(DONE))

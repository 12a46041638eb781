"""What the tests share: the real plan, and an assistant over an index built once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from postgres_server import Server, running_server

from assistant.environment import Environment
from assistant.plans.many_plans import ManyPlans
from assistant.plans.models import Models
from assistant.plans.opening import build_store, open_store
from assistant.service import Assistant
from corpus.parse import bundled_plan_path, read_plan
from corpus.plan import Plan

settings.register_profile(
    "michishirube",
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("michishirube")


@pytest.fixture(scope="session")
def plan() -> Plan:
    """The bundled plan."""
    return read_plan(bundled_plan_path())


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment whose index has been built from the bundled plan and model."""
    environment = Environment(index_folder=tmp_path_factory.mktemp("index") / "index")
    Assistant.build(environment, progress=False)
    return environment


@pytest.fixture(scope="session")
def assistant(environment: Environment) -> Assistant:
    """The assistant over the bundled plan."""
    return Assistant.open(environment)


@pytest.fixture(scope="session")
def of_many(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment with two plans: the bundled one, and a short one of another city."""
    place = tmp_path_factory.mktemp("many")
    bundled = bundled_plan_path().parent
    shutil.copytree(bundled, place / "plans" / bundled.name)
    other = place / "plans" / "midori"
    other.mkdir()
    shutil.copy(Path(__file__).parent / "data" / "two_chapters.txt", other / "plan.txt")
    about = 'city = "緑市"\ncity_en = "Midori City"\nperiod = "2026–2030"\n'
    (other / "about.toml").write_text(about, encoding="utf-8")
    return Environment(place / "index", collection=place / "plans")


@pytest.fixture(scope="session")
def many(of_many: Environment) -> ManyPlans:
    """The two plans, opened."""
    store = open_store(of_many)
    build_store(of_many, store, progress=False)
    return ManyPlans.open(store, Models.open())


@pytest.fixture(scope="session")
def of_many_variables(of_many: Environment) -> dict[str, str]:
    """The same as variables of a process."""
    return {
        **os.environ,
        "MICHISHIRUBE_INDEX": str(of_many.index_folder),
        "MICHISHIRUBE_PLANS": str(of_many.collection),
    }


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server with pgvector."""
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def lines_of() -> Callable[..., list[str]]:
    """Run a script of the tests with paths, in one thread; return the lines that it writes."""
    tests = Path(__file__).parent

    def run(script: Path, *paths: Path) -> list[str]:
        ran = subprocess.run(
            [sys.executable, str(script), *map(str, paths)],
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
            env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": f"{tests.parent}:{tests}"},
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.splitlines()

    return run

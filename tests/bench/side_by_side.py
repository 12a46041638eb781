"""The same retrieval work done by ours and by what people would pick instead.

Each way runs in a process of its own with one thread, over the same passages and questions. One
that cannot be installed or fails is reported as such, and the others go on.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.environment import NotInstalledError, python_with, versions
from bench.figures import Told, figures_of
from bench.of_plan import gold, write_crowd, write_plan, write_views
from bench.ways import ALTERNATIVES, OURS, SAME_WORK, SHARED, Way

FOLDER = Path("var") / "bench"
ENVIRONMENT = Path("var") / "bench-env"
MANY = 100_000
_LONGEST_S = 1800
_ALONE = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "LANGSMITH_TRACING": "false",
}


def measure_plan() -> dict[str, Any]:
    """Ours and the alternatives over this plan's own passages, then over all views of them."""
    ways = (SHARED, SAME_WORK, *OURS, *ALTERNATIVES)
    return {
        "the plan's own passages": beside(FOLDER / "plan", write_plan, ways),
        "every text that we index of it": beside(FOLDER / "views", write_views, ways),
    }


def measure_many(count: int = MANY) -> dict[str, Any]:
    """The same over `count` passages: the plan's own among others that are made up."""

    def write(folder: Path) -> int:
        return write_crowd(folder, count)

    return {
        f"{count:,} passages": beside(FOLDER / "crowd", write, (SHARED, SAME_WORK, *ALTERNATIVES))
    }


def beside(
    folder: Path,
    write: Callable[[Path], int],
    ways: Sequence[Way],
    environment: Path = ENVIRONMENT,
) -> dict[str, Any]:
    """Have the work written into `folder`, put `ways` to it, and remove it."""
    texts = write(folder)
    told: dict[str, Told] = {}
    rows: dict[str, dict[str, Any]] = {}
    for way in ways:
        rows[way.name] = {"does": way.does}
        try:
            python = _python(way, environment)
            told[way.name] = _run(python, way, folder)
            rows[way.name]["versions"] = _versions(python, way)
        except NotInstalledError as error:
            rows[way.name]["failed"] = f"not installed: {error}"
        except (subprocess.SubprocessError, json.JSONDecodeError) as error:
            rows[way.name]["failed"] = str(error)
    shutil.rmtree(folder)
    for name, figures in figures_of(told, gold()).items():
        rows[name] |= asdict(figures)
    return {"texts": texts, "ways": rows}


def _python(way: Way, environment: Path) -> Path:
    """The Python that a way runs in. Raises NotInstalledError."""
    if way.command and not shutil.which(way.command):
        raise NotInstalledError(f"there is no command {way.command}")
    if way.requirements:
        return python_with(way.requirements, environment)
    return Path(sys.executable)


def _versions(python: Path, way: Way) -> dict[str, str]:
    if not way.command:
        return versions(python, way.packages)
    said = subprocess.run([way.command, "--version"], check=True, capture_output=True, text=True)
    return {way.command: said.stdout.split()[1]}


def _run(python: Path, way: Way, folder: Path) -> Told:
    """Time a way in a process. Raises SubprocessError with the last line that it said."""
    tests = Path(__file__).parents[1]
    variables = {**os.environ, **_ALONE, "PYTHONPATH": f"{tests.parent}:{tests}"}
    ran = subprocess.run(
        [str(python), "-W", "ignore", "-m", "bench.run_search", way.function, str(folder)],
        capture_output=True,
        text=True,
        timeout=_LONGEST_S,
        check=False,
        env=variables,
    )
    if ran.returncode != 0:
        said = " ".join(ran.stderr.strip().splitlines()[-1:])
        raise subprocess.SubprocessError(f"it ended with status {ran.returncode}: {said}")
    return Told(**json.loads(ran.stdout.splitlines()[-1]))

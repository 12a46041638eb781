"""The same retrieval work done by ours and by what people would pick instead.

Each way runs in a process of its own with one thread, over the same passages and questions. One
that cannot be installed or fails is reported as such, and the others go on.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.environment import NotInstalledError, python_with, versions
from bench.of_plan import gold, write_crowd, write_plan, write_views
from bench.ways import ALTERNATIVES, OURS, SAME_WORK, SHARED, Way

FOLDER = Path("var") / "bench"
ENVIRONMENT = Path("var") / "bench-env"
MANY = 100_000
_LONGEST_S = 1800
_CUTOFF = 5
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
    rows = {way.name: {"does": way.does, **_row(way, folder, environment)} for way in ways}
    shutil.rmtree(folder)
    return {"texts": texts, "ways": with_ratios(rows)}


def with_ratios(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Add to each row of others how many times faster ours is, by answers a second and by medians.

    The first is what a server feels; the second bears a busy machine better.
    """
    ours = {name: row for name, row in rows.items() if name.startswith("ours") and "per_s" in row}
    return {
        name: row
        if "failed" in row or name in ours
        else {**row, "ours_to_one": {one: _ratios(of_ours, row) for one, of_ours in ours.items()}}
        for name, row in rows.items()
    }


def _ratios(ours: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, float]:
    return {
        "per_s": round(ours["per_s"] / other["per_s"], 2),
        "median": round(other["median_ms"] / ours["median_ms"], 2),
    }


def _row(way: Way, folder: Path, environment: Path) -> dict[str, Any]:
    if way.command and not shutil.which(way.command):
        return {"failed": f"there is no command {way.command}"}
    try:
        python = Path(sys.executable)
        if way.requirements:
            python = python_with(way.requirements, environment)
        told = _run(python, way, folder)
        return {**summary(told, gold()), "versions": _versions(python, way)}
    except NotInstalledError as error:
        return {"failed": f"cannot be installed: {error}"}
    except (subprocess.SubprocessError, json.JSONDecodeError) as error:
        return {"failed": str(error)}


def _versions(python: Path, way: Way) -> dict[str, str]:
    if not way.command:
        return versions(python, way.packages)
    said = subprocess.run([way.command, "--version"], check=True, capture_output=True, text=True)
    return {way.command: said.stdout.split()[1]}


def _run(python: Path, way: Way, folder: Path) -> dict[str, Any]:
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
        raise subprocess.SubprocessError(" ".join(ran.stderr.strip().splitlines()[-1:]))
    told: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return told


def summary(told: Mapping[str, Any], gold: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The figures of a way: times in ms with the spread of the rounds' medians, and what it found.

    `recall_at_5` is the share of the questions with a right passage among the first five.
    """
    rounds: list[list[float]] = told["rounds_ms"]
    times = [one for times in rounds for one in times]
    medians = [statistics.median(times) for times in rounds]
    finds = any(told["found"].values())
    judged = [question for question in told["found"] if finds and question in gold]
    right = sum(bool({*told["found"][one][:_CUTOFF]} & {*gold[one]}) for one in judged)
    return {
        "questions": len(told["found"]),
        "rounds": len(rounds),
        "median_ms": round(statistics.median(times), 3),
        "medians_ms": [round(min(medians), 3), round(max(medians), 3)],
        "p99_ms": round(statistics.quantiles(times, n=100)[98], 3),
        "per_s": round(1000 / statistics.fmean(times), 2),
        "recall_at_5": round(right / len(judged), 3) if judged else None,
        "judged": len(judged),
        "import_s": told["import_s"],
        "ready_s": told["ready_s"],
        "peak_mib": told["peak_mib"],
    }

"""One way of finding, timed in a process of its own: `python -m bench.run_search WAY FOLDER`.

Prints JSON on its last line. Questions are put one after another, each `ROUNDS` times, after the
warming ones; after `LONGEST_S` no further one is put.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROUNDS = 3
LONGEST_S = 60.0
_FOUND = 10


def peak_mib() -> float:
    """The most memory that this process and its children held at once, each, in MiB (Linux)."""
    own = Path("/proc/self")
    children = (own / "task" / own.resolve().name / "children").read_text(encoding="utf-8").split()
    held = 0
    for process in (own, *(Path("/proc") / child for child in children)):
        lines = (process / "status").read_text(encoding="utf-8").splitlines()
        held += next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    return round(held / 1024, 1)


def distinct(ids: list[str]) -> list[str]:
    """The passages that texts stand for (`ID` or `ID NUMBER`), each once, the ten best."""
    return list(dict.fromkeys(one.partition(" ")[0] for one in ids))[:_FOUND]


def timed(way: str, folder: Path) -> dict[str, Any]:
    """Import, make ready and time the way of finding named `module:function`."""
    module, function = way.split(":")
    started = time.perf_counter()
    opening: Callable[..., Callable[[str], Any]] = getattr(
        importlib.import_module(module), function
    )
    imported = time.perf_counter() - started

    from bench.work_files import read_asked, read_work

    work, asked = read_work(folder), read_asked(folder)
    started = time.perf_counter()
    search = opening(work)
    ready = time.perf_counter() - started
    for question in asked.warming:
        search(question)
    found: dict[str, list[str]] = {}
    rounds: list[list[float]] = []
    end = time.perf_counter() + LONGEST_S
    for _ in range(ROUNDS):
        times: list[float] = []
        for question in asked.timed:
            if time.perf_counter() > end:
                break
            started = time.perf_counter()
            ids = search(question)
            times.append((time.perf_counter() - started) * 1000)
            found.setdefault(question, distinct(list(ids)))
        if len(times) > 1:
            rounds.append(times)
    if not rounds:
        raise TimeoutError(f"it answered fewer than two questions in {LONGEST_S:g} s")
    return {
        "import_s": round(imported, 3),
        "ready_s": round(ready, 3),
        "rounds_ms": rounds,
        "found": found,
        "peak_mib": peak_mib(),
    }


if __name__ == "__main__":
    report = timed(sys.argv[1], Path(sys.argv[2]))
    print(json.dumps(report, ensure_ascii=False))

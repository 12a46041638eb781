"""The machine that figures were measured on, and the versions of what was measured."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

COUNTED = 1_000_000
PACKAGES = ("faiss-cpu", "numpy", "fugashi", "fastapi", "uvicorn", "tantivy")


def machine() -> dict[str, Any]:
    """Return processor, cores, memory in GiB, system, versions, the day, the load before it.

    And the pace of a core: the ms that Python takes to count to a million. A core that is lent may
    be twice as slow on another day.
    """
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES} | {"SQLite": sqlite3.sqlite_version},
        "day": datetime.now(UTC).date().isoformat(),
        "load_before": round(os.getloadavg()[0], 2),
        "pace_ms": _pace(),
    }


def _pace() -> float:
    times = []
    for _ in range(9):
        started = time.perf_counter()
        for _ in range(COUNTED):
            pass
        times.append((time.perf_counter() - started) * 1000)
    return round(statistics.median(times), 1)


def _processor() -> str:
    """The processor's name and family: Linux's own, elsewhere what Python knows."""
    told = Path("/proc/cpuinfo")
    if not told.exists():
        return platform.processor()
    lines = (line.split(":", 1) for line in told.read_text("utf-8").splitlines() if ":" in line)
    fields = {name.strip(): value.strip() for name, value in lines}
    numbers = [fields.get(name) for name in ("cpu family", "model") if name in fields]
    family = f" (family {', model '.join(map(str, numbers))})" if numbers else ""
    return f"{fields.get('model name', platform.machine())}{family}"

"""Time of an answer beside the time of what people would search with instead, in one run.

Writes `var/bench.json`; run by `make bench`. Quote the ratios: machines are noisy.
"""

from __future__ import annotations

import json
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from alternatives.sqlite_trigrams import sqlite_trigrams

from assistant.environment import Environment
from assistant.evaluation import DEFAULT_QUESTIONS, read_questions
from assistant.opening import open_or_build

REPORT = Path("var") / "bench.json"
ROUNDS = 5


def medians(work: Callable[[str], object], questions: Sequence[str]) -> dict[str, float]:
    """Run `work` over the questions; return the median and the 99th percentile in ms."""
    times = []
    for _ in range(ROUNDS):
        for question in questions:
            started = time.perf_counter()
            work(question)
            times.append((time.perf_counter() - started) * 1000)
    cuts = statistics.quantiles(times, n=100)
    return {"median_ms": round(statistics.median(times), 3), "p99_ms": round(cuts[98], 3)}


def main() -> None:
    """Measure, print and write."""
    started = time.perf_counter()
    assistant = open_or_build(Environment())
    opened = time.perf_counter() - started
    graded = read_questions(DEFAULT_QUESTIONS)
    questions = [one.asking.question for one in graded if one.half == "checking"]
    report = {
        "machine": platform.platform(),
        "python": platform.python_version(),
        "questions": len(questions),
        "open_s": round(opened, 2),
        "answer": medians(assistant.ask, questions),
        "retrieval": medians(assistant.search, questions),
        "SQLite FTS5 trigram": medians(sqlite_trigrams(assistant.plan), questions),
    }
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()

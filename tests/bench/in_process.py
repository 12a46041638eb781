"""A question answered in process: the time of an answer, and of what is part of it."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

from assistant.cli.evaluation import DEFAULT_QUESTIONS, Graded, read_questions
from assistant.environment import Environment
from assistant.plans.opening import open_or_build
from assistant.service import Assistant
from assistant.understanding.decoding import candidates
from index.once import one_question
from index.threads import one_thread_each

# What else runs on the machine makes one take longer; of several times the least is the program's.
ROUNDS = 3


def measure_in_process() -> dict[str, Any]:
    """Return the times over the checking half of our questions, one after another, in ms."""
    one_thread_each()
    assistant = open_or_build(Environment())
    questions = [one for one in read_questions(DEFAULT_QUESTIONS) if one.half == "checking"]
    alone = [one for one in questions if not one.asking.history]
    later = [one for one in questions if one.asking.history]
    return {
        "answers": _figures(questions, lambda one: _ask(assistant, one)),
        "answers_without_turns_before": _figures(alone, lambda one: _ask(assistant, one)),
        "answers_with_turns_before": _figures(later, lambda one: _ask(assistant, one)),
        "understanding": _figures(alone, lambda one: _read(assistant, one)),
        "retrieval": _figures(alone, lambda one: _search(assistant, one)),
    }


def _ask(assistant: Assistant, question: Graded) -> None:
    asking = question.asking
    assistant.ask(asking.question, asking.history, asking.lang, asking.style)


def _read(assistant: Assistant, question: Graded) -> None:
    """Read a question into the queries that it may mean: entities, heads, decoding."""
    with one_question():
        candidates(assistant.reader.read(question.asking.question), assistant.plan)


def _search(assistant: Assistant, question: Graded) -> None:
    with one_question():
        assistant.index.search(question.asking.question, len(assistant.plan.passages))


def _figures(questions: Sequence[Graded], work: Callable[[Graded], None]) -> dict[str, Any]:
    """The median and 99th percentile of the first times, and of the least of each question."""
    first: list[float] = []
    least: list[float] = []
    for question in questions:
        times = [_time(question, work) for _ in range(ROUNDS)]
        first.append(times[0])
        least.append(min(times))
    return {"questions": len(questions), "first": _spread(first), "least": _spread(least)}


def _time(question: Graded, work: Callable[[Graded], None]) -> float:
    started = time.perf_counter()
    work(question)
    return (time.perf_counter() - started) * 1000


def _spread(times: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(times, n=100)
    return {
        "mean_ms": round(statistics.mean(times), 2),
        "p50_ms": round(statistics.median(times), 2),
        "p99_ms": round(cuts[98], 2),
    }


if __name__ == "__main__":
    print(json.dumps(measure_in_process(), indent=1))

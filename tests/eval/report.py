"""`make eval`: our question set put to the assistant and to other ways of finding, in one table.

Prints Markdown and writes `var/eval.json`. The interval after a figure is the middle 95 % of 1,000
bootstrap samples of the questions (Efron 1979).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from eval.systems import DEPTH, systems

from assistant.cli.evaluation import (
    DEFAULT_QUESTIONS,
    MEASURES,
    REPORT,
    Graded,
    Outcome,
    as_json,
    read_questions,
    score,
)
from assistant.environment import Environment
from assistant.plans.opening import open_or_build

SAMPLES = 1000
CUTOFF = 5
Ranks = Mapping[str | int | None, int | None]
Group = Callable[[Graded], bool]


def main() -> None:
    """Ask, score, print and write."""
    started = time.perf_counter()
    assistant = open_or_build(Environment())
    questions = read_questions(DEFAULT_QUESTIONS)
    held = [one for one in questions if one.gold and one.half == "checking"]
    ranks = {
        name: {one.asking.id: rank(find(one), one) for one in held}
        for name, find in systems(assistant).items()
    }
    outcomes = [score(one, assistant) for one in questions]
    found = retrieval_table(ranks, held)
    answered = answer_table(outcomes)
    print_table("Finding, checking half: Recall@5 / MRR@10", found)
    print_table("Answering", answered)
    report = {"finding": found, "answering": answered, "questions": [as_json(o) for o in outcomes]}
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"\n{len(questions)} questions, {time.perf_counter() - started:.0f} s")


def rank(ids: Sequence[str], one: Graded) -> int | None:
    """Return the place of the first gold passage among the ten best, from 1."""
    places = [place for place, found in enumerate(ids[:DEPTH], 1) if found in one.gold]
    return places[0] if places else None


def groups(questions: Sequence[Graded]) -> dict[str, Group]:
    """Return the groups of a table: all, by language, by kind."""
    found: dict[str, Group] = {"all": lambda one: True}
    for lang in sorted({one.lang for one in questions}):
        found[lang] = lambda one, lang=lang: one.lang == lang  # type: ignore[misc]
    for kind in sorted({one.kind for one in questions}):
        found[kind] = lambda one, kind=kind: one.kind == kind  # type: ignore[misc]
    return found


def retrieval_table(
    ranks: Mapping[str, Ranks], held: Sequence[Graded]
) -> dict[str, dict[str, str]]:
    """Return Recall@5 / MRR@10 of each system by group, over the questions `held`."""
    table: dict[str, dict[str, str]] = {}
    for group, belongs in groups(held).items():
        chosen = [one.asking.id for one in held if belongs(one)]
        table[f"{group} ({len(chosen)})"] = {
            name: _recall_and_mrr([of[key] for key in chosen]) for name, of in ranks.items()
        }
    return table


def _recall_and_mrr(places: Sequence[int | None]) -> str:
    recall = [float(place is not None and place <= CUTOFF) for place in places]
    reciprocal = [1 / place if place else 0.0 for place in places]
    return f"{with_interval(recall)} / {with_interval(reciprocal)}"


def with_interval(values: Sequence[float]) -> str:
    """Return the mean of `values` and its bootstrap interval: .921 (.88 to .96)."""
    sample = np.asarray(values)
    drawn = np.random.default_rng(0).integers(len(sample), size=(SAMPLES, len(sample)))
    low, high = np.percentile(sample[drawn].mean(axis=1), [2.5, 97.5])
    return f"{sample.mean():.3f} ({low:.2f} to {high:.2f})"


def answer_table(outcomes: Sequence[Outcome]) -> dict[str, dict[str, str]]:
    """Return each measure of the answers by half and group."""
    table: dict[str, dict[str, str]] = {}
    for half in ("checking", "tuning"):
        of_half = [one for one in outcomes if one.question.half == half]
        for group, belongs in groups([one.question for one in of_half]).items():
            chosen = [one for one in of_half if belongs(one.question)]
            cells = {}
            for measure, label in MEASURES:
                values = [v for one in chosen if (v := getattr(one, measure)) is not None]
                cells[label] = with_interval(values) if values else "–"
            cells["not understood"] = with_interval([not one.answer.understood for one in chosen])
            table[f"{half} {group} ({len(chosen)})"] = cells
    return table


def print_table(title: str, table: Mapping[str, Mapping[str, str]]) -> None:
    """Print a table in Markdown."""
    heads = list(next(iter(table.values())))
    print(f"\n## {title}\n")
    print("| | " + " | ".join(heads) + " |")
    print("| --- |" + " --- |" * len(heads))
    for row, cells in table.items():
        print(f"| {row} | " + " | ".join(cells.values()) + " |")


if __name__ == "__main__":
    main()

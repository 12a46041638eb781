"""Answers scored against a question set: what is found, what is exact, what is refused rightly."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from assistant.cli.batch import Asking, read_asking
from assistant.errors import BatchFormatError
from assistant.service import Assistant

DEFAULT_QUESTIONS = Path("tests") / "eval" / "questions.jsonl"
REPORT = Path("var") / "eval.json"
_CUTOFF = 5
_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Graded:
    """A question with what a right answer to it holds."""

    asking: Asking
    kind: str
    lang: str
    half: str
    answerable: bool
    gold: tuple[str, ...]
    complete: tuple[str, ...]
    figures: tuple[str, ...]
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question; None where a measure does not apply to it."""

    question: Graded
    answer: Answer
    found: float | None
    reciprocal_rank: float | None
    cited: float | None
    complete: float | None
    exact: float | None
    linked: float | None
    refused_rightly: float | None
    refused_wrongly: float | None


MEASURES = (
    ("found", "Recall@5"),
    ("reciprocal_rank", "MRR@10"),
    ("cited", "gold cited"),
    ("complete", "complete"),
    ("exact", "figures exact"),
    ("linked", "indicators"),
    ("refused_rightly", "right refusals"),
    ("refused_wrongly", "wrong refusals"),
)


def evaluate(assistant: Assistant, file: Path) -> None:
    """Score the questions of `file`, print a table and write `var/eval.json`."""
    outcomes = [score(question, assistant) for question in read_questions(file)]
    table = summary(outcomes)
    print_table(table)
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    report = {"table": table, "questions": [as_json(outcome) for outcome in outcomes]}
    REPORT.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


def read_questions(file: Path) -> tuple[Graded, ...]:
    """Read a question set; BatchFormatError names the line that cannot be used."""
    graded = []
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip():
            try:
                fields: dict[str, Any] = json.loads(line)
                asking = read_asking(fields, file.name, number)
                graded.append(
                    Graded(
                        asking=asking,
                        kind=fields["kind"],
                        lang=fields["lang"],
                        half=fields["half"],
                        answerable=fields["answerable"],
                        gold=tuple(fields["gold"]),
                        complete=tuple(fields["all"]),
                        figures=tuple(fields["figures"]),
                        indicators=tuple(fields["indicators"]),
                    )
                )
            except (ValueError, KeyError) as error:
                raise BatchFormatError(file.name, number, f"no question: {error!r}") from error
    return tuple(graded)


def score(question: Graded, assistant: Assistant) -> Outcome:
    """Ask one question and compare its answer with what a right one holds."""
    asking = question.asking
    answer = assistant.ask(asking.question, asking.history, asking.lang, asking.style)
    ranked = [one.passage.id for one in answer.retrieved[:_DEPTH]]
    ranks = [rank for rank, passage_id in enumerate(ranked, 1) if passage_id in question.gold]
    cited = {citation.passage.id for citation in answer.citations}
    linked = {link.indicator.passage.id for link in answer.indicators}
    held = question.answerable and bool(question.gold)
    return Outcome(
        question=question,
        answer=answer,
        found=_share(held, bool(ranks) and ranks[0] <= _CUTOFF),
        reciprocal_rank=(1 / ranks[0] if ranks else 0.0) if held else None,
        cited=_share(held, bool(cited & set(question.gold))),
        complete=_share(bool(question.complete), set(question.complete) <= cited),
        exact=_share(bool(question.figures), all(f in answer.text for f in question.figures)),
        linked=_share(bool(question.indicators), set(question.indicators) <= linked | cited),
        refused_rightly=_share(not question.answerable, not answer.answerable),
        refused_wrongly=_share(question.answerable, not answer.answerable),
    )


def _share(applies: bool, holds: bool) -> float | None:
    return float(holds) if applies else None


def summary(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float | int | None]]:
    """Return the means of each measure over all, by half, language and kind."""
    groups: dict[str, Callable[[Outcome], bool]] = {"all": lambda one: True}
    for half in _distinct(one.question.half for one in outcomes):
        groups[half] = lambda one, half=half: one.question.half == half  # type: ignore[misc]
        for lang in _distinct(one.question.lang for one in outcomes):
            groups[f"{half} {lang}"] = lambda one, half=half, lang=lang: (  # type: ignore[misc]
                one.question.half == half and one.question.lang == lang
            )
        for kind in _distinct(one.question.kind for one in outcomes):
            groups[f"{half} {kind}"] = lambda one, half=half, kind=kind: (  # type: ignore[misc]
                one.question.half == half and one.question.kind == kind
            )
    members = {name: [one for one in outcomes if of(one)] for name, of in groups.items()}
    return {name: _means(group) for name, group in members.items() if group}


def _means(outcomes: Sequence[Outcome]) -> dict[str, float | int | None]:
    row: dict[str, float | int | None] = {"questions": len(outcomes)}
    for measure, _ in MEASURES:
        values = [v for one in outcomes if (v := getattr(one, measure)) is not None]
        row[measure] = round(statistics.fmean(values), 4) if values else None
    lengths = [len(one.answer.text) for one in outcomes if one.answer.intent.value == "passage"]
    row["median_length"] = int(statistics.median(lengths)) if lengths else None
    row["median_ms"] = round(statistics.median(one.answer.took_ms for one in outcomes), 2)
    return row


def print_table(table: dict[str, dict[str, float | int | None]]) -> None:
    """Print one line a group."""
    heads = ["questions", *(label for _, label in MEASURES), "length", "ms"]
    print(f"{'':24}" + "".join(f"{head:>15}" for head in heads))
    for name, row in table.items():
        cells = ["-" if value is None else f"{value:g}" for value in row.values()]
        print(f"{name:24}" + "".join(f"{cell:>15}" for cell in cells))


def _distinct(values: Iterable[str]) -> list[str]:
    return sorted(set(values))


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as it stands in the report."""
    answer = outcome.answer
    return {
        "id": outcome.question.asking.id,
        "half": outcome.question.half,
        "intent": answer.intent.value,
        "answerable": answer.answerable,
        "retrieved": [one.passage.id for one in answer.retrieved[:_DEPTH]],
        "citations": [citation.passage.id for citation in answer.citations],
        **{measure: getattr(outcome, measure) for measure, _ in MEASURES},
    }

"""Questions to learn from: the tuning half of the evaluation, and those of `calibration.jsonl`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.understanding.query import COURTESIES, Act

EVALUATION = Path("tests") / "eval"
# Those that lean on a conversation, or ask nothing of the plan.
_LEFT_OUT = frozenset({"smalltalk", "followup"})
LIST = "list"
# What asks nothing of the plan.
_TALK = {act.value for act in (*COURTESIES, Act.HELP_LINE, Act.UNKNOWN)}


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the passages each of which answers it, and whether the whole plan does.

    `gold` is None where the passages are not known; of a list it is what belongs to it.
    """

    id: str
    text: str
    lang: str
    kind: str
    answerable: bool
    gold: frozenset[str] | None


def read_examples(folder: Path = EVALUATION) -> tuple[Example, ...]:
    """Read the questions that stand alone.

    Those of the tuning half, of `calibration.jsonl`, and those whose answers were read.
    """
    return (
        *_graded(folder / "questions.jsonl"),
        *_calibrating(folder / "calibration.jsonl"),
        *_read(folder / "read" / "questions.jsonl"),
    )


def _graded(file: Path) -> Iterator[Example]:
    for line in file.read_text(encoding="utf-8").splitlines():
        of = json.loads(line)
        if of["half"] != "tuning" or of["history"] or of["kind"] in _LEFT_OUT:
            continue
        answers = of["all"] if of["kind"] == LIST else of["gold"]
        gold = frozenset[str](answers if of["answerable"] else ())
        yield Example(of["id"], of["question"], of["lang"], of["kind"], of["answerable"], gold)


def _read(file: Path) -> Iterator[Example]:

    for line in file.read_text(encoding="utf-8").splitlines():
        of = json.loads(line)
        if of["turn"] == "alone" and not of["before"] and not _TALK & set(of["tags"].split()):
            gold = frozenset[str](of["gold"] if of["answerable"] else ())
            yield Example(of["id"], of["question"], of["lang"], of["kind"], of["answerable"], gold)


def _calibrating(file: Path) -> Iterator[Example]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
        of = json.loads(line)
        text, answerable = of["question"], of["answerable"]
        lang = "en" if text.isascii() else "ja"
        gold = None if answerable else frozenset[str]()
        yield Example(f"cal{number}", text, lang, "calibration", answerable, gold)

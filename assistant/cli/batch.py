"""Questions from a JSONL file, answers into another, one a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from assistant.answer import Language, Style
from assistant.answer_json import answer_as_json
from assistant.dialogue.turn import Turn
from assistant.errors import BatchFormatError
from assistant.limits import LONGEST_QUESTION, LONGEST_TURN, MOST_TURNS, fault_of
from assistant.protocols import Answering


@dataclass(frozen=True, slots=True)
class Asking:
    """One question of a batch, as it is put to the assistant."""

    id: str | int | None
    question: str
    history: tuple[Turn, ...]
    lang: Language | None
    style: Style
    carry: bool


def run_batch(answering: Answering, source: Path, target: Path) -> int:
    """Answer every line of `source` into `target`; return how many.

    Raises BatchFormatError before anything is written where a line cannot be used.
    """
    askings = list(read_askings(source))
    with target.open("w", encoding="utf-8") as out:
        for asking in askings:
            answer = answering.ask(
                asking.question, asking.history, asking.lang, asking.style, asking.carry
            )
            fields = {"id": asking.id, **answer_as_json(answer, retrieved=True)}
            out.write(json.dumps(fields, ensure_ascii=False) + "\n")
    return len(askings)


def read_askings(source: Path) -> Iterator[Asking]:
    """Read the questions of a JSONL file; blank lines are passed over."""
    try:
        lines = source.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise BatchFormatError(source.name, 1, "expected text in UTF-8") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                fields = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise BatchFormatError(source.name, number, f"not JSON ({error})") from error
            yield read_asking(fields, source.name, number)


def read_asking(fields: Any, file: str, line: int) -> Asking:
    """Read one line's fields: id, question, history, lang, style, carry; others are left alone."""

    def wrong(what: str) -> BatchFormatError:
        return BatchFormatError(file, line, what)

    if not isinstance(fields, Mapping):
        raise wrong("expected a JSON object")
    question = fields.get("question")
    if not isinstance(question, str) or not question.strip():
        raise wrong("question: expected a text that is not empty")
    for name, text in (("question", question), ("id", fields.get("id"))):
        fault = fault_of(text, LONGEST_QUESTION) if isinstance(text, str) else ""
        if fault:
            raise wrong(f"{name}: {fault}")
    lang, style = fields.get("lang", "auto"), fields.get("style", "normal")
    if lang != "auto" and lang not in get_args(Language):
        raise wrong(f"lang: expected auto, ja or en, not {lang!r}")
    if style not in get_args(Style):
        raise wrong(f"style: expected normal or plain, not {style!r}")
    carry = fields.get("carry", True)
    if not isinstance(carry, bool):
        raise wrong(f"carry: expected true or false, not {carry!r}")
    history = fields.get("history", [])
    if not isinstance(history, list) or len(history) > MOST_TURNS:
        raise wrong(f"history: expected a list of at most {MOST_TURNS} turns")
    for turn in history:
        if (
            not isinstance(turn, Mapping)
            or turn.get("role") not in ("user", "assistant")
            or not isinstance(turn.get("content"), str)
        ):
            raise wrong("history: expected turns with a role (user, assistant) and a content")
        fault = fault_of(turn["content"], LONGEST_TURN)
        if fault:
            raise wrong(f"history: {fault}")
    return Asking(
        id=fields.get("id"),
        question=question,
        history=tuple(Turn(turn["role"], turn["content"]) for turn in history),
        lang=None if lang == "auto" else lang,
        style=style,
        carry=carry,
    )

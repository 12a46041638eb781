"""Answers on a terminal: printed, and in conversation."""

from __future__ import annotations

import re
import readline  # noqa: F401 - the line can be edited, and those before it called back
import sys
from collections.abc import Sequence
from typing import TextIO

from assistant.answer import Answer, Intent, Language
from assistant.dialogue.turn import Turn
from assistant.protocols import Answering

_TURNS_KEPT = 10
# A question that takes over nothing; on a Japanese keyboard the key gives one of three letters.
_ALONE = re.compile(r"(?:[-－ー]|/new(?!\S))\s*")
# ECMA-48, section 8.3.117: faint, and as it was.
_FAINT, _PLAIN = "\x1b[2m", "\x1b[0m"
_LABELS = {
    "ja": {
        "reading": "読み取り",
        "carried": "前から引き継ぎ",
        "between": "、",
        "cited": "出典",
        "related": "関連する記載",
        "indicators": "成果指標",
        "next": "続けて聞けること",
        "choices": "番号でお選びください",
        "line": "行",
    },
    "en": {
        "reading": "Understood as",
        "carried": "carried over",
        "between": ", ",
        "cited": "Sources",
        "related": "Near to it",
        "indicators": "Indicators",
        "next": "Next",
        "choices": "Choose by number",
        "line": "line",
    },
}


def print_answer(answer: Answer, out: TextIO) -> None:
    """Print how the question was understood, the answer, then what it rests on."""
    labels = _LABELS[answer.lang]
    understood = _understood(answer)
    if understood:
        print(f"{_FAINT}{understood}{_PLAIN}" if out.isatty() else understood, file=out)
    print(answer.text, file=out)
    for name, citations in (("cited", answer.citations), ("related", answer.related)):
        if citations:
            print(f"\n{labels[name]}:", file=out)
        for citation in citations:
            first, last = citation.passage.lines
            city = f"{citation.about.city} " if citation.about else ""
            place = f"{city}{citation.passage.section} {citation.section_title}"
            where = f"{place} {citation.passage.heading}".strip()
            at = str(first) if first == last else f"{first}-{last}"
            print(
                f"  [{citation.n}] {where} ({citation.passage.id}, {labels['line']} {at})", file=out
            )
    if answer.indicators:
        print(f"\n{labels['indicators']}:", file=out)
    for link in answer.indicators:
        row = link.indicator
        city = f"{link.about.city} " if link.about else ""
        name = f"{city}{link.name_en or row.name}"
        print(f"  {name}: {row.latest.text} → {row.target.text}", file=out)
    if answer.suggestions:
        asks_back = answer.intent is Intent.CLARIFICATION
        print(f"\n{labels['choices' if asks_back else 'next']}:", file=out)
    for number, suggestion in enumerate(answer.suggestions, start=1):
        print(f"  {number}. {suggestion}", file=out)


def _understood(answer: Answer) -> str:
    """How the question was understood and what it took over; care alone for who is in distress."""
    if answer.intent is Intent.DISTRESS:
        return ""
    labels = _LABELS[answer.lang]
    said = []
    if answer.reading:
        said.append(f"{labels['reading']}: {answer.reading}")
    if answer.carried:
        carried = labels["between"].join(one.text for one in answer.carried)
        said.append(f"({labels['carried']}: {carried})")
    return " ".join(said)


def chat(answering: Answering, lang: Language | None) -> None:
    """Converse until the input ends; what was said is forgotten then.

    The number of a suggestion asks it. A question after "-" takes over nothing from those before,
    nor do those that follow it.
    """
    history: list[Turn] = []
    suggested: Sequence[str] = ()
    print("道しるべ: 質問をどうぞ。番号でも選べます (終わるには Ctrl-D)")
    print("前の話を引き継がずに尋ねるには、質問の前に - か /new を付けてください")
    print("Ask away, or choose by number (Ctrl-D ends)")
    print("Put - or /new before a question to ask it without what was said before")
    while True:
        try:
            question = input("\n> ").strip()
        except (EOFError, KeyboardInterrupt):
            print()
            return
        alone = _ALONE.match(question)
        if alone:
            question = question[alone.end() :]
        if not question:
            continue
        if question.isdecimal() and 1 <= int(question) <= len(suggested):
            question = suggested[int(question) - 1]
            print(f"  {question}")
        if alone:
            history.clear()
        answer = answering.ask(question, history, lang, carry=not alone)
        suggested = answer.suggestions
        print()
        print_answer(answer, sys.stdout)
        history += [Turn("user", question), Turn("assistant", answer.text)]
        del history[:-_TURNS_KEPT]

"""Answers on a terminal: printed, and in conversation."""

from __future__ import annotations

import readline  # noqa: F401 - the line can be edited, and those before it called back
import sys
from collections.abc import Sequence
from typing import TextIO

from assistant.answer import Answer, Language
from assistant.protocols import Answering
from assistant.turns import Turn

_TURNS_KEPT = 10
_LABELS = {
    "ja": {
        "cited": "出典",
        "related": "関連する記載",
        "indicators": "成果指標",
        "next": "続けて聞けること",
        "line": "行",
    },
    "en": {
        "cited": "Sources",
        "related": "Near to it",
        "indicators": "Indicators",
        "next": "Next",
        "line": "line",
    },
}


def print_answer(answer: Answer, out: TextIO) -> None:
    """Print the answer, then what it rests on."""
    labels = _LABELS[answer.lang]
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
        print(f"\n{labels['next']}:", file=out)
    for number, suggestion in enumerate(answer.suggestions, start=1):
        print(f"  {number}. {suggestion}", file=out)


def chat(answering: Answering, lang: Language | None) -> None:
    """Converse until the input ends; what was said is forgotten then.

    The number of a suggestion asks it.
    """
    history: list[Turn] = []
    suggested: Sequence[str] = ()
    print("道しるべ: 質問をどうぞ。番号でも選べます (終わるには Ctrl-D)")
    print("Ask away, or choose by number (Ctrl-D ends)")
    while True:
        try:
            question = input("\n> ").strip()
        except (EOFError, KeyboardInterrupt):
            print()
            return
        if not question:
            continue
        if question.isdecimal() and 1 <= int(question) <= len(suggested):
            question = suggested[int(question) - 1]
            print(f"  {question}")
        answer = answering.ask(question, history, lang)
        suggested = answer.suggestions
        print()
        print_answer(answer, sys.stdout)
        history += [Turn("user", question), Turn("assistant", answer.text)]
        del history[:-_TURNS_KEPT]

"""The answers that the readme shows are those that the assistant gives."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from assistant.ask import Assistant
from assistant.terminal import print_answer

README = Path(__file__).parents[1] / "README.md"
ASKED = re.compile(r'^\$ python -m assistant ask "(.+)"$')


def shown() -> list[tuple[str, list[str]]]:
    """The questions of the readme, each with the lines that are shown as its answer."""
    answers: list[tuple[str, list[str]]] = []
    for line in README.read_text(encoding="utf-8").splitlines():
        asked = ASKED.match(line)
        if asked:
            answers.append((asked[1], []))
        elif line.startswith("```"):
            answers += [("", [])] if answers and answers[-1][0] else []
        elif answers and line:
            answers[-1][1].append(line)
    return [(question, lines) for question, lines in answers if question]


@pytest.mark.parametrize(("question", "lines"), shown(), ids=[question for question, _ in shown()])
def test_an_answer_is_as_the_readme_shows_it(
    assistant: Assistant, question: str, lines: list[str]
) -> None:
    out = io.StringIO()
    print_answer(assistant.ask(question), out)
    assert [line for line in out.getvalue().splitlines() if line][: len(lines)] == lines

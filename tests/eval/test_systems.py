"""Every way of finding that `make eval` compares finds something."""

from __future__ import annotations

from eval.systems import systems

from assistant.cli.evaluation import DEFAULT_QUESTIONS, read_questions
from assistant.service import Assistant

BIRTHS = "2-2.indicator.1"


def test_every_system_finds_passages(assistant: Assistant) -> None:
    questions = read_questions(DEFAULT_QUESTIONS)
    asked = next(one for one in questions if one.asking.question == "出生数の目標は")
    for name, find in systems(assistant).items():
        assert BIRTHS in find(asked), name

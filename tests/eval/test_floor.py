"""The figures of `make eval` do not fall below the last ones, less a small margin."""

from __future__ import annotations

import pytest

from assistant.cli.evaluation import DEFAULT_QUESTIONS, read_questions, score, summary
from assistant.service import Assistant

# Measured on the checking half, less some .03.
FLOOR = {
    "found": 0.96,
    "reciprocal_rank": 0.9,
    "cited": 0.93,
    "complete": 0.97,
    "exact": 0.86,
    "linked": 0.93,
    "refused_rightly": 0.94,
}
MOST_WRONGLY_REFUSED = 0.03


@pytest.fixture(scope="module")
def checked(assistant: Assistant) -> dict[str, float | int | None]:
    questions = read_questions(DEFAULT_QUESTIONS)
    held = [score(one, assistant) for one in questions if one.half == "checking"]
    return summary(held)["checking"]


@pytest.mark.parametrize("measure", FLOOR)
def test_no_measure_falls(checked: dict[str, float | int | None], measure: str) -> None:
    value = checked[measure]
    assert value is not None
    assert value >= FLOOR[measure]


def test_few_are_refused_wrongly(checked: dict[str, float | int | None]) -> None:
    value = checked["refused_wrongly"]
    assert value is not None
    assert value <= MOST_WRONGLY_REFUSED

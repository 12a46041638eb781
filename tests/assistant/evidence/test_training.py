"""What is learnt from, and how it is measured."""

from __future__ import annotations

import json

import pytest

from assistant.evidence.examples import EVALUATION, read_examples
from assistant.evidence.measures import reliability
from assistant.evidence.worlds import without_section
from corpus.plan import Plan


def test_nothing_of_the_checking_half_and_no_follow_up_is_read() -> None:
    lines = (EVALUATION / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = {one["id"]: one for one in map(json.loads, lines)}
    read = [one.id for one in read_examples() if one.id in questions]
    assert len(read) > 1000
    assert all(questions[one]["half"] == "tuning" for one in read)
    assert not any(questions[one]["history"] for one in read)


def test_a_question_without_an_answer_has_no_gold() -> None:
    assert not any(one.gold for one in read_examples() if not one.answerable)


def test_a_plan_without_a_section_is_another_plan(plan: Plan) -> None:
    part = without_section(plan, "2-3")
    assert [one.number for one in part.sections] == ["2-1", "2-2", "2-4", "2-5"]
    assert not any(one.section == "2-3" for one in part.passages)
    assert part.digest != plan.digest


def test_reliability_is_counted_by_tenths() -> None:
    found = reliability([(0.05, False), (0.07, False), (0.95, True), (1.0, False)])
    assert [one["n"] for one in found] == [2, 2]
    assert [one["observed"] for one in found] == [0.0, 0.5]
    assert found[0]["predicted"] == pytest.approx(0.06)

"""The cross-encoder: its examples can be used, and passages that answer stand apart from others."""

from __future__ import annotations

import json
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.evidence.cross_encoder import MOST_PIECES, bundled_cross_encoder, pieces_of, words_of
from assistant.service import Assistant
from corpus.plan import Plan

PAIRS = resources.files("assistant.evidence") / "pairs.jsonl"
LINES = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
# Questions of our own on the bundled plan, of which it has learnt nothing: with a passage that
# answers, and one of the same matter that does not.
ASKED = (
    ("介護で疲れた家族を助ける取組は?", "2-1.initiative.1", "2-3.initiative.3"),
    ("保護司に給料は出るの?", "fn11", "2-1.partner.4"),
    ("福祉の人手は足りてる?", "2-1.current.1", "2-1.partner.6"),
    ("高齢者が集まれる場は?", "2-3.initiative.3", "2-4.initiative.3"),
    ("女性の健康寿命と平均寿命はどれくらい違う?", "2-3.current.1", "2-3.issue.1"),
    ("会社は障害者のために何をする?", "2-1.partner.6", "2-3.partner.2"),
    ("Can children say what they think?", "2-2.initiative.1", "2-2.partner.1"),
    ("How much of medical costs goes to lifestyle diseases?", "2-3.current.2", "2-3.initiative.2"),
)


def test_every_passage_has_questions_of_both_kinds() -> None:
    assert len(LINES) > 400
    for line in LINES:
        assert set(line) == {"kind", "section", "passage", "yes", "no"}
        assert line["yes"]
        assert line["no"]
        asked = [*line["yes"], *line["no"]]
        assert len(set(asked)) == len(asked)


def test_no_passage_is_of_the_bundled_plan(plan: Plan) -> None:
    """What it is measured on must not be what it has learnt."""
    own = {passage.text for passage in plan.passages}
    assert not [line["passage"] for line in LINES if line["passage"] in own]


def test_what_answers_is_likelier_than_what_comes_near(assistant: Assistant) -> None:
    reader, plan = bundled_cross_encoder(), assistant.plan
    right = 0
    for question, answering, near in ASKED:
        passages = [plan.passage(answering), plan.passage(near)]
        first, second = reader.likelihoods(question, passages, plan)
        right += first > second
    assert right >= len(ASKED) - 1


@pytest.mark.parametrize("asked", ["いくらかかりますか", "何時からですか", "電話番号は?"])
def test_what_a_passage_lacks_is_unlikely(assistant: Assistant, asked: str) -> None:
    plan = assistant.plan
    passage = plan.passage("2-3.initiative.3")
    (likely,) = bundled_cross_encoder().likelihoods(f"通いの場は{asked}", [passage], plan)
    assert likely < 0.5


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200), st.text(max_size=300))
def test_any_two_texts_give_a_probability_and_the_same_again(one: str, other: str) -> None:
    reader = bundled_cross_encoder()
    assert 0 <= reader.likelihood(one, other) <= 1
    assert reader.likelihood(one, other) == reader.likelihood(one, other)
    assert len(pieces_of(reader.tokenizer, one, other)) <= MOST_PIECES


def test_a_passage_is_read_with_the_name_of_its_section(plan: Plan) -> None:
    passage = plan.passage("2-1.issue.4")
    assert words_of(passage, plan).startswith("福祉 ")
    assert "¹⁰" not in words_of(passage, plan)

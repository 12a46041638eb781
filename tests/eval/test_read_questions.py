"""The questions whose answers were read: their labels can be used, their passages exist."""

from __future__ import annotations

import json
from pathlib import Path

from assistant.understanding.tags import ACTS, TAGS, TURNS
from corpus.parse import bundled_plan_path, read_plan

FILE = Path(__file__).parent / "read" / "questions.jsonl"
QUESTIONS = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
PASSAGES = {passage.id for passage in read_plan(bundled_plan_path()).passages}


def test_each_has_an_id_of_its_own() -> None:
    assert len({one["id"] for one in QUESTIONS}) == len(QUESTIONS) > 900


def test_each_is_labelled_in_the_notation_of_the_examples() -> None:
    for one in QUESTIONS:
        tags = one["tags"].split()
        assert set(tags) <= {*ACTS, *TAGS}, one["id"]
        assert one["turn"] in TURNS, one["id"]
        assert sum(tag in ACTS for tag in tags) <= 1, one["id"]
        assert isinstance(one["answerable"], bool), one["id"]


def test_what_answers_is_in_the_plan() -> None:
    for one in QUESTIONS:
        assert set(one["gold"]) <= PASSAGES, one["id"]


def test_a_turn_that_leans_on_others_has_some_before_it() -> None:
    for one in QUESTIONS:
        assert one["before"] or one["turn"] == "alone" or not one["gold"], one["id"]

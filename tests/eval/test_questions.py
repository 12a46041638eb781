"""The evaluation's questions are well formed, true to the plan, and split into two like halves."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.parse import bundled_plan_path, read_plan
from corpus.plan import Direction, Kind

QUESTIONS = Path(__file__).parent / "questions.jsonl"
PLAN = read_plan(bundled_plan_path())
TEXTS = {passage.id: passage.text for passage in PLAN.passages}
KINDS = {passage.id: passage.kind for passage in PLAN.passages}
BOXES = {
    section.partners.boxes_passage.id
    for section in PLAN.sections
    if section.partners.boxes_passage is not None
}

FIELDS = [
    "id", "question", "history", "lang", "style", "persona", "kind", "form", "intent",
    "answerable", "gold", "all", "figures", "indicators",
]  # fmt: skip
ALLOWED = {
    "lang": {"ja", "en"},
    "style": {"normal", "plain"},
    "persona": {"citizen", "staff", "desk"},
    "kind": {
        "passage", "figure", "list", "definition", "partner", "followup", "smalltalk",
        "unanswerable",
    },
    "form": {"sentence", "keyword", "word", "ramble", "kana", "typo", "english", "easy"},
    "intent": {
        "passage", "indicator", "list", "definition", "partner", "smalltalk", "out_of_scope",
    },
    "half": {"tuning", "checking"},
}  # fmt: skip
LEAST = {
    "passage": 650, "figure": 1100, "list": 400, "definition": 260, "partner": 220, "followup": 880,
    "smalltalk": 40, "unanswerable": 450,
}  # fmt: skip

LEAST_CHECKING = {
    "passage": 75, "figure": 40, "followup": 35, "smalltalk": 10, "unanswerable": 75,
    "definition": 20, "list": 44, "partner": 34,
}  # fmt: skip

Question = dict[str, Any]


def read_questions() -> list[Question]:
    """Return the questions of the set, in their order."""
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


ALL = read_questions()


def of_kind(kind: str) -> list[Question]:
    """Return the questions of `kind`."""
    return [question for question in ALL if question["kind"] == kind]


def ids_in(question: Question) -> Iterator[str]:
    """Yield every passage id that `question` names."""
    for field in ("gold", "all", "indicators", "related"):
        yield from question.get(field, [])


def ids_where(holds: Callable[[str], bool]) -> set[str]:
    """Return the ids of the passages whose text `holds`."""
    return {passage_id for passage_id, text in TEXTS.items() if holds(text)}


def folded(text: str) -> str:
    """Return `text` without what hides a duplicate: width, case, marks and spaces."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).lower()


def test_ids_are_numbered_in_order() -> None:
    """The ids run from q001 without a gap."""
    assert [question["id"] for question in ALL] == [f"q{n:03d}" for n, _ in enumerate(ALL, 1)]


def check_question_is_well_formed(question: Question) -> None:
    """Every field is there, of the right type, and holds an allowed value."""
    assert list(question) in (FIELDS + ["half"], FIELDS + ["related", "half"])
    for field, allowed in ALLOWED.items():
        assert question[field] in allowed, field
    assert question["question"].strip() == question["question"] != ""
    assert isinstance(question["answerable"], bool)
    for field in ("gold", "all", "figures", "indicators"):
        values = question[field]
        assert all(isinstance(value, str) and value for value in values), field
        assert len(values) == len(set(values)), field
    assert (question["form"] == "english") == (question["lang"] == "en")
    assert (question["style"] == "plain") == (question["form"] == "easy")


def check_passages_are_of_the_plan(question: Question) -> None:
    """Every id that a question names stands in the plan; what must all be cited is gold."""
    assert set(ids_in(question)) <= set(TEXTS)
    assert set(question["all"]) <= set(question["gold"])
    for passage_id in question["indicators"]:
        assert KINDS[passage_id] is Kind.INDICATOR


def check_figures_stand_in_a_gold_passage(question: Question) -> None:
    """Every figure is verbatim in a gold passage, and every gold passage holds one of them."""
    texts = [TEXTS[passage_id] for passage_id in question["gold"]]
    for figure in question["figures"]:
        assert any(figure in text for text in texts), figure
    if question["kind"] == "figure":
        assert question["figures"]
        assert all(any(figure in text for figure in question["figures"]) for text in texts)


def check_gold_agrees_with_what_can_be_answered(question: Question) -> None:
    """A question has gold if and only if the plan answers it; small talk needs none."""
    if question["kind"] == "smalltalk":
        assert question["answerable"]
        assert question["intent"] == "smalltalk"
        assert question["gold"] == []
        return
    assert question["answerable"] == bool(question["gold"])
    if question["answerable"]:
        assert question["intent"] != "out_of_scope"
        assert "related" not in question
    else:
        assert question["intent"] in {"out_of_scope", "definition"}
        assert question["figures"] == question["indicators"] == []
    if question["kind"] == "unanswerable":
        assert not question["answerable"]


def check_history_belongs_to_follow_ups(question: Question) -> None:
    """A follow-up, and only a follow-up, has turns: user and assistant in turn, at most six."""
    history = question["history"]
    assert bool(history) == (question["kind"] == "followup")
    assert len(history) <= 6
    roles = [turn["role"] for turn in history]
    assert roles == ["user", "assistant"] * (len(history) // 2)
    assert all(turn["content"].strip() for turn in history)


CHECKS: tuple[Callable[[Question], None], ...] = (
    check_question_is_well_formed,
    check_passages_are_of_the_plan,
    check_figures_stand_in_a_gold_passage,
    check_gold_agrees_with_what_can_be_answered,
    check_history_belongs_to_follow_ups,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_every_question_passes(check: Callable[[Question], None]) -> None:
    """Every question of the set passes `check`; those that do not are named."""
    failed = {}
    for question in ALL:
        try:
            check(question)
        except AssertionError as error:
            failed[question["id"]] = str(error)
    assert failed == {}


def test_counts() -> None:
    """There are no fewer questions of each kind and language than the set was planned to have."""
    assert Counter(question["kind"] for question in ALL) >= Counter(LEAST)
    assert Counter(question["lang"] for question in ALL) >= Counter({"ja": 275, "en": 65})
    assert {question["kind"] for question in ALL if question["lang"] == "en"} == ALLOWED["kind"]


def test_no_question_is_asked_twice() -> None:
    """No two questions are the same, width, case and marks aside, with what was said before."""
    asked = Counter(
        folded("".join([*(turn["content"] for turn in one["history"]), one["question"]]))
        for one in ALL
    )
    assert [text for text, count in asked.items() if count > 1] == []


def test_the_checking_half_is_large_enough() -> None:
    """What is not tuned on has questions enough of every kind, form and language to judge by."""
    checking = [question for question in ALL if question["half"] == "checking"]
    assert len(checking) >= 330
    assert Counter(question["kind"] for question in checking) >= Counter(LEAST_CHECKING)
    assert {question["form"] for question in checking} >= ALLOWED["form"] - {"word"}
    assert sum(question["lang"] == "en" for question in checking) >= 65


def test_every_passage_is_gold() -> None:
    """Every passage answers a question; every goal to partner line a passage question."""
    assert {passage_id for question in ALL for passage_id in question["gold"]} == set(TEXTS)
    plain = {
        passage_id
        for passage_id, kind in KINDS.items()
        if kind not in {Kind.INDICATOR, Kind.FOOTNOTE} and passage_id not in BOXES
    }
    assert plain <= {
        passage_id for question in of_kind("passage") for passage_id in question["gold"]
    }
    rows = {row.passage.id for row in PLAN.indicators}
    assert rows <= {passage_id for question in of_kind("figure") for passage_id in question["gold"]}
    notes = {note.passage.id for note in PLAN.footnotes}
    assert notes <= {
        passage_id for question in of_kind("definition") for passage_id in question["gold"]
    }


def all_of(words: str) -> set[str]:
    """Return what must all be cited for the first list question that contains `words`."""
    return set(next(found["all"] for found in of_kind("list") if words in found["question"]))


def test_lists_over_the_plan_are_complete() -> None:
    """Lists that a rule decides hold what the plan, read by that rule, holds."""
    rows = PLAN.indicators

    def ids(direction: Direction) -> set[str]:
        return {row.passage.id for row in rows if row.target.direction is direction}

    unset = {row.passage.id for row in rows if row.latest.value is None}
    assert all_of("上向き矢印") == ids(Direction.UP)
    assert all_of("下向きの矢印") == ids(Direction.DOWN)
    assert all_of("まだ決まっていない") == all_of("no figure yet") == unset
    assert all_of("数値で決まっている") == {
        row.passage.id for row in rows if row.target.value is not None
    }
    assert all_of("百パーセント") == {row.passage.id for row in rows if row.target.text == "100%"}
    assert all_of("2024年度") == {row.passage.id for row in rows if row.latest.year == 2024}
    assert all_of("脚注") == {note.passage.id for note in PLAN.footnotes}
    assert all_of("ケアラーという語") == ids_where(lambda text: "ケアラー" in text)
    assert all_of("災害") == ids_where(lambda text: "災害" in text)
    assert all_of("保育所利用率") == ids_where(lambda text: text.startswith("保育所利用率"))


def test_partners_are_those_of_the_boxes() -> None:
    """Questions from the partner's side name the sections where that box is checked."""

    def checked(name: str) -> set[str]:
        return {
            section.partners.boxes_passage.id
            for section in PLAN.sections
            for box in section.partners.boxes
            if box.name == name and box.checked and section.partners.boxes_passage is not None
        }

    def asked(words: str) -> set[str]:
        return set(next(one["all"] for one in of_kind("partner") if words in one["question"]))

    assert asked("市民活動団体と組む") == asked("(NPOs)") == checked("市民活動団体")
    assert asked("会社などの事業者") == checked("事業者")
    assert checked("滞在者") == set()

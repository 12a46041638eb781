"""What the page and the programs are told of how a question was understood."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from staged import CHOICES, DISTRESS, GAP, UNCLEAR, WHICH, Staged

from assistant.service import Assistant
from web.app import create_app
from web.feedback_store import FeedbackStore
from web.schemas import AnswerOut

FIRST, FOLLOWING = "福祉の課題は?", "現状は?"


@pytest.fixture(scope="module")
def staged(assistant: Assistant, feedback: FeedbackStore) -> Iterator[TestClient]:
    app = create_app(Staged(assistant.sources, assistant.index, assistant.models), feedback)
    with TestClient(app) as client:
        yield client


@pytest.fixture
def told(staged: TestClient, reads: Any) -> Any:
    """Reads the pages of the staged assistant."""
    return reads(staged)


def conversation(page: Any) -> list[dict[str, Any]]:
    (history,) = page.values["history"]
    kept: list[dict[str, Any]] = json.loads(history)
    return kept


def test_the_reading_stands_between_the_question_and_its_answer(told: Any) -> None:
    page = told("/?q=出生数は?")
    places = [page.text.index(one) for one in ("読み取り: 出生数は?", "785 人 (2024 年度)")]
    assert places == sorted(places)
    assert "前から引き継ぎ" not in page.text
    assert "Understood as: 出生数は?" in told("/?q=出生数は?", "en").text
    assert "alone" not in page.values


def test_what_was_carried_over_is_let_go_by_its_button(told: Any) -> None:
    first = told("/", form={"question": FIRST})
    second = told("/", form={"question": FOLLOWING, "history": first.values["history"][0]})
    assert f"読み取り: {FIRST} → {FOLLOWING}" in second.text
    assert "前から引き継ぎ: 福祉" in second.text
    assert second.values["alone"] == [FOLLOWING] * 2
    assert 'aria-label="前の話(福祉)を引き継がずに、もう一度尋ねる"' in second.html
    form = {"alone": FOLLOWING, "history": second.values["history"][0]}
    third = told("/", form=form)
    latest = third.html[third.html.index('id="latest"') :]
    assert f'読み取り: <span lang="ja">{FOLLOWING}</span>' in latest
    assert "前から引き継ぎ" not in latest
    # The answers before stay as they were.
    assert f"読み取り: {FIRST} → {FOLLOWING}" in third.text
    assert [turn.get("carry") for turn in conversation(third)[::2]] == [None, None, False]


def test_what_comes_after_takes_over_nothing_from_before(told: Any) -> None:
    history = "[]"
    for form in ({"question": FIRST}, {"alone": FOLLOWING}, {"question": "目標は?"}):
        page = told("/", form={**form, "history": history})
        history = page.values["history"][0]
    assert f"読み取り: {FOLLOWING} → 目標は?" in page.text
    assert f"{FIRST} →" not in page.text


def test_what_was_let_go_stays_so_however_long_the_conversation(told: Any) -> None:
    page = told("/", form={"question": FIRST})
    page = told("/", form={"alone": FOLLOWING, "history": page.values["history"][0]})
    for _ in range(4):
        form = {"question": "目標は?", "history": page.values["history"][0]}
        page = told("/", form=form)
    kept = conversation(page)
    assert len(kept) == 10
    assert kept[0] == {"role": "user", "content": FOLLOWING, "carry": False}
    assert f"{FIRST} →" not in page.text


def test_a_spoilt_conversation_is_refused(staged: TestClient) -> None:
    turn = {"role": "user", "content": "a", "carry": "maybe"}
    form = {"question": "a", "history": json.dumps([turn])}
    assert staged.post("/", data=form).status_code == 422


def test_choices_stand_in_the_answer_that_asks_back(told: Any) -> None:
    page = told("/", form={"question": WHICH})
    said = page.html[page.html.index('<div class="said"') : page.html.index('class="small verdict')]
    assert said.count("<li><button") == len(CHOICES)
    assert '<ol class="choices" aria-label="選択肢">' in said
    assert page.values["chosen"] == list(CHOICES)
    assert "続けて聞けること" not in page.text
    form = {"question": "", "chosen": CHOICES[0], "history": page.values["history"][0]}
    turns = conversation(told("/", form=form))
    assert [turn["content"] for turn in turns[::2]] == [WHICH, CHOICES[0]]


def test_what_was_not_understood_is_not_said_to_be_missing(told: Any) -> None:
    badge = '<p class="badge">'
    assert badge in told("/?q=保育料はいくら").html
    page = told("/", form={"question": UNCLEAR})
    assert badge not in page.html
    assert "続けて聞けること" in page.text
    assert badge not in told("/", form={"question": DISTRESS}).html


def test_who_is_in_distress_is_given_care_first_and_numbers_to_call(told: Any) -> None:
    page = told("/", form={"question": DISTRESS})
    calls = [link for link in page.links if link.startswith("tel:")]
    assert calls == ["tel:0120279338", "tel:189", "tel:110", "tel:119"]
    after = page.text[page.text.index(DISTRESS) + len(DISTRESS) :].strip()
    assert after.startswith("おつらいことと思います")
    assert "useful" not in page.values
    assert not [link for link in told("/?q=出生数は?").links if link.startswith("tel:")]


def test_programs_are_told_too(staged: TestClient) -> None:
    history = [{"role": "user", "content": FIRST}]
    asked = {"question": FOLLOWING, "history": history}
    answer = staged.post("/api/ask", json=asked).json()
    assert answer["reading"] == f"{FIRST} → {FOLLOWING}"
    assert answer["carried"][0] == {"slot": "section", "text": "福祉"}
    alone = staged.post("/api/ask", json={**asked, "carry": False}).json()
    assert (alone["reading"], alone["carried"]) == (FOLLOWING, [])
    streamed = staged.post("/api/ask/stream", json={**asked, "carry": False}).text
    assert f'"reading": "{FOLLOWING}"' in streamed
    unclear = staged.post("/api/ask", json={"question": UNCLEAR}).json()
    assert (unclear["understood"], unclear["answerable"]) == (False, False)
    assert staged.post("/api/ask", json={**asked, "carry": "maybe"}).status_code == 422


def test_a_value_is_told_with_its_working(staged: TestClient) -> None:
    answer = staged.post("/api/ask", json={"question": GAP}).json()
    assert json.dumps(answer["values"], ensure_ascii=False) == (
        '[{"text": "43 人", "value": 43, "unit": "人", "from": ["2-2.indicator.1"],'
        ' "how": "828 − 785"}]'
    )
    model = AnswerOut.model_validate(answer)
    assert model.model_dump(mode="json", exclude_unset=True) == answer


def test_a_verdict_is_on_the_answer_that_was_given(
    staged: TestClient, feedback: FeedbackStore
) -> None:
    given = {"question": "出生数は?", "carry": False, "useful": True}
    assert staged.post("/api/feedback", json=given).status_code == 204
    assert feedback.all()[-1].passages == ("2-2.indicator.1",)


def test_switching_to_easy_japanese_gives_the_answers_again_in_it(
    read: Any, assistant: Assistant
) -> None:
    question = "ケアラーを支えるものは?"
    normal, plain = assistant.ask(question).text, assistant.ask(question, style="plain").text
    first = read("/", form={"question": question})
    form = {"reading": "1", "history": first.values["history"][0]}
    switched = read("/?plain=1", form=form)
    assert [turn["content"] for turn in conversation(switched)] == [question, plain]
    assert "t0-c1" in switched.ids
    assert "<ruby>" in read("/?plain=1&furigana=1", form=form).html
    form["history"] = switched.values["history"][0]
    # Another choice of reading changes no answer, and the switch goes both ways.
    assert conversation(read("/?size=large", form=form))[1]["content"] == plain
    assert conversation(read("/?plain=0", form=form))[1]["content"] == normal


def test_an_answer_that_would_not_be_given_again_stays_as_it_was(read: Any) -> None:
    turns = [
        {"role": "user", "content": "出生数は?"},
        {"role": "assistant", "content": "前の答え"},
    ]
    form = {"reading": "1", "history": json.dumps(turns)}
    page = read("/?plain=1&furigana=1", form=form)
    assert conversation(page) == turns
    assert "<ruby>答<" in page.html

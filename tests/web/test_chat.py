"""The page of questions, as a browser without JavaScript uses it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from assistant.service import Assistant


def history_of(page: Any) -> str:
    (history,) = page.values["history"]
    return str(history)


def test_the_conversation_travels_in_the_form(read: Any) -> None:
    first = read("/", form={"question": "出生数は?"})
    assert "785 人 (2024 年度)" in first.text
    second = read("/", form={"question": "目標は?", "history": history_of(first)})
    assert "828 人" in second.text
    assert [turn["role"] for turn in json.loads(history_of(second))] == ["user", "assistant"] * 2


def test_earlier_answers_keep_their_sources(read: Any) -> None:
    first = read("/", form={"question": "福祉の課題は?"})
    second = read("/", form={"question": "出生数は?", "history": history_of(first)})
    assert {"t0-c1", "t0-c4", "t2-c1", "latest"} <= set(second.ids)
    assert "#t0-c4" in second.links


def test_an_answer_that_would_not_be_given_again_is_shown_as_it_was(read: Any) -> None:
    history = [
        {"role": "user", "content": "出生数は?"},
        {"role": "assistant", "content": "<b>前の答え</b>[1]"},
    ]
    page = read("/", form={"question": "目標は?", "history": json.dumps(history)})
    assert "<b>前の答え</b>[1]" in page.text
    assert "t0-c1" not in page.ids


def test_a_long_conversation_has_no_id_twice(read: Any) -> None:
    history = "[]"
    for question in ["出生数は?", "福祉の課題は?", "保護司とは?"] * 3:
        page = read("/", form={"question": question, "history": history})
        history = history_of(page)
        assert len(page.ids) == len(set(page.ids))
    assert len(json.loads(history)) == 10


def test_the_latest_answer_keeps_its_sources_however_long_the_conversation(read: Any) -> None:
    page = read("/", form={"question": "出生数は?"})
    for _ in range(6):
        form = {"question": "じゃあ、目標は?", "history": history_of(page)}
        page = read("/", form=form)
        assert "828 人" in page.text
        latest = page.html[page.html.index('id="latest"') :]
        assert "/plan/2-2#2-2.indicator.1" in latest


def test_what_is_forgotten_stands_in_the_first_question_that_is_kept(read: Any) -> None:
    page = read("/", form={"question": "出生数は?"})
    for _ in range(5):
        page = read("/", form={"question": "じゃあ、目標は?", "history": history_of(page)})
    first, *others = [turn["content"] for turn in json.loads(history_of(page))[::2]]
    assert "出生数" in first
    assert others == ["じゃあ、目標は?"] * 4


def test_a_suggestion_is_asked_within_the_conversation(read: Any) -> None:
    first = read("/", form={"question": "福祉の課題は?"})
    suggestions = first.values["chosen"]
    assert len(suggestions) == 3
    form = {"question": "", "chosen": suggestions[0], "history": history_of(first)}
    turns = json.loads(history_of(read("/", form=form)))
    assert [turn["content"] for turn in turns[::2]] == ["福祉の課題は?", suggestions[0]]


def test_an_empty_question_keeps_the_conversation(read: Any) -> None:
    first = read("/", form={"question": "出生数は?"})
    again = read("/", form={"question": "  ", "history": history_of(first)})
    assert "785 人 (2024 年度)" in again.text
    assert history_of(again) == history_of(first)


def test_easy_japanese(read: Any, assistant: Assistant) -> None:
    question = "ケアラーを支えるものは?"
    plain = assistant.ask(question, style="plain").text.replace("[1]", "")
    assert plain != assistant.ask(question).text.replace("[1]", "")
    first = read("/", form={"question": question, "style": "plain"})
    assert plain[:30] in first.text
    second = read("/", form={"question": "出生数は?", "history": history_of(first)})
    assert plain[:30] in second.text
    assert "t0-c1" in second.ids


def test_a_shared_link_asks(read: Any) -> None:
    page = read("/?q=ヤングケアラーとは?")
    assert "本来大人が担うと想定されている家事" in page.text
    assert [link for link in page.links if link.startswith("/?q=")]


def test_what_is_not_in_the_plan_is_said_so(read: Any) -> None:
    page = read("/?q=保育料はいくらですか")
    assert "計画に書かれていません" in page.text
    assert "関連する記載" in page.text


def test_an_english_answer_has_the_original_beside_it(read: Any) -> None:
    page = read("/?q=how many births were there?", "en")
    assert "Number of births" in page.in_lang("en")
    assert "出生数" in page.in_lang("ja")
    assert "785 people (FY2024)" in page.text


def test_a_japanese_answer_on_an_english_page_is_marked_as_japanese(read: Any) -> None:
    page = read("/?q=福祉の課題は?", "en")
    assert "2-1 福祉の課題は" in page.in_lang("ja")
    assert "Sources" in page.in_lang("en")


@pytest.mark.parametrize("history", ["x", "{", "[1]", '[{"role": "system", "content": ""}]'])
def test_a_spoilt_history_is_a_page_that_says_so(client: TestClient, history: str) -> None:
    response = client.post("/", data={"question": "出生数は?", "history": history})
    assert response.status_code == 422
    assert "読み取れませんでした" in response.text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"question=a%00b", "application/x-www-form-urlencoded"),
        (b"question=" + b"a" * 2001, "application/x-www-form-urlencoded"),
        (b"question=a&style=loud", "application/x-www-form-urlencoded"),
        (b"garbage", "multipart/form-data"),
        (b"a=1&" * 2000, "application/x-www-form-urlencoded"),
        (b"history=" + b"a" * 2_000_000, "application/x-www-form-urlencoded"),
    ],
)
def test_a_spoilt_form_is_refused(client: TestClient, body: bytes, kind: str) -> None:
    response = client.post("/", content=body, headers={"content-type": kind})
    assert response.status_code in (400, 413, 415, 422)
    assert response.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("kind", ["multipart/form-data", "Multipart/Form-Data "])
@pytest.mark.parametrize("path", ["/", "/staff/sign-in", "/api/ask"])
def test_no_body_is_decoded_by_a_codec_that_it_names(
    client: TestClient, path: str, kind: str
) -> None:
    part = b'--B\r\nContent-Disposition: form-data; name="question"\r\n\r\n'
    body = part + ("あ" * 1000).encode("punycode") + b"\r\n--B--\r\n"
    told = {"content-type": f"{kind}; boundary=B; charset=punycode"}
    assert client.post(path, content=body, headers=told).status_code == 415


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_hostile_questions_are_escaped(client: TestClient, read: Any, text: str) -> None:
    hostile = f"<img src=x onerror=alert(1)>{text[:100]}\"'><script>"
    page = read("/", form={"question": hostile, "history": "[]"})
    assert page.inline == []
    assert all(source.startswith("/static/") for source in page.sources)
    assert client.get("/", params={"q": hostile}).status_code == 200

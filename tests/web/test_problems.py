"""Errors: problem documents for programs, pages for people, in the asker's language."""

from __future__ import annotations

import json
import re
import time
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from fastapi.exceptions import RequestValidationError
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from assistant.service import Assistant
from index.budget import Budget
from web.app import create_app
from web.conversation import conversation_from_json
from web.feedback_store import FeedbackStore

PROBLEM = "application/problem+json"
JSON = {"content-type": "application/json"}


def turn(content: str) -> dict[str, str]:
    return {"role": "user", "content": content}


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b'"a"', b'{"question": ""}', b'{"question": "   "}',
        b'{"question": 1}', b'{"question": "a", "lang": "fr"}', b'{"question": "a", "extra": 1}',
        b'{"question": "a", "history": [{"role": "system", "content": "x"}]}',
        b'{"question": "a", "history": [{"role": "user", "content": "\\u0000"}]}',
        b'{"question": "a", "history": {}}', b'{"question": "a", "debug": "often"}',
        b'{"question": "\\ud800"}', b'{"question": "a\\u0000"}',
        b'{"question": "a", "style": null}',
        b"\xff\xfe", b'{"question": "\xff"}', b'{"question": ' + b"1" * 6000 + b"}",
        json.dumps({"question": "あ" * 2001}).encode(),
        json.dumps({"question": "a", "history": [turn("x")] * 11}).encode(),
        json.dumps({"question": "a", "history": [turn("x" * 8001)]}).encode(),
        b'{"question": "a", "history": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream"])
def test_bad_input_is_a_problem_document(client: TestClient, path: str, body: bytes) -> None:
    response = client.post(path, content=body, headers=JSON)
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == PROBLEM
    problem = response.json()
    assert problem["status"] == response.status_code
    assert problem["title"]
    assert problem["detail"]


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    response = client.post("/api/ask", content=b'"' + b"a" * 2_000_000 + b'"', headers=JSON)
    assert (response.status_code, response.headers["content-type"]) == (413, PROBLEM)


def test_the_longest_honest_conversation_is_not_too_large(client: TestClient) -> None:
    history = [{"role": role, "content": "長" * 8000} for role in ("user", "assistant") * 5]
    body = {"question": "問" * 2000, "history": history}
    assert client.post("/api/ask", json=body).status_code == 200
    form = {"question": "問" * 2000, "history": json.dumps(history, ensure_ascii=False)}
    assert client.post("/", data=form).status_code == 200


@pytest.mark.parametrize(
    ("body", "headers", "detail"),
    [
        ({}, {}, "body.question: 必要な項目がありません。"),
        ({}, {"accept-language": "en"}, "body.question: This field is missing."),
        ({"question": "", "lang": "en"}, {}, "body.question: Use 1 or more characters."),
        (
            {"question": "a", "lang": "fr"},
            {},
            "body.lang: 使える値は 'auto', 'ja' or 'en' です。",
        ),
        ({"question": "a", "x": 1, "lang": "en"}, {}, "body.x: There is no field of this name."),
        ({"question": "a", "history": 1}, {}, "body.history: 値の形が違います。"),
    ],
)  # fmt: skip
def test_the_detail_is_a_sentence_in_the_askers_language(
    client: TestClient, body: dict[str, Any], headers: dict[str, str], detail: str
) -> None:
    problem = client.post("/api/ask", json=body, headers=headers).json()
    assert problem["detail"] == detail
    (field,) = problem["errors"]
    assert detail == f"{field['field']}: {field['message']}"


def test_an_error_does_not_give_the_question_back(client: TestClient) -> None:
    response = client.post("/api/ask", json={"question": "ひみつ", "lang": "ひみつ"})
    assert "ひみつ" not in response.text


MANY = {f"k{number}": 1 for number in range(20_000)}
CROWDED = {"question": "a", "history": [{f"k{n}": n for n in range(15)}] * 10}


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({"question": "a", **MANY}, 1),
        ({"question": "a", "history": [MANY]}, 1),
        ({"question": "a", "history": [{}] * 20_000}, 1),
        ({"question": "a", "plans": [1] * 20_000}, 2),
        (CROWDED, 10),
        ({"ひみつ": 1, "k" * 41: 1, "<b>": 1, "question": "a"}, 3),
    ],
)
def test_faults_without_end_are_a_short_document(
    client: TestClient, body: dict[str, Any], faults: int
) -> None:
    response = client.post("/api/ask", json=body)
    assert response.status_code == 422
    assert len(response.json()["errors"]) <= faults
    assert len(response.content) < 5000
    assert not re.search("ひみつ|<b>|k{41}|k19999", response.text)


def test_a_form_tells_no_input_and_counts_turns_before_it_looks_at_them(
    client: TestClient,
) -> None:
    for history in ([turn("x")] * 11, [{}] * 20_000, [MANY]):
        sent = {"question": "a", "history": json.dumps(history)}
        response = client.post("/", data=sent)
        assert response.status_code == 422
        assert len(response.content) < 5000
    text = json.dumps([{}] * 300_000)
    costs = []
    for read in (json.loads, conversation_from_json):
        started = time.process_time()
        with suppress(RequestValidationError):
            read(text)
        costs.append(time.process_time() - started)
    assert costs[1] < 5 * costs[0]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/api/none", 404), ("GET", "/api/ask", 405), ("GET", "/api/search?q=", 422),
     ("GET", "/api/search?q=%20", 422), ("GET", "/api/search?q=%00", 422),
     ("GET", "/api/search?q=a&k=0", 422), ("GET", "/api/search?q=a&k=101", 422),
     ("GET", "/api/search?q=a&k=x", 422), ("GET", "/api/search?q=a&k=99999999999999999999", 422),
     ("GET", "/api/ask/stream", 422), ("GET", "/api/ask/stream?question=a&lang=fr", 422)],
)  # fmt: skip
def test_other_errors_of_programs(client: TestClient, method: str, path: str, status: int) -> None:
    response = client.request(method, path)
    assert (response.status_code, response.headers["content-type"]) == (status, PROBLEM)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/none", 404), ("/plan/9-9", 404), ("/plan/%00", 404), ("/?q=" + "a" * 2001, 422),
     ("/?q=%00", 422), ("/?q=a&style=loud", 422), ("/find?section=" + "a" * 99, 422)],
)  # fmt: skip
def test_errors_of_pages_are_pages(client: TestClient, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/html")
    assert "ページを表示できません" in response.text


def test_a_failure_of_ours_tells_nothing_of_the_inside(
    assistant: Assistant, feedback: FeedbackStore
) -> None:
    app = create_app(assistant, feedback)

    def fail() -> None:
        raise RuntimeError("the inside")

    app.add_api_route("/api/failing", fail)
    app.add_api_route("/failing", fail)
    with TestClient(app, raise_server_exceptions=False) as client:
        for path, kind in (("/api/failing", PROBLEM), ("/failing", "text/html; charset=utf-8")):
            response = client.get(path)
            assert (response.status_code, response.headers["content-type"]) == (500, kind)
            assert "the inside" not in response.text
            assert "default-src 'none'" in response.headers["content-security-policy"]


def test_what_would_take_too_long_ends_in_a_sentence(
    assistant: Assistant, feedback: FeedbackStore
) -> None:
    over = replace(assistant, budget=Budget(0))
    with TestClient(create_app(over, feedback), raise_server_exceptions=False) as client:
        answer = client.post(
            "/api/ask", json={"question": "What is 介護 for?", "lang": "en"}
        ).json()
        assert (answer["understood"], answer["answerable"]) == (False, False)
        assert "ask its parts one by one" in answer["answer"]
        searched = client.get("/api/search?q=a", headers={"accept-language": "en"})
        assert (searched.status_code, searched.headers["content-type"]) == (422, PROBLEM)
        assert "one by one" in searched.json()["detail"]
        found = client.get("/find?q=介護")
        assert found.status_code == 422
        assert "込み入っていて" in found.text
        assert "込み入っていて" in client.get("/desk?q=介護").text


@given(st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["question", "history", "lang", "style", "debug", "role", "content"]),
        inner, max_size=5),
    max_leaves=12,
))  # fmt: skip
def test_no_json_makes_the_server_fail(client: TestClient, body: Any) -> None:
    response = client.post("/api/ask", content=json.dumps(body).encode(), headers=JSON)
    assert response.status_code in (200, 400, 422)

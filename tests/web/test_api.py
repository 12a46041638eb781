"""The programs' interface, as docs/contract.md has it."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from web.schemas import AnswerOut

CITATION = {
    "n", "passage_id", "section", "section_title", "kind", "heading", "text", "quotes", "lines",
    "url",
}  # fmt: skip


def ask(client: TestClient, question: str, **more: Any) -> dict[str, Any]:
    response = client.post("/api/ask", json={"question": question, **more})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_an_answer_has_the_contracts_fields(client: TestClient) -> None:
    answer = ask(client, "ケアラーを支えるものは?", history=[], lang="auto", style="normal")
    assert set(answer) == {
        "question", "resolved_question", "reading", "carried", "understood", "lang", "intent",
        "answerable", "answer", "values", "citations", "indicators", "footnotes", "related",
        "suggestions", "took_ms",
    }  # fmt: skip
    assert all(set(citation) == CITATION for citation in answer["citations"])
    first = answer["citations"][0]
    assert f"[{first['n']}]" in answer["answer"]
    assert len(answer["suggestions"]) == 3


@pytest.mark.parametrize(
    "question",
    [
        "what supports carers?",
        "出生数は?",
        "福祉の課題は?",
        "保護司とは?",
        "こんにちは",
        "保育料は?",
    ],
)
def test_an_answer_is_as_its_model_says(
    client: TestClient, client_of_many: TestClient, question: str
) -> None:
    of_all = ask(client_of_many, question, debug=True, plans="all")
    for answer in (ask(client, question), ask(client, question, debug=True), of_all):
        # Whatever the model does not name is left out of what it gives back.
        assert (
            AnswerOut.model_validate(answer).model_dump(mode="json", exclude_unset=True) == answer
        )


def test_an_indicator_has_the_contracts_fields(client: TestClient) -> None:
    (link,) = ask(client, "かまくら市民共生サポーター受講者数は?")["indicators"]
    assert link == {
        "id": "2-1.indicator.3",
        "section": "2-1",
        "name": "かまくら市民共生サポーター受講者数",
        "parent": None,
        "latest": {"text": "237 人 (2024 年度)", "value": 237, "unit": "人", "year": 2024},
        "target": {"text": "↗", "value": None, "unit": None, "direction": "up"},
        "url": "/indicators#2-1.indicator.3",
    }


def test_footnotes(client: TestClient) -> None:
    (note,) = ask(client, "保護司とは?")["footnotes"]
    assert (note["number"], note["term"], note["url"]) == (11, "保護司", "/glossary#fn11")


def test_english_answers_carry_the_translation_beside_the_original(client: TestClient) -> None:
    answer = ask(client, "what supports carers?")
    assert answer["lang"] == "en"
    for citation in answer["citations"]:
        assert set(citation["en"]) == {"heading", "text"}
        assert citation["text"] != citation["en"]["text"]
    assert all(link["en"] for link in answer["indicators"])


def test_what_was_retrieved_is_told_only_to_who_asks(client: TestClient) -> None:
    assert "retrieved" not in ask(client, "孤独")
    retrieved = ask(client, "孤独", debug=True)["retrieved"]
    assert len(retrieved) == 10
    assert set(retrieved[0]) == {"passage_id", "section", "heading", "text", "score"}


def test_not_in_the_plan(client: TestClient) -> None:
    answer = ask(client, "保育料はいくらですか")
    assert (answer["answerable"], answer["intent"]) == (False, "out_of_scope")
    assert answer["citations"] == []
    assert all(set(citation) == CITATION for citation in answer["related"])


def test_search(client: TestClient) -> None:
    found = client.get("/api/search", params={"q": "フレイル", "k": 3}).json()["results"]
    assert found[0]["passage_id"] == "2-3.initiative.3"
    assert len(found) == 3


def test_plan_and_indicators(client: TestClient) -> None:
    assert client.get("/api/plan").json()["counts"]["initiatives"] == 20
    indicators = client.get("/api/indicators").json()["indicators"]
    assert len(indicators) == 27
    assert {link["target"]["direction"] for link in indicators} == {None, "up", "down"}


def events(text: str) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n", 1)
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_stream_tells_what_the_answer_tells(client: TestClient, method: str) -> None:
    question = "福祉の課題は?"
    if method == "GET":
        response = client.get("/api/ask/stream", params={"question": question})
    else:
        response = client.post("/api/ask/stream", json={"question": question})
    assert response.headers["content-type"].startswith("text/event-stream")
    found = events(response.text)
    names = [name for name, _ in found]
    assert names[0] == "status"
    assert names[-1] == "done"
    assert names == sorted(names, key=["status", "citation", "delta", "done"].index)
    done = found[-1][1]
    assert "".join(data["text"] for name, data in found if name == "delta") == done["answer"]
    assert [data for name, data in found if name == "citation"] == done["citations"]
    answer = ask(client, question)
    assert {key: done[key] for key in answer if key != "took_ms"} == {
        key: value for key, value in answer.items() if key != "took_ms"
    }


@given(st.text(min_size=1, max_size=300))
def test_any_question_is_answered_or_refused_politely(client: TestClient, text: str) -> None:
    body = json.dumps({"question": text}).encode()
    headers = {"content-type": "application/json"}
    response = client.post("/api/ask", content=body, headers=headers)
    if "\0" in text:
        assert response.status_code == 422
    else:
        assert response.status_code == (200 if text.strip() else 422)


def test_the_stream_by_address_takes_language_and_style(client: TestClient) -> None:
    def done(**query: str) -> dict[str, Any]:
        response = client.get("/api/ask/stream", params={"question": "ケアラー支援とは?", **query})
        return events(response.text)[-1][1]

    assert done()["lang"] == "ja"
    assert done(lang="en")["lang"] == "en"
    assert done(style="plain")["answer"] != done()["answer"]


def test_the_streamed_markup_has_anchors_of_its_own(client: TestClient) -> None:
    pages = [
        events(client.post("/api/ask/stream", json={"question": "出生数は?"}).text)[-1][1]["html"]
        for _ in range(2)
    ]
    anchors = [set(re.findall(r'id="([^"]+)"', page)) for page in pages]
    assert anchors[0]
    assert not anchors[0] & anchors[1]


def test_questions_at_the_same_time_are_answered_apart(client: TestClient) -> None:
    questions = ["福祉の課題は?", "出生数は?", "ヤングケアラーとは?", "what supports carers?"]
    alone = {question: ask(client, question)["answer"] for question in questions}
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda question: ask(client, question), questions * 10))
    assert all(answer["answer"] == alone[answer["question"]] for answer in together)


def test_health(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready", "passages": 105}

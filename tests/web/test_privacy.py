"""/privacy says what holds with the settings, and is linked from every page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.service import Assistant
from web.app import create_app
from web.feedback_store import FeedbackStore
from web.question_store import QuestionStore
from web.question_writer import QuestionWriter

OFF = {
    "ja": "質問は保存しません。答え",
    "en": "Questions are not stored",
    "plain": "聞いたことは 残しません。答え",
}
ON = {"ja": "質問を 12 日間だけ保存し", "en": "stored for 12 days", "plain": "12 日だけ 残します"}
ADDRESSES = {"ja": "?lang=ja", "en": "?lang=en", "plain": "?lang=ja&plain=1"}


@pytest.fixture
def keeping(assistant: Assistant, feedback: FeedbackStore, tmp_path: Path) -> TestClient:
    """A client of pages whose questions are kept for twelve days."""
    questions = QuestionWriter(QuestionStore(tmp_path / "questions.sqlite", days=12))
    return TestClient(create_app(assistant, feedback, questions=questions))


@pytest.mark.parametrize("words", ADDRESSES)
def test_it_says_whether_questions_are_kept(
    client: TestClient, keeping: TestClient, words: str
) -> None:
    off, on = (one.get(f"/privacy{ADDRESSES[words]}").text for one in (client, keeping))
    assert OFF[words] in off
    assert ON[words] not in off
    assert ON[words] in on
    assert OFF[words] not in on
    client.cookies.clear()


def test_the_page_of_questions_says_so_too(client: TestClient, keeping: TestClient) -> None:
    assert "質問は保存されません" in client.get("/?lang=ja").text
    asked = keeping.get("/?lang=ja").text
    assert "質問は保存されません" not in asked
    assert "12 日間だけ保存" in asked


@pytest.mark.parametrize("path", ["/", "/plan", "/plan/2-1", "/find", "/desk", "/docs", "/nothing"])
def test_every_page_leads_to_it(read: Callable[..., Any], path: str) -> None:
    assert "/privacy" in read(path).links


def test_only_a_choice_of_reading_sets_a_cookie(client: TestClient) -> None:
    client.cookies.clear()
    for path in ("/", "/?q=出生数は?", "/plan", "/privacy", "/healthz"):
        assert "set-cookie" not in client.get(path).headers, path
    assert client.get("/?furigana=1").headers["set-cookie"].startswith("reading=f1s0p0;")
    client.cookies.clear()

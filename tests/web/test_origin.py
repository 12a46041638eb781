"""What another site has a browser send changes nothing; the pages' own forms do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from assistant.service import Assistant
from web.app import create_app
from web.feedback_store import FeedbackStore

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

QUESTION = "出生数の目標は?"
JSON = {"question": QUESTION, "useful": True}
FORM = {"question": QUESTION, "history": "[]"}
ELSEWHERE = (
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": ""},
    {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
    {"origin": "https://elsewhere.example"},
    {"origin": "http://testserver.elsewhere.example"},
    {"origin": "http://testserver:8080"},
    {"origin": "http://testserver@elsewhere.example"},
    {"origin": "null"},
    {"origin": "http://["},
    {"origin": ""},
)
OWN: tuple[dict[str, str], ...] = (
    {},
    {"sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "none"},
    {"sec-fetch-site": "same-origin", "origin": "null"},
    {"origin": "http://testserver"},
)


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_another_site_changes_nothing(
    client: TestClient, feedback: FeedbackStore, headers: dict[str, str]
) -> None:
    before = feedback.all()
    for path in ("/api/feedback", "/api/ask", "/api/ask/stream"):
        response = client.post(path, json=JSON, headers=headers)
        assert response.status_code == 403
        assert response.headers["content-type"] == "application/problem+json"
    response = client.post("/", data=FORM, headers={**headers, "accept-language": "en"})
    assert response.status_code == 403
    assert "another site" in response.text
    assert feedback.all() == before


@pytest.mark.parametrize("headers", OWN)
def test_the_pages_own_forms_and_programs_pass(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/api/feedback", json=JSON, headers=headers).status_code == 204
    assert "828 人" in client.post("/", data=FORM, headers=headers).text


def test_a_link_from_elsewhere_leads_to_the_page(client: TestClient) -> None:
    assert client.get("/plan", headers={"sec-fetch-site": "cross-site"}).status_code == 200


@pytest.mark.parametrize(("site", "kept"), [("cross-site", False), ("same-origin", True)])
def test_another_site_keeps_no_choice_of_reading(client: TestClient, site: str, kept: bool) -> None:
    response = client.get("/plan?furigana=1", headers={"sec-fetch-site": site})
    assert "<ruby>" in client.get("/plan/2-1?furigana=1", headers={"sec-fetch-site": site}).text
    assert ("set-cookie" in response.headers) == kept
    client.cookies.clear()


@pytest.fixture
def behind_a_proxy(assistant: Assistant, feedback: FeedbackStore) -> Iterator[TestClient]:
    hosts = frozenset({"testserver", "plan.example.jp"})
    with TestClient(create_app(assistant, feedback, hosts=hosts)) as client:
        yield client


def test_a_name_of_this_server_is_its_own(behind_a_proxy: TestClient) -> None:
    """A proxy may put another host into the request than the one that the browser asked."""
    headers = {"origin": "https://plan.example.jp"}
    assert behind_a_proxy.post("/api/feedback", json=JSON, headers=headers).status_code == 204
    headers = {"origin": "https://elsewhere.example"}
    assert behind_a_proxy.post("/api/feedback", json=JSON, headers=headers).status_code == 403


@pytest.mark.parametrize("context", [{"java_script_enabled": False}], indirect=True)
def test_a_browser_says_where_its_form_comes_from(context: BrowserContext, address: str) -> None:
    """Origin too, which is all that a browser without Fetch Metadata says."""
    page = context.new_page()
    page.goto(f"{address}/")
    page.fill("#question", QUESTION)
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.click(".field button")
    assert "828 人" in page.inner_text("main")
    headers = sent.value.all_headers()
    assert (headers["origin"], headers["sec-fetch-site"]) == (address, "same-origin")

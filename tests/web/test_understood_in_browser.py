"""How a question was understood, in a real browser: let go, chosen, called, and accessible."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from staged import CHOICES, DISTRESS, UNCLEAR, WHICH, Staged

from assistant.service import Assistant
from web.app import create_app
from web.feedback_store import FeedbackStore

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

expect = pytest.importorskip("playwright.sync_api").expect
axe = pytest.importorskip("axe_playwright_python.sync_playwright")
LET_GO = "前の話(福祉)を引き継がずに、もう一度尋ねる"
NO_SCRIPT = [{"java_script_enabled": False}]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def address(assistant: Assistant, feedback: FeedbackStore, served: Any) -> Iterator[str]:
    """The address of the staged assistant's pages, in place of the real one's."""
    staged = Staged(assistant.sources, assistant.index, assistant.models)
    with served(create_app(staged, feedback)) as address:
        yield address


def ask(page: Page, question: str, turns: int) -> None:
    page.locator("#question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".turn .said:not(.growing)")).to_have_count(turns)


def test_what_was_carried_over_is_let_go_by_keyboard(page: Page) -> None:
    page.goto("/")
    ask(page, "福祉の課題は?", 1)
    ask(page, "現状は?", 2)
    expect(page.locator(".understood").last).to_contain_text("福祉の課題は? → 現状は?")
    page.get_by_role("button", name=LET_GO).focus()
    with page.expect_request("**/api/ask/stream") as asked:
        page.keyboard.press("Enter")
    assert asked.value.post_data_json["question"] == "現状は?"
    assert asked.value.post_data_json["carry"] is False
    expect(page.locator(".understood")).to_have_count(3)
    expect(page.locator(".understood").last).to_have_text("読み取り: 現状は?")
    expect(page.locator("#question")).to_be_focused()
    with page.expect_request("**/api/ask/stream") as asked:
        ask(page, "目標は?", 4)
    before = [turn["content"] for turn in asked.value.post_data_json["history"][::2]]
    assert before == ["現状は?"]
    # A choice of reading loads the page again: what was let go stays so.
    page.locator(".reading-menu summary").click()
    page.get_by_role("button", name="ふりがなを付ける").click()
    expect(page.locator(".understood ruby").first).to_be_visible()
    expect(page.locator(".turn")).to_have_count(4)
    with page.expect_request("**/api/ask/stream") as asked:
        ask(page, "年度は?", 5)
    before = [turn["content"] for turn in asked.value.post_data_json["history"][::2]]
    assert before == ["現状は?", "目標は?"]


@pytest.mark.parametrize("context", NO_SCRIPT, indirect=True)
def test_what_was_carried_over_is_let_go_without_script(page: Page) -> None:
    page.goto("/")
    for question in ("福祉の課題は?", "現状は?"):
        page.locator("#question").fill(question)
        page.get_by_role("button", name="尋ねる", exact=True).click()
    page.get_by_role("button", name=LET_GO).click()
    expect(page.locator(".turn")).to_have_count(3)
    expect(page.locator("#latest .understood")).to_have_text("読み取り: 現状は?")


@pytest.mark.parametrize("context", [{}, *NO_SCRIPT], indirect=True)
def test_a_choice_is_asked(page: Page) -> None:
    page.goto(f"/?q={WHICH}")
    expect(page.locator(".next")).to_have_count(0)
    page.locator(".choices").get_by_role("button", name=CHOICES[0]).click()
    expect(page.locator(".asked").last).to_have_text(CHOICES[0])
    expect(page.locator(".said").last).to_contain_text("785 人")


def test_easy_japanese_is_switched_on_while_answers_are_shown(
    page: Page, assistant: Assistant
) -> None:
    question = "ケアラーを支えるものは?"
    plain = assistant.ask(question, style="plain").text[:20]
    page.goto("/")
    ask(page, question, 1)
    expect(page.locator(".said")).not_to_contain_text(plain)
    page.locator(".reading-menu summary").click()
    page.get_by_role("button", name="やさしい日本語にする").click()
    expect(page.locator(".said")).to_contain_text(plain)
    expect(page.locator(".turn")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(browser: Browser, address: str, width: int, scheme: Any) -> None:
    context = browser.new_context(
        locale="ja-JP",
        base_url=address,
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    page.goto("/")
    for turns, question in enumerate(("福祉の課題は?", WHICH, UNCLEAR, DISTRESS), start=1):
        ask(page, question, turns)
    violations = axe.Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()

"""WCAG 2.2 AA by axe-core: every page, both languages, light and dark, narrow and zoomed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

axe = pytest.importorskip("axe_playwright_python.sync_playwright")
PAGES = (
    "/",
    "/?q=福祉の課題は?",
    "/?q=保育料はいくら",
    "/?q=what supports carers?",
    "/plan",
    "/plan/2-1",
    "/plan/2-2?furigana=1",
    "/indicators",
    "/indicators?section=9-9",
    "/glossary",
    "/find?q=孤独",
    "/desk?q=出生数",
    "/docs",
    "/accessibility",
    "/privacy",
    "/staff",
    "/nothing",
)
WINDOWS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "narrow dark English": {
        "viewport": {"width": 320, "height": 700},
        "color_scheme": "dark",
        "locale": "en-GB",
    },
}
# A window of 1280 px at 200 % zoom is laid out like one of 640 px.
NARROW = (320, 640)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize("window", WINDOWS)
def test_axe_finds_nothing(browser: Browser, address: str, window: str) -> None:
    context = browser.new_context(**{"locale": "ja-JP", "base_url": address, **WINDOWS[window]})
    page = context.new_page()
    found = {}
    for path in PAGES:
        page.goto(path)
        for closed in page.locator("header details, .desk-keys").all():
            closed.evaluate("closed => { closed.open = true; }")
        violations = axe.Axe().run(page, options=RULES).response["violations"]
        if violations:
            found[path, ""] = [(one["id"], one["nodes"][0]["html"][:120]) for one in violations]
    context.close()
    assert found == {}


@pytest.mark.parametrize("width", NARROW)
def test_nothing_is_wider_than_the_window(browser: Browser, address: str, width: int) -> None:
    """No scrolling in two directions (WCAG 1.4.10), whatever the language."""
    for locale in ("ja-JP", "en-GB"):
        viewport = {"width": width, "height": 700}
        context = browser.new_context(locale=locale, base_url=address, viewport=viewport)
        page = context.new_page()
        for path in PAGES:
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        context.close()

"""The pages in a real browser: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.service import Assistant
from web.feedback_store import FeedbackStore

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Route

expect = pytest.importorskip("playwright.sync_api").expect
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


def ask(page: Page, question: str, wanted: str) -> None:
    page.locator("#question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".said").last).to_contain_text(wanted)
    # A question put while an answer grows takes its place: the next one waits for the whole.
    expect(page.locator("#conversation")).not_to_have_attribute("aria-busy", "true")


def test_a_question_is_answered_without_leaving_the_page(page: Page) -> None:
    page.goto("/")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type("出生数の目標は?")
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_contain_text("828 人")
    expect(page.locator(".card")).to_contain_text("785 人 (2024 年度)")
    expect(page.locator("#question")).to_be_focused()
    expect(page.locator("#question")).to_have_value("")
    page.keyboard.type("じゃあ、現在の値は?")
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".said").last).to_contain_text("785 人")
    assert page.url.endswith("/")


def test_the_answer_arrives_as_a_stream(page: Page) -> None:
    page.goto("/")
    with page.expect_response("**/api/ask/stream") as answered:
        page.locator(".chip").first.click()
    assert answered.value.headers["content-type"].startswith("text/event-stream")
    expect(page.locator(".sources li").first).to_be_visible()
    expect(page.locator("#start")).to_have_count(0)
    expect(page.locator("#status")).to_have_text("答えが出ました。")
    assert page.url.endswith("/")


def test_a_marker_opens_its_passage_and_leads_on_to_the_plan(page: Page) -> None:
    page.goto("/?q=福祉の課題は?")
    source = page.locator(".sources li").nth(2)
    expect(source.locator("blockquote")).to_be_hidden()
    page.locator(".marker").nth(2).click()
    expect(source.locator("blockquote")).to_be_visible()
    source.get_by_role("link", name="計画の中で見る").click()
    expect(page).to_have_url(re.compile(r"/plan/2-1#2-1\.issue\.3$"))
    expect(page.locator("[id='2-1.issue.3']")).to_be_in_viewport()


def test_a_passage_is_shown_and_marked_at_its_address(page: Page) -> None:
    page.goto("/plan/2-3#2-3.initiative.4")
    passage = page.locator("[id='2-3.initiative.4']")
    expect(passage).to_be_in_viewport()
    other = page.locator("[id='2-3.initiative.3']")
    colours = [
        one.evaluate("passage => getComputedStyle(passage).backgroundColor")
        for one in (passage, other)
    ]
    assert colours[0] != colours[1]


def test_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type("福祉の課題は?")
    page.keyboard.press("Enter")
    expect(page.locator(".sources li")).to_have_count(4)
    summary = page.locator(".sources summary").nth(3)
    for _ in range(40):
        if summary.evaluate("summary => summary === document.activeElement"):
            break
        page.keyboard.press("Shift+Tab")
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".sources blockquote").nth(3)).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/plan/2-1#2-1\.issue\.4$|/glossary#fn10$"))


def test_the_skip_link_comes_first(page: Page) -> None:
    page.goto("/plan/2-1")
    page.keyboard.press("Tab")
    expect(page.get_by_text("本文へ移動")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_shift_enter_makes_a_new_line(page: Page) -> None:
    page.goto("/")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type("出生数の")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("目標は?")
    expect(page.locator("#question")).to_have_value("出生数の\n目標は?")
    expect(page.locator(".turn")).to_have_count(0)


def test_easy_japanese_is_chosen_by_a_box(page: Page, assistant: Assistant) -> None:
    wanted = assistant.ask("ケアラー支援とは?", style="plain").text[:20]
    page.goto("/")
    page.get_by_label("やさしい日本語で答える").check()
    page.locator("#question").fill("ケアラー支援とは?")
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_contain_text(wanted)


def test_a_long_conversation_keeps_its_topic_and_its_markers_apart(page: Page) -> None:
    page.goto("/")
    for count in range(1, 9):
        page.locator("#question").fill("出生数は?" if count == 1 else "じゃあ、目標は?")
        page.keyboard.press("Enter")
        expect(page.locator(".turn .sources")).to_have_count(count)
    expect(page.locator(".said").last).to_contain_text("828 人")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)")
    assert len(ids) == len(set(ids))


def test_hostile_text_stays_text(page: Page) -> None:
    page.goto("/")
    hostile = "<img src=x onerror=alert(1)><b>出生数</b>は?"
    page.locator("#question").fill(hostile)
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_be_visible()
    expect(page.locator(".asked")).to_have_text(hostile)
    expect(page.locator("#conversation img, #conversation b")).to_have_count(0)


@pytest.mark.parametrize("context", [{"locale": "en-GB"}], indirect=True)
def test_english(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Your question").fill("What is the target for the number of births?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".said")).to_contain_text("828")
    expect(page.locator(".card")).to_contain_text("785 people (FY2024)")


@pytest.mark.parametrize("context", [{"java_script_enabled": False}], indirect=True)
def test_without_javascript(page: Page) -> None:
    page.goto("/")
    for question, wanted in (("出生数は?", "785 人"), ("目標は?", "828 人")):
        page.locator("#question").fill(question)
        page.get_by_role("button", name="尋ねる").click()
        expect(page.locator("#latest .said")).to_contain_text(wanted)
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator("#latest")).to_be_in_viewport()
    page.locator(".chip").last.click()
    expect(page.locator(".turn")).to_have_count(3)
    assert "?" not in page.url


@pytest.mark.parametrize("context", [{"viewport": PHONE}], indirect=True)
@pytest.mark.parametrize(
    "path", ["/", "/?q=福祉の指標は?", "/plan/2-1", "/plan/2-2?lang=en", "/indicators", "/find"]
)
def test_a_phone_needs_no_scrolling_aside(page: Page, path: str) -> None:
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    beyond = page.evaluate(
        "[...document.querySelectorAll('main td, main th, main a, main button, main p')]"
        ".filter(element => element.getBoundingClientRect().right > innerWidth + 1"
        " && !element.closest('thead, .wide-table')).map(element => element.outerHTML)"
    )
    assert beyond == []


def test_a_lost_connection_keeps_the_question(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/")
    context.set_offline(True)
    page.locator("#question").fill("出生数は?")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("つながりませんでした")
    expect(page.locator("#question")).to_have_value("出生数は?")
    context.set_offline(False)
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_contain_text("785 人")


def test_who_finds_no_room_comes_again(context: BrowserContext) -> None:
    # Not the page whose console stays empty: the browser tells there what was refused.
    page = context.new_page()
    turned_away = []

    def busy(route: Route) -> None:
        if len(turned_away) == 2:
            route.continue_()
            return
        turned_away.append(route)
        route.fulfill(status=429, headers={"Retry-After": "0.1"})

    page.route("**/api/ask/stream*", busy)
    page.goto("/")
    ask(page, "出生数の目標は?", "828 人")
    assert len(turned_away) == 2


def test_the_desk_answers_within_the_keystroke_and_by_keyboard_alone(page: Page) -> None:
    page.goto("/desk")
    expect(page.locator("#desk-q")).to_be_focused()
    page.keyboard.type("出生数")
    expect(page.locator(".desk-figure").first).to_have_text("785 人 (2024 年度)")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#card-1")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#card-1")).to_have_class(re.compile("chosen"))
    page.keyboard.press("?")
    expect(page.locator("#desk-keys")).to_have_attribute("open", "")
    page.emulate_media(media="print")
    expect(page.locator("#card-1")).to_be_visible()
    expect(page.locator(".desk")).to_be_hidden()
    page.emulate_media(media="screen")
    page.keyboard.press("Escape")
    expect(page.locator("#desk-q")).to_have_value("")
    expect(page.locator(".desk-card")).to_have_count(0)


def test_the_search_finds_while_one_types(page: Page) -> None:
    page.goto("/find")
    page.locator("[name=q]").fill("保護司")
    expect(page.locator(".result").first).to_contain_text("保護司")
    assert "q=" in page.url


def test_a_citation_is_copied_with_its_place(context: BrowserContext, page: Page) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/plan/2-1?furigana=1")
    page.locator("[id='2-1.goal.1'] .copy").click()
    expect(page.locator("#copied")).to_have_text("引用をコピーしました。")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "市民一人ひとりが、自らが望む形で" in copied
    assert copied.endswith("#2-1.goal.1")


def test_a_marker_shows_its_passage_and_escape_hides_it(page: Page) -> None:
    page.goto("/?q=ヤングケアラーとは?")
    page.locator(".marker").first.focus()
    expect(page.locator("#peek")).to_contain_text("日常的に過度に行っているこども")
    page.keyboard.press("Escape")
    expect(page.locator("#peek")).to_be_hidden()
    page.locator(".marker").first.hover()
    expect(page.locator("#peek")).to_be_visible()


def test_a_verdict_is_thanked_for(page: Page, feedback: FeedbackStore) -> None:
    page.goto("/")
    ask(page, "出生数は?", "785 人")
    page.locator(".verdict summary").click()
    page.get_by_label("ひとこと", exact=True).fill("年度も知りたい\n田中")
    page.get_by_role("button", name="いいえ").click()
    expect(page.locator("#status")).to_contain_text("ありがとうございます")
    expect(page.locator(".verdict button")).to_have_count(0)
    expect(page.locator(".said")).to_contain_text("785 人")
    kept = feedback.all()[-1]
    assert (kept.useful, kept.word) == (False, "年度も知りたい 〔名前〕")


def test_choices_of_reading_keep_the_conversation(page: Page) -> None:
    page.goto("/")
    ask(page, "出生数は?", "785 人")
    page.locator(".reading-menu summary").click()
    page.get_by_role("button", name="ふりがなを付ける").click()
    expect(page.locator("ruby").first).to_be_visible()
    expect(page.locator(".turn")).to_have_count(1)
    ask(page, "目標は?", "828")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".turn")).to_have_count(2)
    page.locator(".reading-menu summary").click()
    page.get_by_role("button", name="Show easy Japanese").click()
    expect(page.locator("[name=style]")).to_be_checked()
    expect(page.locator(".turn")).to_have_count(2)


@pytest.mark.parametrize("context", [{"viewport": PHONE}, {"viewport": DESKTOP}], indirect=True)
def test_a_citizen_asks_in_english_and_reads_on_in_the_plan(page: Page) -> None:
    page.goto("/?lang=en")
    ask(page, "What is the target for births?", "828")
    ask(page, "And the latest value?", "785")
    page.locator(".marker").first.click()
    page.locator("details[open] .small a").first.click()
    expect(page).to_have_url(re.compile(r"/plan/2-2\?lang=en#2-2\.indicator\.1$"))
    expect(page.locator("[id='2-2.indicator.1']")).to_be_in_viewport()


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("context", [{"java_script_enabled": False}, {}], indirect=True)
def test_staff_find_and_take_away_what_touches_a_topic(page: Page, lang: str) -> None:
    page.goto(f"/find?lang={lang}&q=孤独&kind=initiative")
    expect(page.locator(".result")).not_to_have_count(0)
    expect(page.locator(".result mark").first).to_have_text(re.compile("孤独"))
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").click()
    assert Path(taken.value.path()).read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("context", [{"java_script_enabled": False}, {}], indirect=True)
def test_the_desk_serves_english_with_and_without_script(page: Page) -> None:
    page.goto("/desk?lang=en")
    page.locator("#desk-q").fill("number of births")
    page.keyboard.press("Enter")
    expect(page.locator(".desk-figure").first).to_contain_text("785")


# What a browser offers that understands speech on the device, as far as the page uses it.
HEARING = """
window.SpeechRecognition = class extends EventTarget {
  static available = async () => "%s";
  start() {
    if (!this.processLocally) throw new Error("speech would leave the device");
    const heard = Object.assign(new Event("result"), { results: [[{ transcript: "出生数は" }]] });
    setTimeout(() => { this.dispatchEvent(heard); this.dispatchEvent(new Event("end")); });
  }
  stop() {}
};
"""


@pytest.mark.parametrize(("offered", "buttons"), [("available", 1), ("downloadable", 0)])
def test_speech_is_offered_only_where_it_stays_on_the_device(
    page: Page, offered: str, buttons: int
) -> None:
    page.add_init_script(HEARING % offered)
    page.goto("/")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".voice")).to_have_count(buttons)
    if buttons:
        page.locator(".voice").click()
        expect(page.locator("#question")).to_have_value("出生数は")
        expect(page.locator(".voice")).to_have_attribute("aria-pressed", "false")
        expect(page.locator("#question")).to_be_focused()

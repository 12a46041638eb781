"""What the staff see: counts, what was not answered, passages, words; as tables, pictures, CSV."""

from __future__ import annotations

import csv
import io
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient
from starlette.types import ASGIApp

from assistant.environment import Environment
from assistant.plans.many_plans import ManyPlans
from assistant.plans.opening import build_store, open_store
from assistant.service import Assistant
from index.layout import Layout
from web.app import create_app
from web.days import today
from web.feedback_store import FeedbackStore
from web.staff.chart import bars
from web.staff.door import Door
from web.staff.pages import Staff
from web.staff.rebuilding import Rebuilding
from web.verdicts import Verdict

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def rows(client: TestClient, name: str, lang: str = "en") -> list[list[str]]:
    response = client.get(f"/staff/{name}.csv?lang={lang}")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_counts_by_day(inside: TestClient) -> None:
    head, *days = rows(inside, "days")
    assert head == ["Day", "Questions", "Without answer", "Useful", "Not useful"]
    assert days[0] == [today().isoformat(), "5", "3", "1", "1"]
    assert days[1][1:] == ["0", "0", "1", "0"]
    assert len(days) == 2


def test_what_was_not_answered(inside: TestClient) -> None:
    """Made harmless: a spreadsheet would run what begins with = or @."""
    day = today().isoformat()
    assert rows(inside, "unanswered")[1:] == [["保育料はいくら", "2", day], ["'@SUM(1)", "1", day]]
    assert [row[2] for row in rows(inside, "remarks")] == ["Word", "<b>よい", "'=1+1"]


def test_passages_are_linked(inside: TestClient) -> None:
    used = rows(inside, "passages")
    assert used[0] == ["Passage", "Questions", "Useful", "Not useful"]
    assert used[1][0].startswith("2-2.indicator.1 ")
    assert used[1][1:] == ["2", "1", "0"]
    page = inside.get("/staff?lang=en").text
    assert '<a href="/plan/2-2?lang=en#2-2.indicator.1" lang="ja">2-2.indicator.1 ' in page
    assert '<th scope="row">9-9.goal.1</th>' in page


def test_passages_lead_to_the_plan_that_their_keys_name(
    many: ManyPlans, verdicts: FeedbackStore, door: Door, environment: Environment, forms: Any
) -> None:
    """One of a plan that is not served, or that has no such passage, is named alone."""
    day, fig = today().isoformat(), "4-1.indicator.1"
    for key in (
        f"midori/{fig}",
        "kamakura/fn9",
        f"atlantis/{fig}",
        "midori/2-2.indicator.1",
        f"../midori/{fig}",
    ):
        verdicts.add(Verdict(day, True, "ja", "normal", "indicator", True, (key,), "よい"))
    staff = Staff(door, Rebuilding(environment))
    app = create_app(many.plan(many.default), verdicts, staff=staff, many=many)
    client = TestClient(app, follow_redirects=False)
    type(forms)(client).sign_in()
    page = client.get("/staff?lang=en").text
    for table in ("passages", "remarks"):
        shown = page.partition(f'id="{table}-title"')[2].partition("</section>")[0]
        links = dict(re.findall(r'<a href="(/[^"]*#[^"]+)" lang="ja">(\S+) ', shown))
        expected = {
            f"/midori/plan/4-1?lang=en#{fig}": f"midori/{fig}",
            "/kamakura/plan/2-1?lang=en#fn9": "kamakura/fn9",
            "/plan/2-2?lang=en#2-2.indicator.1": "2-2.indicator.1",
        }
        if table == "remarks":
            del expected["/plan/2-2?lang=en#2-2.indicator.1"]
        assert links == expected
        for key in (f"atlantis/{fig}", "midori/2-2.indicator.1", f"../midori/{fig}"):
            assert re.search(rf">{re.escape(key)}</t[hd]>", shown), key
    for link in links:
        address, _, anchor = link.partition("#")
        assert f'id="{anchor}"' in client.get(address).text
    named = [row[0] for row in rows(client, "passages")]
    assert any(one.startswith(f"midori/{fig} ") for one in named)


def test_passages_of_a_plan_that_cannot_be_read_just_now_are_named(
    of_many: Environment,
    many: ManyPlans,
    verdicts: FeedbackStore,
    door: Door,
    forms: Any,
    tmp_path: Path,
) -> None:
    environment = replace(of_many, index_folder=tmp_path / "index")
    store = open_store(environment)
    build_store(environment, store, progress=False)
    plans = ManyPlans.open(store, many.models)
    staff = Staff(door, Rebuilding(environment))
    app = create_app(plans.plan("kamakura"), verdicts, staff=staff, many=plans)
    key = ("midori/4-1.indicator.1",)
    verdicts.add(Verdict(today().isoformat(), True, "ja", "normal", "indicator", True, key, ""))
    client = TestClient(app, follow_redirects=False)
    type(forms)(client).sign_in()
    assert "/midori/plan/4-1#4-1.indicator.1" in client.get("/staff").text
    shutil.rmtree(store.folder("midori"))
    assert '<th scope="row">midori/4-1.indicator.1</th>' in client.get("/staff").text


def test_kinds(inside: TestClient) -> None:
    kinds = {row[0]: row[1:] for row in rows(inside, "kinds")}
    assert kinds["not in the plan"] == ["3", "3", "0", "1"]
    assert kinds["figure"] == ["1", "0", "1", "0"]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_page_is_whole_and_escaped(inside: TestClient, lang: str) -> None:
    page = inside.get(f"/staff?lang={lang}").text
    assert page.count("<caption>") == 5
    assert page.count('role="img"') == 2
    assert "<b>よい" not in page
    assert "&lt;b&gt;よい" in page
    assert "style=" not in page
    assert "(60%" in page


def test_a_period_is_chosen(inside: TestClient) -> None:
    assert "2-2.indicator.1" in inside.get("/staff?days=1").text
    assert len(inside.get("/staff/days.csv?days=1").text.splitlines()) == 2
    for days in ("0", "366", "x"):
        assert inside.get(f"/staff?days={days}").status_code == 422
    assert inside.get("/staff/nothing.csv").status_code == 404


def test_without_a_log_of_questions_the_page_says_so(
    assistant: Assistant, environment: Environment, verdicts: FeedbackStore, door: Door, forms: Any
) -> None:
    staff = Staff(door, Rebuilding(environment))
    client = TestClient(create_app(assistant, verdicts, staff=staff), follow_redirects=False)
    other = type(forms)(client)
    other.sign_in()
    page = client.get("/staff").text
    assert "MICHISHIRUBE_QUESTION_LOG" in page
    assert "答えられなかった質問</h2>" not in page
    assert client.get("/staff/unanswered.csv").status_code == 404
    assert rows(client, "days")[0] == ["Day", "Useful", "Not useful"]


def test_what_cannot_be_read_is_said(
    inside: TestClient, verdicts: FeedbackStore, tmp_path: Path
) -> None:
    verdicts.file.write_bytes(b"no database" * 100)
    page = inside.get("/staff")
    assert page.status_code == 503
    assert "記録を読み書きできません" in page.text


def test_a_chart_has_a_bar_for_each_count() -> None:
    drawn = bars('"<name>"', [(0, 0), (3, 1), (2, 0)])
    assert 'aria-label="&#34;&lt;name&gt;&#34;"' in drawn
    heights = re.findall(
        r'class="pic-(?:latest|target)" x="[\d.]+" y="([\d.]+)" .*? height="([\d.]+)"', drawn
    )
    assert heights == [("30.0", "90.0"), ("0.0", "30.0"), ("60.0", "60.0")]
    assert "<rect" in bars("nothing", [])


@pytest.fixture
def rebuilt(
    assistant: Assistant, tmp_path: Path, verdicts: FeedbackStore, door: Door, forms: Any
) -> Callable[[Environment], Any]:
    """Has the index of an environment built by the button; gives the page when it is done."""

    def rebuilt(environment: Environment) -> str:
        staff = Staff(door, Rebuilding(environment))
        client = TestClient(create_app(assistant, verdicts, staff=staff), follow_redirects=False)
        own = type(forms)(client)
        own.sign_in()
        form = {"token": own.token("/staff")}
        assert client.post("/staff/rebuild", data=form).headers["location"] == "/staff"
        assert "作り直しています" in client.get("/staff").text
        assert client.post("/staff/rebuild", data=form).status_code == 303
        end = time.monotonic() + 120
        while staff.rebuilding.state == "running":
            assert time.monotonic() < end
            time.sleep(0.1)
        return client.get("/staff").text

    return rebuilt


def test_the_index_is_built_anew(rebuilt: Any, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    assert "作り直しました" in rebuilt(Environment(index_folder=folder))
    assert Layout(folder).manifest.exists()


def test_an_index_that_cannot_be_built_is_said(rebuilt: Any, tmp_path: Path) -> None:
    page = rebuilt(Environment(index_folder=tmp_path / "index", plan=tmp_path / "none.txt"))
    assert "作り直せませんでした" in page
    assert "none.txt" in page


AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize("locale", ["ja-JP", "en-GB"])
def test_a_browser_signs_in_without_script(
    browser: Browser, served: Any, make_app: Callable[[Door], ASGIApp], door: Door, locale: str
) -> None:
    """WCAG by axe-core on the way; nothing is wider than a narrow window."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    dark = "dark" if locale == "en-GB" else "light"
    with served(make_app(door)) as address:
        context = browser.new_context(
            locale=locale,
            base_url=address,
            color_scheme=dark,
            viewport={"width": 320, "height": 700},
        )
        page = context.new_page()
        seen = []

        def check() -> None:
            violations = axe.Axe().run(page, options=AXE).response["violations"]
            assert [(one["id"], one["nodes"][0]["html"][:120]) for one in violations] == []
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            seen.append(page.url.removeprefix(address))

        page.goto("/staff")
        check()
        for password in ("wrong", "かまくらの 道しるべ 2026"):
            page.fill("#password", password)
            page.click("main button")
            check()
        page.click(".sign-out button")
        assert page.url == f"{address}/staff/sign-in"
        context.close()
    assert seen == ["/staff/sign-in", "/staff/sign-in", "/staff"]

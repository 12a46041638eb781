"""/{plan}/, /all/ and /plans: the pages of each of several plans, and of all of them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.testclient import TestClient

from assistant.environment import Environment
from assistant.errors import TakenPlanIdError
from assistant.plans.many_plans import ManyPlans
from assistant.plans.opening import build_store, open_store
from web.app import create_app
from web.feedback_store import FeedbackStore
from web.live import Live
from web.plans import TAKEN
from web.served_plans import ServedPlans

if TYPE_CHECKING:
    from playwright.sync_api import Browser

QUESTION = {"question": "緑地の面積は?"}


def test_short_addresses_are_of_the_plan_that_is_asked_by_default(
    client_of_many: TestClient, read_of_many: Callable[..., Any]
) -> None:
    assert "鎌倉市の総合計画に" in read_of_many("/").text
    assert client_of_many.post("/api/ask", json=QUESTION).json()["answerable"] is False
    assert "/plans" in read_of_many("/").links


@pytest.mark.parametrize(
    "page", ["", "plan", "plan/3-1", "indicators", "glossary", "find", "desk", "docs", "privacy"]
)
def test_every_link_of_a_plan_stays_with_it(
    client_of_many: TestClient, read_of_many: Callable[..., Any], page: str
) -> None:
    shown = read_of_many(f"/midori/{page}")
    for link in shown.links:
        own = link.startswith(("/midori/", "#", "?"))
        assert own or link in ("/plans", "/openapi.json"), link
    for link in {link.partition("#")[0] for link in shown.links if link.startswith("/midori")}:
        assert client_of_many.get(link).status_code == 200, link


def test_a_plan_is_found_by_its_city(read_of_many: Callable[..., Any]) -> None:
    assert "/midori/" in read_of_many("/plans?q=緑").links
    assert "/kamakura/" not in read_of_many("/plans?q=midori").links
    assert "この名前の市の計画はありません" in read_of_many("/plans?q=<b>").text


def test_an_answer_names_the_city_and_leads_to_its_plan(
    client_of_many: TestClient, read_of_many: Callable[..., Any]
) -> None:
    cited = client_of_many.post("/midori/api/ask", json=QUESTION).json()["citations"][0]
    assert (cited["plan"], cited["city"]) == ("midori", "緑市")
    assert cited["url"] == "/midori/plan/4-1#4-1.indicator.1"
    page = read_of_many("/all/?q=市民が関わる取組は?")
    assert "鎌倉市、緑市の計画に記載があります。" in page.text
    assert "緑市 4-1" in page.text
    for link in page.links:
        assert not link.startswith("/plan/"), link
    assert any(link.startswith("/kamakura/plan/") for link in page.links)


def test_plans_are_chosen_by_programs(client_of_many: TestClient) -> None:
    def cited(plans: object) -> set[str]:
        asked = {"question": "市民が関わる取組は?", "plans": plans}
        answer = client_of_many.post("/api/ask", json=asked).json()
        return {one["plan"] for one in answer["citations"]}

    assert cited(["midori"]) == {"midori"}
    assert cited(["midori", "kamakura"]) == cited("all") == {"midori", "kamakura"}
    streamed = client_of_many.post("/api/ask/stream", json={**QUESTION, "plans": "all"}).text
    assert "1,234.5 ha" in streamed
    for plans in (["atlantis"], ["../etc"], "some", [1], ["a"] * 51):
        response = client_of_many.post("/api/ask", json={**QUESTION, "plans": plans})
        assert response.status_code == 422, plans
        assert response.json()["errors"], plans


def test_one_plan_alone_knows_no_other(client: TestClient) -> None:
    response = client.post("/api/ask", json={**QUESTION, "plans": ["midori"]})
    assert response.status_code == 422
    assert client.get("/plans").status_code == 404
    assert client.get("/midori/").status_code == 404


@pytest.mark.parametrize("path", ["/atlantis/", "/atlantis/api/ask", "/midori/nothing", "/%00/"])
def test_there_is_no_such_page(client_of_many: TestClient, path: str) -> None:
    assert client_of_many.get(path).status_code in (404, 405)


def test_a_verdict_is_kept_with_the_plan(
    client_of_many: TestClient, feedback: FeedbackStore
) -> None:
    given = {**QUESTION, "useful": True}
    assert client_of_many.post("/midori/api/feedback", json=given).status_code == 204
    assert feedback.all()[-1].passages[0] == "midori/4-1.indicator.1"


def test_a_plan_may_not_be_called_as_a_page_is(
    of_many: Environment, many: ManyPlans, feedback: FeedbackStore, tmp_path: Path
) -> None:
    assert of_many.collection is not None
    for name in ("api", "midori"):
        shutil.copytree(of_many.collection / "midori", tmp_path / "plans" / name)
    environment = Environment(tmp_path / "index", collection=tmp_path / "plans")
    build_store(environment, open_store(environment), progress=False)
    hidden = ManyPlans.open(open_store(environment), many.models)
    with pytest.raises(TakenPlanIdError, match="'api'"):
        create_app(hidden.plan("midori"), feedback, many=hidden)


def test_a_plan_that_cannot_be_read_just_now_leaves_the_others(
    of_many: Environment, many: ManyPlans, feedback: FeedbackStore, tmp_path: Path
) -> None:
    environment = replace(of_many, index_folder=tmp_path / "index")
    store = open_store(environment)
    build_store(environment, store, progress=False)
    plans = ManyPlans.open(store, many.models)
    client = TestClient(create_app(plans.plan("kamakura"), feedback, many=plans))
    shutil.rmtree(store.folder("midori"))
    for response in (
        client.get("/midori/"),
        client.post("/all/api/ask", json=QUESTION),
        client.post("/midori/api/ask", json=QUESTION),
    ):
        assert response.status_code == 503
        assert str(tmp_path) not in response.text
    assert client.post("/api/ask", json={"question": "出生数は?"}).status_code == 200


def test_what_is_taken_is_told_whole(client_of_many: TestClient) -> None:
    app = client_of_many.app
    included = [getattr(one, "original_router", one) for one in app.routes]  # type: ignore[attr-defined]
    every = [route for one in included for route in getattr(one, "routes", None) or [one]]
    paths = {getattr(route, "path", "").strip("/").partition("/")[0] for route in every}
    named = {re.sub(r"\.\w+$", "", path) for path in paths} - {"", "{plan}", "openapi"}
    assert {"api", "static", "plan"} <= named <= TAKEN


def test_a_plan_that_is_added_is_taken_up(
    of_many: Environment, feedback: FeedbackStore, tmp_path: Path
) -> None:
    assert of_many.collection is not None
    plans = tmp_path / "plans"
    shutil.copytree(of_many.collection / "midori", plans / "midori")
    environment = replace(of_many, index_folder=tmp_path / "index", collection=plans)
    served = ServedPlans.open(environment)
    live = Live(served, lambda opened: create_app(opened.assistant, feedback, many=opened.many))
    client = TestClient(live)
    # One alone is served as ever.
    assert client.post("/api/ask", json=QUESTION).json()["citations"][0]["url"] == (
        "/plan/4-1#4-1.indicator.1"
    )
    assert not live.refresh()
    shutil.copytree(of_many.collection / "midori", plans / "aoba")
    build_store(environment, open_store(environment), progress=False)
    assert live.refresh()
    assert client.get("/aoba/plan/4-1").status_code == 200
    assert client.get("/plans").status_code == 200


def test_a_conversation_with_all_plans_in_a_browser(
    many: ManyPlans,
    feedback: FeedbackStore,
    browser: Browser,
    served: Callable[..., AbstractContextManager[str]],
) -> None:
    with served(create_app(many.plan(many.default), feedback, many=many)) as address:
        page = browser.new_page(base_url=address, locale="ja-JP")
        page.goto("/plans")
        assert Axe().run(page).violations_count == 0
        page.get_by_role("link", name="緑市").click()
        page.get_by_label("質問", exact=True).fill("緑地の面積は?")
        page.keyboard.press("Enter")
        page.get_by_text("1,234.5 ha (2024 年度) です").wait_for()
        page.get_by_role("link", name="緑市").click()
        page.get_by_role("link", name="すべての市の計画に尋ねる").click()
        page.get_by_label("質問", exact=True).fill("市民が関わる取組は?")
        page.keyboard.press("Enter")
        page.get_by_text("鎌倉市、緑市の計画に記載があります。").wait_for()
        page.locator("article summary").first.click()
        page.get_by_role("link", name="計画の中で見る").first.click()
        assert "/kamakura/plan/" in page.url
        page.close()

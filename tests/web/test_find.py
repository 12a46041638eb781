"""/find: by words, by facets, by both."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest

from assistant.service import Assistant
from corpus.parse import bundled_plan_path, read_plan
from corpus.plan import Plan
from web.found_files import found_markdown
from web.words import words


def found(read: Any, query: str) -> set[str]:
    """The ids of the passages that are found."""
    links = read(f"/find?{query}").links
    return {
        link.partition("#")[2]
        for link in links
        if link.startswith("/plan/") and re.search("#(?!partner$)", link)
    }


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("section=2-3&kind=initiative", {f"2-3.initiative.{n}" for n in range(1, 5)}),
        ("kind=footnote&section=2-1", {"fn9", "fn10", "fn11"}),
        ("direction=down&section=2-2", {"2-2.indicator.9"}),
        ("partner=他行政機関&kind=goal", {"2-5.goal.1"}),
        ("section=none", set()),
        ("q=フレイル&kind=initiative", {"2-3.initiative.3"}),
    ],
)
def test_by_facets(read: Any, query: str, wanted: set[str]) -> None:
    assert found(read, query) == wanted


def test_without_words_everything_is_found(read: Any, plan: Plan) -> None:
    assert found(read, "") == {passage.id for passage in plan.passages}


@pytest.mark.parametrize(
    "word", ["孤独", "自殺", "保護司", "ICT", "スポーツ", "(2024", "3.0%", "取り"]
)
def test_every_passage_that_holds_the_word_is_found(read: Any, plan: Plan, word: str) -> None:
    holding = {passage.id for passage in plan.passages if word in passage.text}
    assert holding
    assert holding <= found(read, f"q={word}")


def test_words_that_the_plan_does_not_know_find_nothing(read: Any) -> None:
    page = read("/find?q=zzzz")
    assert "見つかりませんでした" in page.text


def test_the_form_keeps_what_was_asked(read: Any) -> None:
    page = read("/find?q=%22孤独%22&section=2-1")
    assert page.values["q"] == ['"孤独"']
    assert '<option value="2-1" selected>' in page.html


def test_the_plans_order_or_the_nearest_first(read: Any, plan: Plan) -> None:
    order = {passage.id: number for number, passage in enumerate(plan.passages)}

    def ids(query: str) -> list[str]:
        links = read(f"/find?{query}").links
        return [link.partition("#")[2] for link in links if "#2-" in link or "#fn" in link]

    by_plan = ids("q=孤独&order=plan")
    assert by_plan == sorted(by_plan, key=lambda id_: order[id_])
    assert ids("q=孤独") != by_plan
    assert sorted(ids("q=孤独")) == sorted(by_plan)


def test_what_is_found_is_taken_away_as_it_is_shown(client: Any, read: Any, plan: Plan) -> None:
    query = "q=孤独&section=2-1"
    response = client.get(f"/find.csv?{query}", headers={"accept-language": "ja"})
    assert response.content.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert {row["id"] for row in table} == found(read, query)
    for row in table:
        assert row["計画の文章"].removeprefix("'") == plan.passage(row["id"]).text
    markdown = client.get(f"/find.md?{query}").text
    assert all(f"({row['id']})" in markdown for row in table)


def test_markdown_shows_the_plan_and_runs_nothing() -> None:
    plan = read_plan(bundled_plan_path())
    text = found_markdown(plan, [plan.passage("2-1.partners")], words("ja"))
    assert "<input" not in text.replace("\\<", "")


def test_questions_like_the_one_typed_are_offered(read: Any, assistant: Assistant) -> None:
    page = read("/find?q=子どもの遊び場")
    asks = (
        assistant.asks.passages["2-2.initiative.4"].ja + assistant.asks.passages["2-2.issue.3"].ja
    )
    assert any(ask in page.text for ask in asks)


def test_the_table_of_partners_is_the_plans(read: Any, plan: Plan) -> None:
    ticked = sum(box.checked for one in plan.sections for box in one.partners.boxes)
    assert read("/find").text.count("✓ 印あり") == ticked

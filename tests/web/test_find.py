"""/find: by words, by facets, by both."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.plan import Plan


def found(read: Any, query: str) -> set[str]:
    """The ids of the passages that are found."""
    links = read(f"/find?{query}").links
    return {link.partition("#")[2] for link in links if link.startswith("/plan/") and "#" in link}


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

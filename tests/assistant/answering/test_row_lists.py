"""Lists of rows: the lead says what they are held to; ranks with all that tie, unit by unit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from told_lists import EIGHTIES, ROWS, WHOLE, cited, listing, told

from assistant.source import Source
from assistant.understanding.query import (
    Field,
    Filter,
    Interval,
    Order,
    Scope,
    State,
)


def test_a_lead_says_what_rows_are_held_to(source: Callable[..., Source]) -> None:
    query = listing(kinds=ROWS, filters=(EIGHTIES,))
    lead = told(query, source()).partition("\n")[0]
    assert lead == "直近の実績値が80%以上90%未満の成果指標は、全部で3件です。"
    assert cited(query, source()) == ["2-2.indicator.4", "2-4.indicator.1", "2-4.indicator.2"]
    english = told(query, source("en")).partition("\n")[0]
    assert english == (
        "There are 3 indicators in the plan whose latest value is at least 80% and below 90%."
    )


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        (Interval(50, None), "50%以上の"),
        (Interval(50, None, low_open=True), "50%より大きい"),
        (Interval(None, 30), "30%以下の"),
        (Interval(None, 30, high_open=True), "30%未満の"),
        (Interval(10, 20, low_open=True), "10%より大きく20%以下の"),
        (Interval(38.3, 38.3), "38.3%の"),
    ],
)
def test_bounds_in_words(source: Callable[..., Source], interval: Interval, words: str) -> None:
    query = listing(kinds=ROWS, filters=(Filter(Field.LATEST, interval, "%"),))
    assert told(query, source()).startswith(f"直近の実績値が{words}成果指標は")


def test_constraints_are_joined(source: Callable[..., Source]) -> None:
    scope = Scope(sections=("2-1",))
    half = Filter(Field.LATEST, Interval(30, None), "%")
    query = listing(kinds=ROWS, scope=scope, states=(State.UP,), filters=(half,), years=(2025,))
    assert told(query, source()).startswith(
        "2-1 福祉で目指す方向が「上げる」(↗)で、直近の実績値が30%以上で、"
        "実績値の年度が2025年度の成果指標は、全部で2件です。"
    )


def test_that_none_fits_is_an_answer_that_cites_what_was_looked_through(
    source: Callable[..., Source],
) -> None:
    query = listing(kinds=ROWS, filters=(EIGHTIES,), scope=Scope(sections=("2-3",)))
    text = told(query, source())
    assert text.startswith("2-3 健康で直近の実績値が80%以上90%未満の成果指標はありません。")
    assert cited(query, source()) == [f"2-3.indicator.{n}" for n in (1, 2, 3)]


def test_the_lowest_is_told_unit_by_unit(source: Callable[..., Source]) -> None:
    order = Order(Field.LATEST, descending=False, limit=1)
    query = listing(kinds=ROWS, scope=Scope(sections=("2-1",)), order=order)
    text = told(query, source())
    assert "単位ごとに" in text
    assert "14.5% (2025 年度) です[1]" in text
    assert "17.5%" not in text
    assert "「かまくら市民共生サポーター受講者数」の1件だけ" in text
    assert "未定の2件は、順位に入れていません" in text


def test_all_that_tie_are_told(source: Callable[..., Source]) -> None:
    order = Order(Field.LATEST, descending=True, limit=1)
    query = listing(kinds=ROWS, scope=Scope(sections=("2-2",)), order=order)
    text = told(query, source())
    assert "最も高いのは、次の2件です" in text
    assert text.count("100% (2025 年度)") == 2


def test_a_rank_is_of_the_rows_that_fit(source: Callable[..., Source]) -> None:
    order = Order(Field.LATEST, descending=True, limit=1)
    pointed = Scope(passages=tuple(f"2-1.indicator.{n}" for n in (7, 8, 9)))
    query = listing(kinds=ROWS, scope=pointed, order=order)
    assert cited(query, source()) == ["2-1.indicator.7"]
    assert told(query, source()).startswith("先に挙げた3件のうち、直近の実績値が最も高いのは")


def test_a_sorted_list_has_places(source: Callable[..., Source]) -> None:
    order = Order(Field.GAP, descending=True, limit=2)
    query = listing(kinds=ROWS, scope=Scope(sections=("2-3",)), order=order)
    text = told(query, source())
    assert "- 1位 国民健康保険対象者の健康寿命に対する平均寿命との差(女): 3.4 歳" in text
    assert "- 2位 国民健康保険対象者の健康寿命に対する平均寿命との差(男): 1.6 歳" in text


def test_arrows_are_listed_and_figures_that_lie_the_same_way_beside_them(
    source: Callable[..., Source],
) -> None:
    text = told(listing(kinds=ROWS, states=(State.DOWN,), scope=WHOLE), source())
    assert text.startswith("目指す方向が「下げる」(↘)の成果指標は、全部で4件です。")
    assert "目標値が直近の実績値より低いものが3件あります[5][6][7]。" in text

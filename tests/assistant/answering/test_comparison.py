"""Comparisons: what can be set against each other, with the working, and what cannot be said so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answering import comparison
from assistant.answering.draft import Draft
from assistant.source import Source
from assistant.understanding.query import (
    Act,
    AnswerType,
    Field,
    Filter,
    Interval,
    Query,
    Scope,
    State,
)
from corpus.plan import Kind

HARBOUR = Path(__file__).with_name("harbour.txt").read_text(encoding="utf-8")
MEN, WOMEN = "2-3.indicator.1", "2-3.indicator.2"
NURSERY = tuple(f"2-2.indicator.{n}" for n in (3, 4, 5, 6))
BIRTHS = "2-2.indicator.1"


def compare(*rows: str, **given: object) -> Query:
    return Query(Act.COMPARE, rows=rows, **given)  # type: ignore[arg-type]


def drafted(query: Query, source: Source) -> Draft:
    result = comparison.execute(query, source)
    assert result is not None
    draft = Draft(source.plan, source.companions, source.lang)
    comparison.write(result, query, draft, source)
    assert set(draft.passages) <= set(result.passages)
    return draft


def told(query: Query, source: Source) -> str:
    return drafted(query, source).text


def test_two_rows_with_difference_and_ratio(source: Callable[..., Source]) -> None:
    query = compare(MEN, WOMEN)
    text = told(query, source())
    assert "(女)」の直近の実績値は 3.4 歳 (2025 年度) で[1]" in text
    assert "(男)」は 1.6 歳 (2025 年度) です[2]" in text
    assert "前者のほうが 1.8 歳 大きい値です(3.4 − 1.6 = 1.8 歳)" in text
    assert "約 2.13 倍です(3.4 ÷ 1.6 ≈ 2.13)" in text
    result = comparison.execute(query, source())
    assert result is not None
    assert [value.value for value in result.values[:2]] == [1.8, 2.13]
    assert set(result.values[0].rows) == {MEN, WOMEN}


def test_one_row_is_compared_with_its_family(source: Callable[..., Source]) -> None:
    assert told(compare(MEN), source()) == told(compare(MEN, WOMEN), source())
    cited = {passage.id for passage in drafted(compare(NURSERY[0]), source()).passages}
    assert cited == set(NURSERY)


def test_a_family_is_told_whole_with_its_spread(source: Callable[..., Source]) -> None:
    text = told(compare(*NURSERY), source())
    assert [line.split()[1] for line in text.splitlines()[1:5]] == ["1位", "1位", "3位", "4位"]
    assert "15.1 ポイント です(100 − 84.9 = 15.1 ポイント)" in text


def test_equal_values_are_said_to_be_equal(source: Callable[..., Source]) -> None:
    text = told(compare(NURSERY[0], NURSERY[3]), source())
    assert "どちらも同じ値です" in text
    assert "倍" not in text


def test_which_is_nearer_to_its_target(source: Callable[..., Source]) -> None:
    pair = told(compare(NURSERY[1], NURSERY[2], aspects=(Field.GAP,)), source())
    assert "最も近いのは「保育所利用率(2歳児)(定員数/利用申込者数)」で、あと 5.4 ポイント" in pair
    every = told(compare(*NURSERY, aspects=(Field.REACHED,)), source())
    nearest = every.partition("最も近いのは")[2]
    assert "0歳児" in nearest
    assert "3歳以上児" in nearest
    assert "すでに達しています" in nearest


def test_different_units_are_told_and_not_compared(source: Callable[..., Source]) -> None:
    query = compare(BIRTHS, NURSERY[1])
    text = told(query, source())
    assert "785 人" in text
    assert "84.9%" in text
    assert "単位が異なるため" in text
    result = comparison.execute(query, source())
    assert result is not None
    assert result.values == ()


def test_undecided_values_are_not_compared(source: Callable[..., Source]) -> None:
    text = told(compare("2-1.indicator.5", "2-1.indicator.7"), source())
    assert "未定(2026 年度に把握の予定)" in text
    assert "39.1%" in text
    assert "比べられません" in text


def test_that_years_differ_is_said(source: Callable[..., Source]) -> None:
    assert "年度はそろっていません" in told(compare(NURSERY[1], "2-2.indicator.7"), source())
    assert "年度はそろっていません" not in told(compare(*NURSERY), source())


def test_a_change_over_time_is_not_compared(source: Callable[..., Source]) -> None:
    text = told(compare(MEN, WOMEN, answer_type=AnswerType.TREND), source())
    assert text.count("増えたか減ったかは分かりません") == 2


def test_another_place_is_not_compared(source: Callable[..., Source]) -> None:
    query = compare(BIRTHS, elsewhere=("藤沢",), answer_type=AnswerType.ELSEWHERE)
    text = told(query, source())
    assert text.startswith("藤沢の値は、この計画には書かれていません。鎌倉市の「出生数」")
    assert text.endswith("この計画だけで比べることはできません。")
    assert "藤沢" in told(compare(elsewhere=("藤沢",)), source())


def test_sections_beside_each_other(source: Callable[..., Source]) -> None:
    query = compare(scope=Scope(sections=("2-1", "2-4")))
    text = told(query, source())
    assert text.startswith(
        "主な取組は、2-1 福祉が6件、2-4 教育が4件です。"
        "2-1 福祉のほうが 2 件多くなっています(6 − 4 = 2)。"
    )
    assert len(drafted(query, source()).passages) == 10


def test_all_sections_by_their_counts(source: Callable[..., Source]) -> None:
    text = told(compare(scope=Scope(is_whole=True), kinds=(Kind.INITIATIVE,)), source())
    assert "最も多いのは2-1 福祉の6件、最も少ないのは2-5 スポーツ・レクリエーションの2件" in text


def test_sections_by_rows_that_are_held_to_something(source: Callable[..., Source]) -> None:
    query = compare(
        scope=Scope(sections=("2-1", "2-3")),
        kinds=(Kind.INDICATOR,),
        states=(State.UNDECIDED,),
    )
    text = told(query, source())
    assert "未定の成果指標は、2-1 福祉が2件、2-3 健康が0件です" in text


def test_a_made_up_plan(source_of: Callable[..., Source]) -> None:
    source = source_of(HARBOUR)
    sections = compare(scope=Scope(is_whole=True), kinds=(Kind.INITIATIVE, Kind.ISSUE))
    text = told(sections, source)
    assert "主な取組は、1-1 港が2件、1-2 森が1件です。1-1 港のほうが 1 件多く" in text
    assert "課題は、1-1 港が1件、1-2 森が0件です" in text
    parts = told(compare("1-1.indicator.4"), source)
    assert "1,233 人 大きい値です(1,234 − 1 = 1,233 人)" in parts


@pytest.mark.parametrize(
    "query",
    [
        compare(),
        compare("2-9.indicator.1"),
        compare(MEN, WOMEN, filters=(Filter(Field.LATEST, Interval(1, 2)),)),
        compare(scope=Scope(sections=("2-1",))),
        compare(scope=Scope(sections=("2-1", "9-9"))),
        compare(scope=Scope(sections=("2-1", "2-2")), topic="災害"),
        compare(scope=Scope(is_whole=True), kinds=(Kind.ISSUE,), states=(State.UP,)),
        Query(Act.LIST, rows=(MEN, WOMEN)),
    ],
)
def test_what_cannot_be_compared_is_left(source: Callable[..., Source], query: Query) -> None:
    assert comparison.execute(query, source()) is None

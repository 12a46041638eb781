"""Figures: exact, the aspect asked for first, and what the plan does not give said before it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answering import figures
from assistant.answering.draft import Draft
from assistant.source import Source
from assistant.understanding.query import (
    Act,
    AnswerType,
    Field,
    Filter,
    Interval,
    Order,
    Query,
    Style,
)

HARBOUR = Path(__file__).with_name("harbour.txt").read_text(encoding="utf-8")
BIRTHS, ONE_YEAR = "2-2.indicator.1", "2-2.indicator.4"


def figure(*rows: str, **given: object) -> Query:
    return Query(Act.FIGURE, rows=rows, **given)  # type: ignore[arg-type]


def told(query: Query, source: Source) -> str:
    result = figures.execute(query, source)
    assert result is not None
    draft = Draft(source.plan, source.companions, source.lang)
    figures.write(result, query, draft, source)
    assert set(draft.passages) <= set(result.passages)
    return draft.text


def test_the_latest_value_stands_first_and_the_target_after_it(
    source: Callable[..., Source],
) -> None:
    assert told(figure(BIRTHS), source()) == (
        "「出生数」の直近の実績値は 785 人 (2024 年度) です[1]。目標値は 828 人 です[1]。"
    )


def test_the_aspect_asked_for_stands_first(source: Callable[..., Source]) -> None:
    text = told(figure(BIRTHS, aspects=(Field.TARGET,)), source())
    assert text.startswith("「出生数」の目標値は 828 人 です[1]。直近の実績値は")
    short = figure(BIRTHS, aspects=(Field.TARGET,), style=Style(is_short=True))
    assert told(short, source()) == "「出生数」の目標値は 828 人 です[1]。"


def test_a_year_is_told_with_its_value_once(source: Callable[..., Source]) -> None:
    text = told(figure(BIRTHS, aspects=(Field.YEAR,)), source())
    assert text.startswith("「出生数」の直近の実績値は 2024 年度のもので、785 人 です[1]。")
    assert text.count("785") == 1


@pytest.mark.parametrize(
    ("row", "working"),
    [(BIRTHS, "828 − 785 = 43 人"), (ONE_YEAR, "100 − 84.9 = 15.1 ポイント")],
)
def test_a_gap_is_told_with_its_working(
    source: Callable[..., Source], row: str, working: str
) -> None:
    query = figure(row, aspects=(Field.GAP,))
    assert working in told(query, source())
    result = figures.execute(query, source())
    assert result is not None
    (value,) = result.values
    assert (value.working, value.rows) == (working, (row,))


def test_no_gap_is_worked_out_without_a_target_in_figures(source: Callable[..., Source]) -> None:
    query = figure("2-1.indicator.1", aspects=(Field.GAP,))
    text = told(query, source())
    assert "計算できません" in text
    assert text.count("数値で定められていない") == 1
    result = figures.execute(query, source())
    assert result is not None
    assert result.values == ()


def test_whether_a_target_is_reached(source: Callable[..., Source]) -> None:
    reached = figure("2-2.indicator.3", aspects=(Field.REACHED,))
    assert "目標値に達しています[1]" in told(reached, source())
    missed = figure(ONE_YEAR, aspects=(Field.REACHED,))
    assert "達していません。あと 15.1 ポイント" in told(missed, source())
    arrow = figure("2-1.indicator.1", aspects=(Field.REACHED,))
    assert "判断できません" in told(arrow, source())


def test_what_no_table_tells_is_not_guessed(source_of: Callable[..., Source]) -> None:
    source = source_of(HARBOUR)
    waste = figure("1-1.indicator.1", aspects=(Field.REACHED,))
    assert "12 g 上回っています(912 − 900 = 12 g)" in told(waste, source)
    assert "分かりません" in told(waste, source)
    assert "1人1日当たり" in told(figure("1-1.indicator.1", aspects=(Field.METHOD,)), source)
    units = figure("1-1.indicator.8", aspects=(Field.GAP,))
    assert "単位が異なる" in told(units, source)
    full = figure("1-1.indicator.2", aspects=(Field.REACHED,))
    assert "目標値に達しています" in told(full, source)
    keep = told(figure("1-1.indicator.6"), source)
    assert "「保つ」(→)" in keep
    part = told(figure("1-1.indicator.4"), source)
    assert "目標値は未定です" in part
    assert "「祭りの来場者数」の内訳です" in part


def test_an_undecided_value_is_told_with_the_year_in_which_it_is_due(
    source: Callable[..., Source],
) -> None:
    text = told(figure("2-1.indicator.6"), source())
    assert "未定で、2026 年度に把握される予定です[1]" in text
    assert text.endswith("の内訳です[2]。")


def test_a_year_that_the_plan_lacks_is_said_first_and_no_other(
    source: Callable[..., Source],
) -> None:
    text = told(figure(BIRTHS, years=(2023,)), source())
    first = "「出生数」の2023 年度の値は、この計画の表にありません。表にあるのは 2024 年度の値です"
    assert text.startswith(first)
    assert "ありません" not in told(figure(BIRTHS, years=(2024,)), source())


def test_the_year_of_a_target_is_in_no_table(source: Callable[..., Source]) -> None:
    text = told(figure(BIRTHS, aspects=(Field.TARGET, Field.YEAR)), source())
    assert text.startswith("「出生数」の目標値を何年度までに達成するのかは、成果指標の表に書かれて")
    assert "2024 年度の値は" not in told(
        figure(BIRTHS, aspects=(Field.TARGET,), years=(2030,)), source()
    )


@pytest.mark.parametrize(
    "given", [{"aspects": (Field.TREND,)}, {"answer_type": AnswerType.TREND}], ids=str
)
def test_a_change_cannot_be_told_of_a_single_value(
    source: Callable[..., Source], given: dict[str, object]
) -> None:
    text = told(figure(BIRTHS, **given), source())
    assert "増えたか減ったかは分かりません[1]。直近の実績値は 785 人" in text


def test_that_other_places_are_not_in_the_plan_is_said_first(
    source: Callable[..., Source],
) -> None:
    query = figure(BIRTHS, elsewhere=("藤沢",), answer_type=AnswerType.ELSEWHERE)
    text = told(query, source())
    assert text.startswith("藤沢の値は、この計画には書かれていません。鎌倉市の「出生数」の")


def test_a_target_in_figures_has_no_arrow(source: Callable[..., Source]) -> None:
    text = told(figure("2-3.indicator.1", aspects=(Field.DIRECTION,)), source())
    assert "目標値 0 歳 は、直近の実績値より低い値です" in text
    assert text.count("0 歳") == 1


def test_english_counts_what_the_row_counts(source: Callable[..., Source]) -> None:
    text = told(figure(BIRTHS, aspects=(Field.GAP,)), source("en"))
    assert text == (
        "The distance to the target of “Number of births” is 43 births (828 − 785 = 43 births)[1]."
        " The latest value is 785 births (fiscal 2024)[1]. The target is 828 births[1]."
    )


def test_english_units_agree_in_number(source_of: Callable[..., Source]) -> None:
    source = source_of(HARBOUR, "en")
    assert "is 1 visitor (fiscal 2024)" in told(figure("1-1.indicator.4"), source)
    assert "is 1,234 visitors (fiscal 2024)" in told(figure("1-1.indicator.3"), source)


def test_easy_japanese_names_rows_in_easy_words(source: Callable[..., Source]) -> None:
    text = told(figure(BIRTHS), source("ja", "plain"))
    assert "生まれた赤ちゃんの数" in text
    assert "直近の実績値" not in text


def test_it_carries_out_nothing_but_named_rows(source: Callable[..., Source]) -> None:
    refused = (
        figure(),
        figure("2-9.indicator.1"),
        figure(BIRTHS, filters=(Filter(Field.LATEST, Interval(1, 2)),)),
        figure(BIRTHS, order=Order(Field.LATEST, descending=True)),
    )
    assert [figures.execute(query, source()) for query in refused] == [None] * len(refused)


def test_a_value_of_another_row_or_of_the_text_is_shown_where_it_stands(
    source: Callable[..., Source],
) -> None:
    exercise = "2-5.indicator.1"
    result = figures.execute(figure(exercise), source())
    assert result is not None
    draft = Draft(source().plan, source().companions, "ja")
    figures.write(result, figure(exercise, claims=(47.4, 84.9)), draft, source())
    assert "47.4 は、2-5 スポーツ・レクリエーションの本文に" in draft.text
    assert "84.9 は、「保育所利用率(1歳児)" in draft.text
    assert {"2-5.current.1", ONE_YEAR} <= {passage.id for passage in draft.passages}


def test_a_text_on_suicide_is_shown_only_to_who_asks_of_it(source: Callable[..., Source]) -> None:
    asked = figure(BIRTHS, claims=(250.0,))
    assert "250 人" not in told(asked, source())

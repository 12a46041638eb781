"""Rows of the indicator table: exact arithmetic, and selections that hold what they are held to."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from assistant.answering.row_values import brackets_of, method_of, number_of
from assistant.answering.rows import family, gap, is_reached, select
from assistant.understanding.query import (
    Act,
    Field,
    Filter,
    Interval,
    Order,
    Query,
    Scope,
    State,
)
from corpus.parse import read_plan
from corpus.plan import Indicator, Plan

HARBOUR = Path(__file__).with_name("harbour.txt")


@pytest.fixture(scope="module")
def harbour() -> Plan:
    return read_plan(HARBOUR)


def query(**given: object) -> Query:
    return Query(Act.LIST, **given)  # type: ignore[arg-type]


def named(plan: Plan, name: str) -> Indicator:
    return next(row for row in plan.indicators if row.name.startswith(name))


def ids(plan: Plan, asked: Query) -> list[str]:
    selection = select(asked, plan)
    assert selection is not None
    return [row.passage.id for row in selection.rows]


def of_latest(low: float | None, high: float | None, unit: str | None = None) -> Filter:
    return Filter(Field.LATEST, Interval(low, high, high_open=True), unit)


def test_a_gap_is_exact_to_the_digit(plan: Plan) -> None:
    apart = gap(plan.indicators_by_id["2-2.indicator.4"])
    assert apart is not None
    assert apart.signed == Decimal("15.1")
    down = gap(plan.indicators_by_id["2-3.indicator.1"])
    assert down is not None
    assert (down.signed, down.size, down.unit) == (Decimal("-1.6"), Decimal("1.6"), "歳")


def test_no_gap_where_a_value_is_missing_or_units_differ(plan: Plan, harbour: Plan) -> None:
    assert gap(plan.indicators_by_id["2-1.indicator.1"]) is None
    assert gap(named(harbour, "見学会")) is None
    assert gap(named(harbour, "出前講座")) is None


def test_a_target_is_reached_only_where_the_table_tells(plan: Plan, harbour: Plan) -> None:
    reached = {row.passage.id: is_reached(row) for row in plan.indicators}
    assert [key for key, value in reached.items() if value] == [
        "2-2.indicator.3",
        "2-2.indicator.6",
    ]
    assert reached["2-2.indicator.1"] is False
    assert reached["2-3.indicator.3"] is False  # 10.25 is to come down to 0.
    assert reached["2-1.indicator.3"] is None  # It has an arrow and no value.
    assert is_reached(named(harbour, "桟橋")) is True
    assert is_reached(named(harbour, "ごみ")) is None  # Surpassed, or still to come down?


def test_both_bounds_of_an_interval_are_kept(plan: Plan) -> None:
    found = ids(plan, query(filters=(of_latest(80, 90, "%"),)))
    assert found == ["2-2.indicator.4", "2-4.indicator.1", "2-4.indicator.2"]


def test_other_units_are_left_out_only_where_a_unit_is_given(plan: Plan, harbour: Plan) -> None:
    over_fifty = Filter(Field.TARGET, Interval(50, None, low_open=True))
    assert "2-2.indicator.1" in ids(plan, query(filters=(over_fifty,)))
    in_percent = Filter(Field.TARGET, Interval(50, None, low_open=True), "%")
    assert "2-2.indicator.1" not in ids(plan, query(filters=(in_percent,)))
    assert ids(plan, query(filters=(of_latest(0, None, "円"),))) == []
    full_width = query(filters=(of_latest(40, 50, "%"),))
    assert ids(harbour, full_width) == [named(harbour, "港の満足度").passage.id]


def test_a_gap_can_be_bounded_in_points(plan: Plan) -> None:
    held = Filter(Field.GAP, Interval(7, None), "ポイント")
    assert ids(plan, query(filters=(held,))) == ["2-2.indicator.4", "2-2.indicator.8"]


@pytest.mark.parametrize("field", [Field.METHOD, Field.TREND, Field.UNIT, Field.DIRECTION])
def test_what_is_no_number_bounds_and_sorts_nothing(plan: Plan, field: Field) -> None:
    assert select(query(filters=(Filter(field, Interval(1, 2)),)), plan) is None
    assert select(query(order=Order(field, descending=True)), plan) is None


def test_an_interval_without_bounds_or_an_unknown_scope_is_refused(plan: Plan) -> None:
    assert select(query(filters=(Filter(Field.LATEST, Interval()),)), plan) is None
    assert select(query(scope=Scope(sections=("9-9",))), plan) is None
    assert select(query(rows=("2-9.indicator.1",)), plan) is None


def test_states_of_one_sort_are_alternatives_and_sorts_are_joined(plan: Plan) -> None:
    down = ids(plan, query(states=(State.DOWN,)))
    assert down == [f"2-1.indicator.{n}" for n in (7, 8, 9)] + ["2-2.indicator.9"]
    both = ids(plan, query(states=(State.DOWN, State.UP)))
    assert len(both) == sum(row.target.direction is not None for row in plan.indicators)
    undecided = query(states=(State.UNDECIDED, State.UP), scope=Scope(sections=("2-1",)))
    assert ids(plan, undecided) == ["2-1.indicator.5", "2-1.indicator.6"]


def test_undecided_is_of_the_value_that_is_asked_for(harbour: Plan) -> None:
    either = query(states=(State.UNDECIDED,))
    assert len(ids(harbour, either)) == 2
    latest = query(states=(State.UNDECIDED,), aspects=(Field.LATEST,))
    assert ids(harbour, latest) == [named(harbour, "見学会").passage.id]


def test_years_hold_the_latest_value_and_the_year_can_be_bounded(plan: Plan) -> None:
    before = Filter(Field.YEAR, Interval(None, 2025, high_open=True))
    assert ids(plan, query(filters=(before,))) == ids(plan, query(years=(2024,)))


def test_units_are_ranked_apart(plan: Plan) -> None:
    asked = query(scope=Scope(sections=("2-1",)), order=Order(Field.LATEST, False, 1))
    selection = select(asked, plan)
    assert selection is not None
    ranked = {ranking.unit: ranking.rows for ranking in selection.rankings}
    assert [row.latest.value for row in ranked["%"]] == [14.5]
    assert [row.latest.value for row in ranked["人"]] == [237]
    assert len(selection.unranked) == 2


def test_full_width_and_half_width_percent_are_one_unit(harbour: Plan) -> None:
    selection = select(query(order=Order(Field.LATEST, descending=True)), harbour)
    assert selection is not None
    assert [row.latest.value for row in selection.rankings[0].rows] == [103.0, 40.5]


def test_ties_at_the_limit_are_all_kept(plan: Plan) -> None:
    scope = Scope(sections=("2-2",))
    selection = select(query(scope=scope, order=Order(Field.LATEST, True, 1)), plan)
    assert selection is not None
    assert [row.passage.id for row in selection.rankings[0].rows] == [
        "2-2.indicator.3",
        "2-2.indicator.6",
    ]


def test_the_gap_of_a_reached_target_is_nought(harbour: Plan) -> None:
    assert number_of(named(harbour, "桟橋"), Field.GAP) == 0
    assert number_of(named(harbour, "ごみ"), Field.GAP) is None


def test_each_section_can_be_ranked_by_itself(plan: Plan) -> None:
    scope = Scope(is_whole=True, is_each=True)
    selection = select(query(scope=scope, order=Order(Field.LATEST, True, 1)), plan)
    assert selection is not None
    sections = {ranking.section for ranking in selection.rankings}
    assert sections == {section.number for section in plan.sections}


def test_a_family_shares_its_name_but_for_brackets_or_its_whole(plan: Plan) -> None:
    rows = plan.indicators_by_id
    nursery = family(rows["2-2.indicator.4"], plan)
    assert [row.passage.id for row in nursery] == [f"2-2.indicator.{n}" for n in (3, 4, 5, 6)]
    part = family(rows["2-1.indicator.6"], plan)
    assert [row.passage.id for row in part] == ["2-1.indicator.5", "2-1.indicator.6"]
    assert family(rows["2-2.indicator.1"], plan) == (rows["2-2.indicator.1"],)


def test_a_method_is_what_brackets_say_and_no_variant(plan: Plan) -> None:
    rows = plan.indicators_by_id
    assert method_of(rows["2-2.indicator.4"], plan) == ("(定員数/利用申込者数)",)
    assert method_of(rows["2-3.indicator.1"], plan) == ()
    assert brackets_of(rows["2-3.indicator.3"].name) == (
        "((自殺者数/人口)の 10 万人当たり の自殺者数)",
    )

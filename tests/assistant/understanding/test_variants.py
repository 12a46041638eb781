"""Rows of one name are told apart by what stands in brackets: an age, men and women."""

from __future__ import annotations

import pytest

from assistant.understanding.query import Interval
from assistant.understanding.variants import family, held_to
from corpus.plan import Plan


def test_near_rows_are_those_of_one_name_but_for_brackets(plan: Plan) -> None:
    rows = plan.indicators_by_id
    nurseries = [rows[f"2-2.indicator.{n}"] for n in range(3, 7)]
    for row in nurseries:
        assert list(family(row, plan)) == nurseries
    assert family(rows["2-2.indicator.1"], plan) == (rows["2-2.indicator.1"],)


@pytest.mark.parametrize(
    ("age", "kept"), [(0, (3,)), (1, (4,)), (2, (5,)), (3, (6,)), (5, (6,)), (80, (6,))]
)
def test_near_rows_are_held_to_an_age(plan: Plan, age: int, kept: tuple[int, ...]) -> None:
    near = family(plan.indicators_by_id["2-2.indicator.3"], plan)
    held = held_to(near, (Interval(age, age),), ())
    assert held is not None
    assert [row.passage.id for row in held] == [f"2-2.indicator.{n}" for n in kept]


def test_near_rows_are_held_to_a_sex(plan: Plan) -> None:
    near = family(plan.indicators_by_id["2-3.indicator.1"], plan)
    for sex, row in (("男", "2-3.indicator.1"), ("女", "2-3.indicator.2")):
        held = held_to(near, (), (sex,))
        assert held is not None
        assert [one.passage.id for one in held] == [row]


def test_rows_that_tell_no_age_apart_are_all_kept(plan: Plan) -> None:
    births = (plan.indicators_by_id["2-2.indicator.1"],)
    assert held_to(births, (Interval(1, 1),), ()) == births
    assert held_to(births, (), ()) == births

"""Which rows of the indicator table a query selects: held to its scope, states, bounds and order.

Nothing here knows words: rows go in as the plan has them, and come out in the order of telling.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answering.row_states import is_headed, is_in_states, is_untold
from assistant.answering.row_values import (
    NUMERIC,
    PERCENT,
    Gap,
    exact,
    family,
    gap,
    is_reached,
    number_of,
    unit_in,
    unit_of,
)
from assistant.understanding.query import Field, Filter, Order, Query
from corpus.plan import Indicator, Plan

__all__ = [
    "Gap",
    "Ranking",
    "Selection",
    "exact",
    "family",
    "gap",
    "is_reached",
    "rank",
    "rows_in_scope",
    "select",
]

# To be sorted by these a row has to have a target in figures.
_OF_TARGET = frozenset({Field.TARGET, Field.GAP})
# In which unit a gap of shares may be asked for.
_POINTS = "ポイント"


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows of one unit, sorted: the first of them, with all that tie with the last of these.

    `section` is given where each section is sorted by itself; `of` is how many were sorted.
    """

    section: str | None
    unit: str | None
    rows: tuple[Indicator, ...]
    of: int


@dataclass(frozen=True, slots=True)
class Selection:
    """What a query selects of the rows in its `scope`.

    `rows` are those that fit, in the plan's order; only those with a target in figures where they
    are sorted by that. `rankings` are these sorted, one for each unit, the largest first; () where
    no order is asked for. `unranked` fit and have no value to be sorted by; of `undecidable` the
    table does not tell whether they fit. `headed` have no arrow, and a target in figures that lies
    in the one direction asked for.
    """

    scope: tuple[Indicator, ...]
    rows: tuple[Indicator, ...]
    rankings: tuple[Ranking, ...] = ()
    unranked: tuple[Indicator, ...] = ()
    undecidable: tuple[Indicator, ...] = ()
    headed: tuple[Indicator, ...] = ()


def select(query: Query, plan: Plan) -> Selection | None:
    """Return the rows that `query` selects; None where it holds them to what cannot be held to."""
    if not _can_be_held(query):
        return None
    scope = rows_in_scope(query, plan)
    if scope is None:
        return None
    kept = tuple(row for row in scope if all(_keeps(row, one) for one in query.filters))
    kept = tuple(row for row in kept if not query.years or row.latest.year in query.years)
    rows = tuple(row for row in kept if is_in_states(row, query))
    undecidable = tuple(row for row in kept if is_untold(row, query))
    order = query.order
    if order is None:
        headed = tuple(row for row in kept if is_headed(row, query))
        return Selection(scope, rows, undecidable=undecidable, headed=headed)
    if order.field in _OF_TARGET:
        rows = tuple(row for row in rows if row.target.value is not None)
    sortable = tuple(row for row in rows if _is_sortable(row, order.field))
    unranked = tuple(row for row in rows if row not in sortable)
    rankings = tuple(_rankings(sortable, order, query.scope.is_each))
    return Selection(scope, rows, rankings, unranked, undecidable)


def rows_in_scope(query: Query, plan: Plan) -> tuple[Indicator, ...] | None:
    """Return the rows of the sections, or those named or pointed at; None for unknown ones.

    They come in the plan's order, without those that are excluded. No section means all of them.
    """
    scope, known = query.scope, {section.number for section in plan.sections}
    pointed = {*query.rows, *scope.passages}
    if any(number not in known for number in scope.sections):
        return None
    if any(row not in plan.indicators_by_id for row in query.rows):
        return None
    if set(scope.passages) - {passage.id for passage in plan.passages}:
        return None
    numbers = known if scope.is_whole or not scope.sections else set(scope.sections)
    return tuple(
        row
        for row in plan.indicators
        if row.passage.section in numbers
        and (not pointed or row.passage.id in pointed)
        and row.passage.id not in query.excluded
    )


def rank(rows: Sequence[Indicator], order: Order) -> tuple[Indicator, ...]:
    """Return rows of one unit sorted; ties with the last one that the limit lets in are kept."""
    keys = {row.passage.id: number_of(row, order.field) or Decimal(0) for row in rows}
    ranked = sorted(rows, key=lambda row: keys[row.passage.id], reverse=order.descending)
    limit = order.limit
    if limit is None or limit >= len(ranked):
        return tuple(ranked)
    last = keys[ranked[limit - 1].passage.id]
    tied = [row for row in ranked[limit:] if keys[row.passage.id] == last]
    return (*ranked[:limit], *tied)


def _rankings(rows: tuple[Indicator, ...], order: Order, is_each: bool) -> Iterable[Ranking]:
    sections = dict.fromkeys(row.passage.section if is_each else None for row in rows)
    for section in sections:
        here = [row for row in rows if section in (None, row.passage.section)]
        by_unit: dict[str | None, list[Indicator]] = {}
        for row in here:
            by_unit.setdefault(unit_in(row, order.field), []).append(row)
        for unit, alike in sorted(by_unit.items(), key=lambda one: -len(one[1])):
            yield Ranking(section, unit, rank(alike, order), len(alike))


def _can_be_held(query: Query) -> bool:
    bounds = [one for one in query.filters if not (one.field is Field.UNIT and one.unit)]
    fields = [one.field for one in bounds] + ([query.order.field] if query.order else [])
    bounded = all((one.interval.low, one.interval.high) != (None, None) for one in bounds)
    limit = query.order.limit if query.order else None
    return bounded and NUMERIC.issuperset(fields) and (limit is None or limit > 0)


def _keeps(row: Indicator, held: Filter) -> bool:
    if held.field is Field.UNIT:
        is_of = unit_in(row, Field.LATEST) == unit_of(held.unit)
        return row.latest.value is not None and not is_of if held.is_except else is_of
    number = number_of(row, held.field)
    if number is None or float(number) not in held.interval:
        return False
    unit = unit_of(held.unit)
    if unit == _POINTS and held.field is Field.GAP:
        unit = PERCENT
    return unit is None or held.field is Field.YEAR or unit_in(row, held.field) == unit


def _is_sortable(row: Indicator, field: Field) -> bool:
    """Whether `row` can be sorted by `field`: a year in which a value is due is no latest one."""
    is_due = field is Field.YEAR and row.latest.value is None
    return not is_due and number_of(row, field) is not None

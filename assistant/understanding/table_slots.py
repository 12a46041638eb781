"""The slots that concern the rows of the table of indicators: states, filters, order, claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.understanding import tags as names
from assistant.understanding.entities import EntityKind
from assistant.understanding.quantities import Quantity
from assistant.understanding.query import (
    LISTINGS,
    Act,
    Field,
    Filter,
    Interval,
    Order,
    Query,
    State,
)
from assistant.understanding.reader import Reading
from assistant.understanding.said_tags import SAID, likeliest
from corpus.plan import Kind, Plan
from index.morphology import morphemes
from index.numerals import numbers_of_plan

# A list of rows is rather held to what may be said than given as all of them.
_SAID_OF_ROWS = 0.3
_HINTED = 0.15
# No row is both: one is meant where the other is less than so many times as likely.
_OPPOSITE = (
    ("up", "down"),
    ("reached_only", "unreached_only"),
    # What has no value yet is neither reached nor not.
    ("undecided", "reached_only"),
    ("undecided", "unreached_only"),
    ("valued", "directed"),
)
_AS_LIKELY = 2 / 3
_OTHER_NAMES = {
    "人": ("people", "persons"),
    "件": ("cases",),
    "%": ("percent", "percentages", "パーセント", "per", "割合"),
    "歳": ("years",),
}
_OTHERS = {
    State.REACHED: State.UNREACHED,
    State.UNREACHED: State.REACHED,
    State.UNDECIDED: State.DECIDED,
    State.DECIDED: State.UNDECIDED,
    State.VALUED: State.DIRECTED,
    State.DIRECTED: State.VALUED,
}
_ARROWS = {"↗": State.UP, "↘": State.DOWN, "→": State.KEEP}
# A value is the latest one where another is not clearly likelier.
_AS_GOOD = 0.9
# Whether a comparator sets the lower end, and whether the end is open.
_BOUNDS = {"gt": (True, True), "ge": (True, False), "lt": (False, True), "le": (False, False)}
# Below this a number without a unit rather counts what is asked for.
_LONG = 100
# Units that count things asked for rather than measure a row.
_COUNTED = frozenset({"回", "か所", "箇所", "カ所", "割"})


def with_table_slots(query: Query, reading: Reading, plan: Plan) -> Query:
    """Return the query with what it holds the rows of the table to, and their order."""
    filters = tuple(dict.fromkeys(_filters(query, reading)))
    order = _order(query, reading)
    years = query.years
    if any(one.field is Field.YEAR for one in filters):
        years = ()
    filters += tuple(_of_units(query, reading, plan))
    is_of_rows = filters or order or query.states
    kinds = query.kinds
    if is_of_rows and query.act in LISTINGS and not kinds:
        kinds = (Kind.INDICATOR,)
    if query.act is Act.COMPARE and order and order.limit and query.rows:
        # Which of them is highest is a list cut short: it names the one first.
        return replace(query, act=Act.LIST, order=order, kinds=(Kind.INDICATOR,))
    if query.act is Act.FIGURE:
        return replace(query, order=order, claims=_claims(reading, plan))
    scope = query.scope
    if order and scope.item in _places(reading):
        scope = replace(scope, item=None, more_items=())
    query = replace(query, filters=filters, order=order, years=years, kinds=kinds, scope=scope)
    return _without_goal(replace(query, unapplied=_unapplied(query, reading)))


def states_of(
    act: Act, kinds: Sequence[Kind], said: Mapping[str, float], *, excepts: bool, has_bounds: bool
) -> tuple[State, ...]:
    """Return what rows are held to: rather a list too short, which says so, than one of all."""
    of_rows = act in LISTINGS and Kind.INDICATOR in kinds
    least = _SAID_OF_ROWS if of_rows else SAID
    if of_rows and max(said.get(name, 0.0) for name in names.STATES) < least:
        best = None if has_bounds else likeliest(tuple(names.STATES), said, _HINTED)
        return (names.STATES[best],) if best else ()
    found = [state for name, state in names.STATES.items() if said.get(name, 0) >= least]
    if of_rows and excepts:
        return tuple(_OTHERS[state] for state in found if state in _OTHERS)
    for pair in _OPPOSITE:
        likelier, other = sorted(pair, key=lambda name: -said.get(name, 0.0))
        is_of_undecided = "undecided" in pair
        if is_of_undecided or said.get(other, 0.0) < said.get(likelier, 0.0) * _AS_LIKELY:
            found = [state for state in found if state is not names.STATES[other]]
    return tuple(found)


def arrows_of(act: Act, text: str) -> tuple[State, ...]:
    """Return the states that the arrows of the table stand for, where a text has one as a word."""
    if act in (Act.DEFINE, Act.QUOTE, Act.WORDING):
        return ()
    return tuple(state for arrow, state in _ARROWS.items() if arrow in text)


def _unapplied(query: Query, reading: Reading) -> str:
    """Words that a list of indicators may be held to and is not: it is held to nothing else."""
    is_held = query.filters or query.states or query.order or query.topic or query.rows
    if query.act is Act.COMPARE or Kind.INDICATOR not in query.kinds or is_held or query.aspects:
        return ""
    return " ".join(reading.unread)


def _without_goal(query: Query) -> Query:
    """A target is no goal where rows are held to it: 「目標が0のもの」."""
    is_of_target = any(one.field is Field.TARGET for one in query.filters)
    if is_of_target and {Kind.GOAL, Kind.INDICATOR} <= set(query.kinds):
        return replace(query, kinds=tuple(one for one in query.kinds if one is not Kind.GOAL))
    return query


def _of_units(query: Query, reading: Reading, plan: Plan) -> Iterator[Filter]:
    """Rows of a unit that is named where units are spoken of: 「単位が人の指標」."""
    if query.act not in LISTINGS or Field.UNIT not in query.aspects:
        return
    said = {one.surface for one in morphemes(reading.text)}
    units = {row.latest.unit for row in plan.indicators if row.latest.unit}
    is_except = reading.said.tags.get("except", 0.0) >= SAID
    for unit in sorted(units):
        if said & {unit, *_OTHER_NAMES.get(unit, ())}:
            yield Filter(Field.UNIT, Interval(), unit, is_except)


def _claims(reading: Reading, plan: Plan) -> tuple[float, ...]:
    """The values that a question holds up: with a unit or to the point, or long and the plan's."""
    found = [one.quantity for one in reading.of(EntityKind.NUMBER) if one.quantity]
    exact = [
        one
        for one in found
        if one.unit or one.value != int(one.value) or _is_long_of_plan(one.value, plan)
    ]
    return tuple(one.value for one in exact if not one.is_bound and one.unit not in _COUNTED)


def _is_long_of_plan(value: float, plan: Plan) -> bool:
    return value >= _LONG and value in numbers_of_plan(plan.lines)


def _filters(query: Query, reading: Reading) -> Iterator[Filter]:
    said = reading.said.tags
    field = likeliest(tuple(names.FILTERS), said, _SAID_OF_ROWS)
    if field and said.get("by_latest", 0.0) >= said[field] * _AS_GOOD:
        field = "by_latest"
    of = names.FILTERS[field] if field else _field_of(query)
    holds = field or of is not Field.LATEST or said.get("equals", 0.0) >= _SAID_OF_ROWS
    for one in reading.of(EntityKind.NUMBER):
        if one.quantity and (one.quantity.is_bound or one.quantity.unit or holds):
            bound = likeliest(names.COMPARATORS, said, _SAID_OF_ROWS)
            yield Filter(of, _interval(one.quantity, bound), one.quantity.unit)
    for one in reading.of(EntityKind.YEAR):
        if one.quantity:
            yield Filter(Field.YEAR, one.quantity.interval)


def _interval(quantity: Quantity, comparator: str | None) -> Interval:
    """The interval of a number: by the words beside it, or how it is compared: 100いってない."""
    value = quantity.value
    if quantity.is_bound or comparator not in _BOUNDS:
        return quantity.interval
    is_low, is_open = _BOUNDS[comparator]
    if is_low:
        return Interval(low=value, low_open=is_open)
    return Interval(high=value, high_open=is_open)


def _field_of(query: Query) -> Field:
    if Field.GAP in query.aspects:
        return Field.GAP
    if Field.TARGET in query.aspects and Field.LATEST not in query.aspects:
        return Field.TARGET
    return Field.LATEST


def _places(reading: Reading) -> list[int]:
    """The places in an order that are named: 2番目に低い, 下から2番目."""
    items = [one.quantity for one in reading.of(EntityKind.ITEM) if one.quantity]
    return [int(one.value) for one in items]


def _order(query: Query, reading: Reading) -> Order | None:
    said = reading.said.tags
    name = likeliest(names.ORDERS, said, SAID)
    if name is None:
        return None
    if min(said.get("highest", 0.0), said.get("lowest", 0.0)) >= SAID:
        # Both ends are those of all in their order.
        name = "descending"
    field = Field.LATEST
    for aspect in (Field.GAP, Field.TARGET, Field.YEAR):
        if aspect in query.aspects and Field.LATEST not in query.aspects:
            field = aspect
            break
    counted = (*reading.of(EntityKind.LIMIT), *reading.of(EntityKind.COUNT))
    limits = [
        int(one.quantity.value) for one in counted if one.quantity and one.quantity.unit == "item"
    ]
    if name in ("highest", "lowest"):
        # The second lowest is told after the lowest.
        limits += [*map(abs, _places(reading)), 1]
    limit = limits[0] if limits else None
    return Order(field, name in ("highest", "descending"), limit)

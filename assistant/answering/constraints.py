"""What rows are held to, in words: 「直近の実績値が80%以上90%未満の」 before the noun."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.answering.frames import frames
from assistant.answering.quantities import bound_text, difference_text
from assistant.answering.row_states import open_values
from assistant.answering.row_values import exact
from assistant.source import Source
from assistant.understanding.query import Field, Filter, Query, State

_OF_TARGET = frozenset({Field.TARGET, Field.GAP})
_VALUED = frozenset({State.VALUED, State.REACHED, State.UNREACHED})


def held_text(query: Query, source: Source) -> str:
    """Return all that `query` holds rows to, in one phrase; "" where it holds them to nothing."""
    said = frames("constraints", source.lang, source.style)
    held = [one.partition("|") for one in _each(query, source, said)]
    before = [(other or one) for one, _, other in held[:-1]]
    return said["join"].join((*before, *(one for one, _, _ in held[-1:])))


def _each(query: Query, source: Source, said: Mapping[str, str]) -> Iterator[str]:
    yield from _states(query, said)
    for one in query.filters:
        if one.field is Field.UNIT:
            yield said["of_other_unit" if one.is_except else "of_unit"].format(unit=one.unit)
            continue
        yield _of_field(one.field, _bound(one, source, said), said)
    if query.years:
        years = source.joined(str(year) for year in sorted(query.years))
        yield _of_field(Field.YEAR, said["eq_year"].format(low=years), said)


def _states(query: Query, said: Mapping[str, str]) -> Iterator[str]:
    states = set(query.states)
    directions = [one for one in (State.UP, State.DOWN, State.KEEP) if one in states]
    if directions:
        named = said["or"].join(said[one.value] for one in directions)
        yield said["direction"].format(directions=named)
    opened = states & {State.UNDECIDED, State.DECIDED}
    if len(opened) == 1:
        values = open_values(query)
        which = next(iter(values)).value if len(values) == 1 else "either"
        yield said[f"{opened.pop().value}_{which}"]
    for pair in ((State.REACHED, State.UNREACHED), (State.VALUED, State.DIRECTED)):
        key = "_".join(one.value for one in pair if one in states)
        if key:
            yield said[key]
    sorts_targets = query.order is not None and query.order.field in _OF_TARGET
    if sorts_targets and _VALUED.isdisjoint(states):
        yield said["valued"]


def _bound(held: Filter, source: Source, said: Mapping[str, str]) -> str:
    """The interval of a filter in words."""
    interval = held.interval
    of_year = "_year" if held.field is Field.YEAR else ""
    low, high = (_amount(one, held, source) for one in (interval.low, interval.high))
    at_least = "gt" if interval.low_open else "ge"
    at_most = "lt" if interval.high_open else "le"
    if interval.low is not None and interval.low == interval.high:
        return said[f"eq{of_year}"].format(low=low)
    if interval.high is None:
        return said[f"{at_least}{of_year}"].format(low=low)
    ending = said[f"{at_most}{of_year}"].format(high=high)
    if interval.low is None:
        return ending
    start = said[f"low_{at_least}{of_year}"].format(low=low)
    return "|".join(said["both"].format(low=start, high=form) for form in ending.split("|"))


def _amount(number: float | None, held: Filter, source: Source) -> str:
    if number is None:
        return ""
    if held.field is Field.YEAR:
        return str(int(number))
    if held.field is Field.GAP:
        text = difference_text(exact(number), held.unit, source)
        return text.replace(" ", "") if source.lang == "ja" else text
    return bound_text(number, held.unit, source)


def _of_field(field: Field, bound: str, said: Mapping[str, str]) -> str:
    """Say of which field each form of `bound` is."""
    of = said[field.value]
    return "|".join(said["bound"].format(field=of, bound=form) for form in bound.split("|"))

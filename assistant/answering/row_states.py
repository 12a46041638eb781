"""Whether a row of the indicator table is in the states that a query holds rows to."""

from __future__ import annotations

from assistant.answering.row_values import gap, is_reached
from assistant.understanding.query import Field, Query, State
from corpus.plan import Direction, Indicator

# States of a group are alternatives; a row has to be in one of each group that is named.
_DIRECTIONS = frozenset({State.UP, State.DOWN, State.KEEP})
_OPEN = frozenset({State.UNDECIDED, State.DECIDED})
_REACHED = frozenset({State.REACHED, State.UNREACHED})
_FORMS = frozenset({State.VALUED, State.DIRECTED})
_VALUES = frozenset({Field.LATEST, Field.TARGET})


def is_in_states(row: Indicator, query: Query) -> bool:
    """Whether `row` is in the states that `query` names."""
    return _fits(row, query, (_DIRECTIONS, _OPEN, _REACHED, _FORMS))


def is_untold(row: Indicator, query: Query) -> bool:
    """Whether `row` fits but for its target in figures, of which nobody can tell if it is reached.

    False where the query does not ask for that.
    """
    asks_reached = not _REACHED.isdisjoint(query.states)
    is_open = row.target.value is not None and is_reached(row) is None
    return asks_reached and is_open and _fits(row, query, (_DIRECTIONS, _OPEN, _FORMS))


def is_headed(row: Indicator, query: Query) -> bool:
    """Whether a target in figures lies in the one direction that is asked for, and the row fits.

    False where no direction, or several, are asked for, or only arrows or only figures.
    """
    wanted, apart = _DIRECTIONS.intersection(query.states), gap(row)
    if apart is None or len(wanted) != 1 or not _FORMS.isdisjoint(query.states):
        return False
    heads = {State.UP: apart.signed > 0, State.DOWN: apart.signed < 0}
    return heads.get(next(iter(wanted)), False) and _fits(row, query, (_OPEN, _REACHED))


def open_values(query: Query) -> frozenset[Field]:
    """Return which values are meant where rows are said to be undecided: both unless one is."""
    return _VALUES.intersection(query.aspects) or _VALUES


def _fits(row: Indicator, query: Query, groups: tuple[frozenset[State], ...]) -> bool:
    named = [group.intersection(query.states) for group in groups]
    return all(any(_is_in(row, state, query) for state in states) for states in named if states)


def _is_in(row: Indicator, state: State, query: Query) -> bool:
    target = row.target
    if state in _DIRECTIONS:
        return target.direction is Direction(state.value)
    if state in _OPEN:
        return _is_undecided(row, open_values(query)) is (state is State.UNDECIDED)
    if state in _REACHED:
        return is_reached(row) is (state is State.REACHED)
    is_valued = target.value is not None
    return is_valued if state is State.VALUED else target.direction is not None


def _is_undecided(row: Indicator, values: frozenset[Field]) -> bool:
    has_no_latest = row.latest.value is None
    has_no_target = row.target.value is None and row.target.direction is None
    return (Field.LATEST in values and has_no_latest) or (Field.TARGET in values and has_no_target)

"""Rows beside each other: which is higher and by how much, how many times, nearer to its target."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assistant.answering.figure_sentences import gap_value
from assistant.answering.quantities import difference_text, figure_of, numeral
from assistant.answering.row_ranks import place_values
from assistant.answering.row_values import number_of, unit_in
from assistant.answering.rows import rank
from assistant.answering.value import Value
from assistant.source import Source
from assistant.understanding.query import Field, Order, Query
from corpus.plan import Indicator, Passage

_COMPARABLE = (Field.LATEST, Field.TARGET, Field.GAP)
_PAIR = 2
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class RowsCompared:
    """Rows compared by `field`: `ranked` are those that can be, the highest first.

    `others` cannot: they lack the number, or are of several units (`are_apart`). `difference` is
    that of the first and the last of `ranked`, `ratio` that of two alone; `gaps` are told of
    those that are compared by the way to their targets.
    """

    field: Field
    ranked: tuple[Indicator, ...]
    others: tuple[Indicator, ...]
    are_apart: bool
    difference: Value | None
    ratio: Value | None
    gaps: tuple[Value, ...]
    passages: tuple[Passage, ...]

    @property
    def values(self) -> tuple[Value, ...]:
        """What was worked out of the rows, their places last."""
        places = place_values(self.ranked, self.field)
        return tuple(one for one in (self.difference, self.ratio, *self.gaps, *places) if one)

    @property
    def nearest(self) -> tuple[Indicator, ...]:
        """The rows nearest to their targets, where they are compared by that and differ."""
        if self.field is not Field.GAP or self.difference is None or not self.difference.value:
            return ()
        least = number_of(self.ranked[-1], self.field)
        return tuple(row for row in self.ranked if number_of(row, self.field) == least)


def compared_by(query: Query) -> Field | None:
    """Return what rows are compared by: the latest value unless another number is asked for.

    None where only what is no number is asked for, which is told of each row by itself.
    """
    if query.asks_trend:
        return None
    if query.order is not None:
        return query.order.field if query.order.field in _COMPARABLE else None
    if not query.aspects:
        return Field.LATEST
    asked = (Field.GAP if one is Field.REACHED else one for one in query.aspects)
    return next((one for one in asked if one in _COMPARABLE), None)


def compare_rows(rows: tuple[Indicator, ...], field: Field, source: Source) -> RowsCompared:
    """Compare `rows` by `field`; rows without that number, or of several units, are told beside."""
    with_number = tuple(row for row in rows if number_of(row, field) is not None)
    are_apart = len({unit_in(row, field) for row in with_number}) > 1
    comparable = () if are_apart or len(with_number) < _PAIR else with_number
    ranked = rank(comparable, Order(field, descending=True))
    parents = (source.plan.indicators_by_id.get(row.parent or "") for row in rows)
    cited = (row.passage for row in (*rows, *parents) if row)
    gaps = (gap_value(row, source) for row in with_number) if field is Field.GAP else ()
    return RowsCompared(
        field,
        ranked,
        tuple(row for row in rows if row not in ranked),
        are_apart,
        _difference(ranked, field, source) if ranked else None,
        _ratio(ranked, field) if len(ranked) == _PAIR else None,
        tuple(one for one in gaps if one),
        tuple(dict.fromkeys(cited)),
    )


def _difference(ranked: tuple[Indicator, ...], field: Field, source: Source) -> Value:
    first, last = ranked[0], ranked[-1]
    number = _number(first, field) - _number(last, field)
    text = difference_text(number, unit_in(first, field), source)
    working = f"{_digits(first, field)} − {_digits(last, field)} = {text}"
    ids = (first.passage.id, last.passage.id)
    return Value(text, float(number), unit_in(first, field), ids, working)


def _ratio(ranked: tuple[Indicator, ...], field: Field) -> Value | None:
    """How many times the second the first is, to the hundredth; None for gaps, 0 and equals."""
    first, second = (_number(row, field) for row in ranked)
    if field is Field.GAP or second <= 0 or first == second:
        return None
    exactly = first / second
    rounded = exactly.quantize(_HUNDREDTH, ROUND_HALF_UP)
    working = f"{_digits(ranked[0], field)} ÷ {_digits(ranked[1], field)}"
    working += f" = {numeral(rounded)}" if rounded == exactly else f" ≈ {numeral(rounded)}"
    ids = tuple(row.passage.id for row in ranked)
    return Value(numeral(rounded), float(rounded), None, ids, working)


def _number(row: Indicator, field: Field) -> Decimal:
    return number_of(row, field) or Decimal(0)


def _digits(row: Indicator, field: Field) -> str:
    """The number of a row as it stands in its cell; as it was worked out where it was."""
    if field is Field.GAP:
        return numeral(_number(row, field))
    return figure_of(row.target if field is Field.TARGET else row.latest)

"""Near rows of one name: the same for each age, for men and for women, told apart in brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.understanding.delexicalise import prepared
from assistant.understanding.quantities import Measure, quantities
from assistant.understanding.query import Interval
from corpus.plan import Indicator, Plan
from index.once import of_plan

_BRACKETS = re.compile(r"\((?:[^()]|\([^()]*\))*\)")


@of_plan
def without_brackets(name: str) -> str:
    """Return the name of a row without its brackets: 「保育所利用率(1歳児)」 → 「保育所利用率」."""
    return _BRACKETS.sub("", name).strip()


def family(row: Indicator, plan: Plan) -> tuple[Indicator, ...]:
    """Return the rows of the section of `row` that are named like it but for brackets."""
    kept = without_brackets(row.name)
    rows = plan.section(row.passage.section).indicators
    return tuple(one for one in rows if without_brackets(one.name) == kept)


def held_to(
    rows: Sequence[Indicator], ages: Sequence[Interval], sexes: Sequence[str]
) -> tuple[Indicator, ...] | None:
    """Return those of near `rows` that are of an age or sex asked for.

    All of them where none is asked for, or no name holds one; None where one is asked for, names
    hold some, and none is that.
    """
    if not (ages or sexes) or not are_divided(rows):
        return tuple(rows)
    kept = [
        row
        for row in rows
        if any(_meet(one, other) for one in ages for other in _ages(row.name))
        or any(sex in _sexes(row.name) for sex in sexes)
    ]
    return tuple(kept) or None


def are_divided(rows: Sequence[Indicator]) -> bool:
    """Return whether a name of `rows` says of which age or sex it is."""
    return any(_ages(row.name) or _sexes(row.name) for row in rows)


@of_plan
def _ages(name: str) -> tuple[Interval, ...]:
    found = quantities(prepared(name))
    return tuple(one.interval for one in found if one.measure is Measure.AGE)


@of_plan
def _sexes(name: str) -> tuple[str, ...]:
    inside = "".join(_BRACKETS.findall(prepared(name)))
    return tuple(sex for sex in ("男", "女") if sex in inside)


def _meet(asked: Interval, held: Interval) -> bool:
    """Whether an age that is asked for is one that a row is of: 5 of 「3歳以上児」."""
    if asked.low is not None and asked.low == asked.high:
        return asked.low in held
    low = held.low if held.low is not None else held.high
    return low is not None and low in asked

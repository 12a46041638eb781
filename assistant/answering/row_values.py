"""What a row of the indicator table gives: exact numbers, the gap to its target, its family."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from assistant.understanding.query import Field
from corpus.plan import Direction, Indicator, Plan

PERCENT = "%"
# Fields of a row that are numbers; rows can be held to an interval of them, and sorted by them.
NUMERIC = frozenset({Field.LATEST, Field.TARGET, Field.YEAR, Field.GAP})

_FULL_SCALE = 100
_OPEN, _SHUT = "(\uff08", ")\uff09"
_BRACKETS = re.compile(f"[{_OPEN}][^{_OPEN}{_SHUT}]*[{_SHUT}]")


@dataclass(frozen=True, slots=True)
class Gap:
    """The way from a row's latest value to its target, both in `unit`.

    `signed` is the target less the latest value: below nought where the value is to come down.
    """

    latest: Decimal
    target: Decimal
    unit: str | None

    @property
    def signed(self) -> Decimal:
        """The target less the latest value."""
        return self.target - self.latest

    @property
    def size(self) -> Decimal:
        """How far apart the two are."""
        return abs(self.signed)


def exact(value: float) -> Decimal:
    """Return a number of the plan as it is written, so that 100 − 84.9 is 15.1."""
    return Decimal(str(value))


def unit_of(unit: str | None) -> str | None:
    """Return `unit` in the one form in which units are compared: 「％」 is 「%」."""
    return unicodedata.normalize("NFKC", unit) if unit else None


def gap(row: Indicator) -> Gap | None:
    """Return the gap of a row; None where it lacks a value, or its two values a common unit."""
    latest, target = row.latest, row.target
    if latest.value is None or target.value is None:
        return None
    unit = unit_of(latest.unit)
    if unit != unit_of(target.unit):
        return None
    return Gap(exact(latest.value), exact(target.value), unit)


def heading(row: Indicator) -> Direction | None:
    """Return where the value of a row is meant to go; None where the table does not tell.

    An arrow says so, and so does a target at an end of its scale (0, or 100%) or above the latest
    value. One that lies below the latest value may be meant as a ceiling, or may be surpassed.
    """
    if row.target.direction is not None:
        return row.target.direction
    apart = gap(row)
    if apart is None:
        return None
    if apart.target == 0:
        return Direction.DOWN
    is_full = apart.unit == PERCENT and apart.target == _FULL_SCALE
    return Direction.UP if is_full or apart.signed > 0 else None


def is_reached(row: Indicator) -> bool | None:
    """Whether the latest value has reached the target; None where the table does not tell."""
    apart = gap(row)
    if apart is None:
        return None
    if apart.signed == 0:
        return True
    where = heading(row)
    if where is None:
        return None
    return apart.signed < 0 if where is Direction.UP else apart.signed > 0


def number_of(row: Indicator, field: Field) -> Decimal | None:
    """Return the number that `row` has in `field`; None where it has none.

    The gap is how far it still is to the target: 0 where that is reached.
    """
    if field is Field.GAP:
        apart, reached = gap(row), is_reached(row)
        if apart is None or reached is None:
            return None
        return Decimal(0) if reached else apart.size
    if field is Field.YEAR:
        return None if row.latest.year is None else Decimal(row.latest.year)
    value = row.target.value if field is Field.TARGET else row.latest.value
    return None if field not in NUMERIC or value is None else exact(value)


def unit_in(row: Indicator, field: Field) -> str | None:
    """Return the unit of the number that `row` has in `field`; years have none."""
    if field is Field.YEAR:
        return None
    return unit_of(row.target.unit if field is Field.TARGET else row.latest.unit)


def family(row: Indicator, plan: Plan) -> tuple[Indicator, ...]:
    """Return the rows that `row` stands beside, itself among them, in the plan's order.

    A うち… row stands with its parent and the other parts of that; others with the rows of the
    section that have the same name but for what is in brackets: 保育所利用率(1歳児).
    """
    rows = plan.section(row.passage.section).indicators
    head = row.parent or row.passage.id
    divided = tuple(one for one in rows if head in (one.passage.id, one.parent))
    if len(divided) > 1:
        return divided
    kept = without_brackets(row.name)
    alike = tuple(one for one in rows if without_brackets(one.name) == kept)
    return alike if kept and len(alike) > 1 else (row,)


def method_of(row: Indicator, plan: Plan) -> tuple[str, ...]:
    """Return what the brackets of a row's name say of how it is worked out.

    What tells the row from others of its family is no method: (1歳児), (男).
    """
    said = brackets_of(row.name)
    others = [set(brackets_of(one.name)) for one in family(row, plan) if one != row]
    return tuple(one for one in said if all(one in held for held in others))


def brackets_of(name: str) -> tuple[str, ...]:
    """Return the outermost brackets of `name`, each with what it holds."""
    found, depth, start = [], 0, 0
    for place, letter in enumerate(name):
        if letter in _OPEN:
            start = start if depth else place
            depth += 1
        elif letter in _SHUT and depth:
            depth -= 1
            if depth == 0:
                found.append(name[start : place + 1])
    return tuple(found)


def without_brackets(name: str) -> str:
    """Return `name` without its brackets, also where one stands in another."""
    kept = _BRACKETS.sub("", name)
    return kept.strip() if kept == name else without_brackets(kept)

"""The name of a row of the indicator table: its parts in brackets, and whether a text says it."""

from __future__ import annotations

import re

from corpus.plan import Passage
from index.morphology import normalise
from index.once import of_plan

_BRACKETS = re.compile(r"\([^()]*\)")
# A division in brackets, which may hold one pair within.
_WITHIN = r"(?:[^()]|\([^()]*\))*"
_DIVISION = re.compile(rf"\((?=[^()]*(?:/|\([^()]*/)){_WITHIN}\)")


def name_of(row: Passage) -> str:
    """Return the name of the row that the passage `row` is, its first cell."""
    return row.text.partition("\t")[0]


@of_plan
def written(name: str) -> str:
    """Return the name of a row, or what else the plan has, as questions are normalised."""
    return normalise(name)


def without_brackets(name: str) -> str:
    """Return `name` without its brackets: 「保育所利用率(1歳児)」 → 「保育所利用率」."""
    return _BRACKETS.sub("", name)


@of_plan
def without_division(name: str) -> str:
    """Return `name` without how it is worked out: 「…(定員数/利用申込者数)」."""
    return _DIVISION.sub("", name)


def is_divided(name: str) -> bool:
    """Whether `name` says how the row is worked out."""
    return without_division(name) != name

"""The indicator table: a row's name, latest value and target.

Each function reads one cell and answers None where the cell is not of that form.
"""

from __future__ import annotations

import re

from corpus.plan import Direction, Latest, Target

COLUMNS = 3
SUBROW = "うち"

_HEAD = "指標名"
_UNDECIDED = re.compile(r"[((]?未定[))]?")
# A number of more digits counts nothing in a city.
_QUANTITY = re.compile(r"([0-9][0-9,]{0,19}(?:\.[0-9]{1,9})?)\s*([^\s0-9()()]{0,12})")
_YEAR = re.compile(r"\s*[((]\s*([0-9]{4})\s*年度?\s*[))]\s*$")
_DIRECTIONS = {"↗": Direction.UP, "↘": Direction.DOWN, "→": Direction.KEEP}


def cells(line: str) -> tuple[str, ...] | None:
    """Read a row's cells, which tabs divide; None unless there are three, none empty."""
    found = tuple(cell.strip() for cell in line.split("\t"))
    return found if len(found) == COLUMNS and all(found) else None


def is_head(row: tuple[str, ...]) -> bool:
    """Whether a row's cells are the head of the table."""
    return row[0] == _HEAD


def latest(cell: str) -> Latest | None:
    """Read 「237 人 (2024 年度)」 or 「(未定) (2026 年度)」."""
    year = _YEAR.search(cell)
    if year is None:
        return None
    figure = cell[: year.start()].strip()
    if _UNDECIDED.fullmatch(figure):
        return Latest(cell, None, None, int(year[1]))
    quantity = _quantity(figure)
    return Latest(cell, *quantity, int(year[1])) if quantity else None


def target(cell: str) -> Target | None:
    """Read 「828 人」, 「↗」 or 「(未定)」."""
    if cell in _DIRECTIONS:
        return Target(cell, None, None, _DIRECTIONS[cell])
    if _UNDECIDED.fullmatch(cell):
        return Target(cell, None, None, None)
    quantity = _quantity(cell)
    return Target(cell, *quantity, None) if quantity else None


def _quantity(figure: str) -> tuple[int | float, str | None] | None:
    match = _QUANTITY.fullmatch(figure)
    if match is None:
        return None
    digits = match[1].replace(",", "")
    return (float(digits) if "." in digits else int(digits)), match[2] or None

"""Numbers and units as an answer says them: the plan's own cells, and what was worked out.

A Japanese answer keeps each cell as the plan has it, spaces included.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib import resources

from assistant.answering.row_values import PERCENT, unit_of, without_brackets
from assistant.answering.wordings import one_or_many
from assistant.source import Source
from corpus.plan import Indicator, Latest, Target

_POINTS = {"ja": "ポイント", "en": "percentage point|percentage points"}
_FIGURE = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")


def figure_of(cell: Latest | Target) -> str:
    """Return the number in a cell of the table, digit for digit; "" where it holds none."""
    match = _FIGURE.match(cell.text) if cell.value is not None else None
    return match[0] if match else ""


def numeral(number: Decimal) -> str:
    """Return a number that was worked out, without noughts at its end: 15.1, 1,234."""
    if not number:
        return "0"
    whole = number == number.to_integral_value()
    return f"{number.quantize(Decimal(1)) if whole else number.normalize():,f}"


def latest_text(row: Indicator, source: Source) -> str:
    """Return the latest value with its year; the cell itself in a Japanese answer."""
    if source.lang == "ja" or row.latest.year is None or row.latest.value is None:
        return row.latest.text
    return f"{latest_value(row, source)} (fiscal {row.latest.year})"


def latest_value(row: Indicator, source: Source) -> str:
    """Return the latest value of `row` with its unit and without its year."""
    return _cell(row.latest, row, source)


def target_text(row: Indicator, source: Source) -> str:
    """Return the target of `row`: a value, an arrow, or that it is undecided."""
    return _cell(row.target, row, source) if row.target.value is not None else row.target.text


def difference_text(
    number: Decimal, unit: str | None, source: Source, row: Indicator | None = None
) -> str:
    """Return a difference of two values in `unit`; that of two shares is in points."""
    said = numeral(number)
    if unit_of(unit) == PERCENT:
        return f"{said} {one_or_many(_POINTS[source.lang], number)}"
    return _joined(said, unit, number, source, row)


def bound_text(number: float, unit: str | None, source: Source) -> str:
    """Return the bound of an interval as it is asked for: 80%, 50人; in English 50 people."""
    said = numeral(Decimal(str(number)))
    if source.lang == "ja":
        return f"{said}{unit or ''}"
    return _joined(said, unit, Decimal(str(number)), source, None)


def unit_name(unit: str | None, source: Source, row: Indicator | None = None) -> str:
    """Return the name of a unit in the language of the answer; "" for none."""
    return _noun(unit, Decimal(0), row) if source.lang == "en" and unit else unit or ""


def _cell(cell: Latest | Target, row: Indicator, source: Source) -> str:
    figure = figure_of(cell)
    if cell.value is None:
        return figure
    if source.lang == "ja":
        end = cell.text.find(cell.unit, len(figure)) if cell.unit else -1
        return cell.text[: end + len(cell.unit)] if cell.unit and end >= 0 else figure
    return _joined(figure, cell.unit, Decimal(str(cell.value)), source, row)


def _joined(
    said: str, unit: str | None, number: Decimal, source: Source, row: Indicator | None
) -> str:
    if not unit:
        return said
    if unit_of(unit) == PERCENT:
        return f"{said}{unit}"
    return f"{said} {_noun(unit, number, row) if source.lang == 'en' else unit}"


def _noun(unit: str, number: Decimal, row: Indicator | None) -> str:
    """The English of a unit: what the row counts where its name says so."""
    tables = _english()
    name = without_brackets(row.name) if row else ""
    counts_each = len(unit) == 1 and unit in "人名件"
    ending = next((one for one in tables["counted"] if counts_each and name.endswith(one)), None)
    forms = tables["counted"][ending] if ending else tables["units"].get(unit, unit)
    return one_or_many(forms, number)


@cache
def _english() -> Mapping[str, Mapping[str, str]]:
    file = resources.files("assistant.answering.frames") / "units.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))

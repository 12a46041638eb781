"""Which indicators a list is asked for, by what the table gives: direction, value, unit, year."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from functools import partial

from assistant.asked import Aspect
from assistant.question import Question
from corpus.plan import Indicator

_VALUE = re.compile(r"(?<![\d.-])(\d+(?:\.\d+)?)\s*(%|人|歳|件)?(?!\s*(?:\d|年|か月|カ月|-))")
_BOUND: dict[Callable[[float, float], bool], re.Pattern[str]] = {
    operator.ge: re.compile(
        r"(\d+(?:\.\d+)?)\s*(%|人|件)?\s*以上|\bat least (\d[\d.]*) ?(%|people|cases)?"
    ),
    operator.le: re.compile(
        r"(\d+(?:\.\d+)?)\s*(%|人|件)?\s*以下|\bat most (\d[\d.]*) ?(%|people|cases)?"
    ),
    operator.gt: re.compile(
        r"(\d+(?:\.\d+)?)\s*(%|人|件)?\s*(?:を|より)(?:超え|上回|高|多|大き)"
        r"|\b(?:above|over|more than|higher than) (\d[\d.]*) ?(%|people|cases)?"
    ),
    operator.lt: re.compile(
        r"(\d+(?:\.\d+)?)\s*(%|人|件)?\s*(?:未満|に(?:届|達し|満た)[^、。]{0,5}(?:な[いかく]|ませ)|(?:を|より)(?:下回|切|低|少な|小さ))"
        r"|\b(?:below|under|less than|lower than) (\d[\d.]*) ?(%|people|cases)?"
    ),
}
_UNIT = re.compile(
    r"単位[がはのに]?[「『\"“]?(?P<unit>%|人|歳|件)"
    r"|(?P<in>%|人数?|件数?)[」』]?(?:で|の形で|として)(?:出|示|表|書|測|数え|あらわ)"
    r"|\b(?:measured|given|shown|expressed|counted|stated) (?:in|as) (?:a )?"
    r"(?P<english>\w+|%)"
    r"|\b(?:are|is) (?:a )?(?P<are>percentages?|percent|%|people)\b"
)
_NO_SHARE = re.compile(
    r"(?:割合|パーセント|%)(?:で|じゃ|では|では? ?)(?:な[いく]|ありませ)|(?:割合|パーセント|%)以外"
    r"|\bnot (?:a |in |as )?(?:percentages?|percent|%|shares?)"
)
# 「90%台」 is from 90 to less than 100.
_TENS = re.compile(r"(?<![\d.])(\d+)\s*(%|人|歳|件)?台")
_UNITS = {"人数": "人", "件数": "件", "people": "人", "persons": "人", "cases": "件", "years": "年"}
_UNITS |= dict.fromkeys(("percent", "percentage", "percentages"), "%")

_Mark = Callable[[Indicator], bool]


def is_filtered(question: Question) -> bool:
    """Whether only some of the indicators are asked for."""
    return any(_marks(question))


def is_wanted(row: Indicator, question: Question) -> bool:
    """Whether an indicator has all the marks that the question names."""
    return all(mark(row) for mark in _marks(question))


def filter_words(question: Question) -> str:
    """Return the words of the question that filter: they name no topic."""
    patterns = (_NO_SHARE, _TENS, _UNIT, *_BOUND.values())
    found = (pattern.search(question.spelled) for pattern in patterns)
    return " ".join(match[0] for match in found if match)


def target_value(question: Question) -> tuple[float, str | None] | None:
    """Return the value and unit that a target is asked to have: 「目標が100%のもの」."""
    if Aspect.TARGET not in question.asked.aspects or _bound(question):
        return None
    match = _VALUE.search(question.spelled)
    return (float(match[1]), match[2]) if match else None


def _marks(question: Question) -> Iterator[_Mark]:
    asked = question.asked
    value, unit, bound = target_value(question), _unit(question), _bound(question)
    if asked.undecided and not asked.unachieved:
        yield lambda row: row.latest.value is None
    if asked.unachieved and not bound:
        yield lambda row: _is_comparable(row) and not _is_reached(row)
    elif asked.achieved and not asked.unachieved:
        yield _is_reached
    if asked.directions:
        yield lambda row: row.target.direction in asked.directions
    if asked.directed:
        yield lambda row: row.target.value is None
    elif asked.valued:
        yield lambda row: row.target.value is not None
    if value:
        yield lambda row: row.target.value == value[0] and value[1] in (None, row.target.unit)
    if _NO_SHARE.search(question.spelled):
        yield lambda row: row.latest.unit != "%" and "割合" not in row.name
    elif unit:
        yield lambda row: row.latest.unit == unit
    if bound:
        yield bound
    if question.years:
        yield lambda row: row.latest.year in question.years


def _is_comparable(row: Indicator) -> bool:
    return row.latest.value is not None and row.target.value is not None


def _is_reached(row: Indicator) -> bool:
    """Whether the latest value has reached the target; one of nought is reached from above."""
    latest, target = row.latest.value, row.target.value
    if latest is None or target is None:
        return False
    return latest >= target if target > 0 else latest <= target


def _unit(question: Question) -> str | None:
    match = _UNIT.search(question.spelled)
    named = next((name for name in match.groups() if name), None) if match else None
    return _UNITS.get(named, named) if named else None


def _bound(question: Question) -> _Mark | None:
    """The bound that the latest value is asked to keep: 「50%を下回る指標」."""
    tens = _TENS.search(question.spelled)
    if tens:
        least, unit = float(tens[1]), tens[2]
        return lambda row: all(
            _keeps(row, unit=unit, compare=compare, value=value)
            for compare, value in ((operator.ge, least), (operator.lt, least + 10))
        )
    for compare, pattern in _BOUND.items():
        match = pattern.search(question.spelled)
        if match:
            value = float((match[1] or match[3]).rstrip("."))
            unit = match[2] or match[4]
            return partial(_keeps, compare=compare, value=value, unit=_UNITS.get(unit, unit))
    return None


def _keeps(
    row: Indicator, compare: Callable[[float, float], bool], value: float, unit: str | None
) -> bool:
    latest = row.latest.value
    return latest is not None and unit in (None, row.latest.unit) and compare(latest, value)

"""Variants of one indicator: the same for men and women, for each age."""

from __future__ import annotations

import re

from assistant.row_names import without_brackets
from corpus.plan import Indicator, Plan
from index.numerals import with_digits
from index.once import of_plan, once

_AGE = re.compile(r"(\d+)\s*(?:歳|才|[- ]?years?[- ]old)")
_AGE_AND_MORE = re.compile(r"(\d+)\s*歳以上")
_AGE_LISTED = re.compile(r"(\d+)[- ]?(?:years?)?[- ]?olds?\b|\bage[ds]? (\d+)\b")
# "My son is turning two": the age of somebody young.
_AGE_OF_CHILD = re.compile(
    r"(?:\bturn(?:s|ing|ed)? |\b(?:son|daughter|child|baby|kid|boy|girl|he|she)(?: is|'s|’s) )"
    r"(?:just |almost |nearly |now )?(\d|one|two|three|four|five|six)\b"
    r"(?! (?:of|months?|weeks?)\b)",
    re.IGNORECASE,
)
_UNDER_ONE = re.compile(
    r"(?:1歳|満1歳)(?:未満|に(?:なら|満た)な|前)|\b(?:under|below|not yet|younger than|less than)"
    r" (?:the age of )?(?:1|one)\b(?! hundred)",
    re.IGNORECASE,
)
_AND_OVER = re.compile(
    r"\b(\d|one|two|three|four|five)(?: years?(?: old)?|[- ]year[- ]olds?)?"
    r" (?:and|or) (?:over|older|above|up)\b",
    re.IGNORECASE,
)
_AGES_BETWEEN = re.compile(r"(\d)\s*歳?児?(?:から|[〜~-])\s*(\d)\s*歳")
_SEXES = {
    "男": re.compile(r"男|(?<!wo)\bmen\b|(?<!fe)\bmales?\b|\bman\b", re.IGNORECASE),
    "女": re.compile(r"女|\bwomen\b|\bfemales?\b|\bwoman\b", re.IGNORECASE),
}


@once
def variants(text: str) -> frozenset[str]:
    """Return the ages and sexes that `text` names: 「1歳児」 → {"1歳"}."""
    text = _AND_OVER.sub(lambda match: f"{_in_digits(match[1])}歳以上", text)
    counted = _AGES_BETWEEN.sub(_each_age, _UNDER_ONE.sub("0歳", with_digits(text)))
    named = [*_AGE.findall(counted), *(one or other for one, other in _AGE_LISTED.findall(counted))]
    named += (_in_digits(age) for age in _AGE_OF_CHILD.findall(text))
    ages = {f"{int(age)}歳" for age in named}
    return frozenset(ages | {sex for sex, pattern in _SEXES.items() if pattern.search(counted)})


def _in_digits(age: str) -> str:
    return with_digits(f"{age.lower()} years old").partition(" ")[0]


def _each_age(match: re.Match[str]) -> str:
    """Name each age of a range: 0歳から3歳 → 0歳 1歳 2歳 3歳."""
    return " ".join(f"{age}歳" for age in range(int(match[1]), int(match[2]) + 1))


def named_in(wanted: frozenset[str], text: str) -> bool:
    """Whether `text` of a plan speaks of one of the ages and sexes `wanted`: 3歳以上 of 5歳."""
    held = variants_of_plan(text)
    if wanted & held:
        return True
    ages = [int(one.removesuffix("歳")) for one in wanted if one.endswith("歳")]
    return any(age >= lowest for age in ages for lowest in _and_more(text))


@of_plan
def variants_of_plan(text: str) -> frozenset[str]:
    """Return the ages and sexes that a text of a plan names."""
    return variants(text)


@of_plan
def _and_more(text: str) -> tuple[int, ...]:
    """The ages from which on `text` speaks: 3歳以上."""
    return tuple(int(age) for age in _AGE_AND_MORE.findall(with_digits(text)))


def family(row: Indicator, plan: Plan) -> tuple[Indicator, ...]:
    """Return the indicators of which `row` is one variant, itself among them, in order."""
    if not variants_of_plan(row.name):
        return (row,)
    kept = without_brackets(row.name)
    return tuple(
        other
        for other in plan.section(row.passage.section).indicators
        if without_brackets(other.name) == kept
    )


def asked_of(row: Indicator, question: str, plan: Plan) -> tuple[Indicator, ...]:
    """Return those of the family of `row` that `question` names; all where it names none."""
    wanted = variants(question)
    rows = family(row, plan)
    named = tuple(one for one in rows if named_in(wanted, one.name))
    return named or (rows if not wanted else (row,))

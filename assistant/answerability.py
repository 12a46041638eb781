"""Does the evidence answer what was asked? What the plan does not hold is said to be missing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Language
from assistant.asked import Missing
from assistant.question import Question
from assistant.retrieve import Found
from assistant.variants import named_in, variants
from corpus.footnotes import without_markers
from corpus.plan import Indicator, Kind

# What the best passage must score; set on the tuning half of our questions.
_ENOUGH = 0.2
_COVERED = 0.45
_ASKED = 0.62
_CERTAIN = 0.53
_LOOKED_AT = 3
_UNLIKE = 0.35
# In English verbs count as nouns: more of them may be unknown.
_MOST_UNKNOWN: dict[Language, float] = {"ja": 0.0, "en": 0.5}
# Up to what length a question is short: in letters.
_LONG: dict[Language, int] = {"ja": 40, "en": 80}
_NEAR = 0.05
_FIGURE = re.compile(r"\d")
_COUNTER = re.compile(r"何(人|件|校|園|台|か所|カ所|世帯|軒|本|冊)")

# What a passage must hold to answer a question for it; a plan as such holds none of these.
_EVIDENCE = {
    Missing.COUNT: re.compile(r"\d+\s*(?:人|名|件|世帯|か所|カ所|%)|未定"),
    Missing.PRICE: re.compile(r"\d+\s*(?:円|万円|億円)|無料|無償"),
    Missing.DATE: re.compile(r"\d+\s*(?:月|日|時)(?!間)|未定"),
    Missing.PLACE: re.compile(r"(?:丁目|番地|所在地)"),
    Missing.NAME: re.compile(r"氏名|市長"),
    Missing.CONTACT: re.compile(r"\d{2,}-\d{2,}|電話番号|@"),
    Missing.PROCEDURE: re.compile(r"申請|申込|手続"),
    Missing.CAUSE: re.compile(r"により|背景に|ことから|中、"),
    Missing.RANKING: re.compile(r"全国|\d+\s*位|県内"),
}


def is_answered(question: Question, found: Sequence[Found]) -> bool:
    """Whether the best passages answer what the question asks for, not only its topic."""
    if not found or question.names:
        return False
    if not question.topic and not question.item and not question.sections:
        return False
    if found[0].score < _enough(question, found[0]):
        return False
    return all(_has_evidence(missing, question, found) for missing in question.asked.missing)


def _enough(question: Question, best: Found) -> float:
    """What the best passage must score: more where a short question names what it does not.

    A long question tells of much that is beside the point; in a short one every noun counts.
    """
    short = max(0.0, 1 - len(question.text) / _LONG[question.lang])
    return _ENOUGH + _UNLIKE * best.unlike * short


def is_covered(question: Question, one: Found) -> bool:
    """Whether a passage is about all that the question names, not only about a part of it."""
    if not question.topic:
        return True
    short = len(question.text) < _LONG[question.lang]
    if short and (one.unknown > _MOST_UNKNOWN[question.lang] or one.unlike == 1):
        return False
    asked_alike = one.evidence.asked >= _ASKED or one.score >= _CERTAIN
    return one.coverage >= _COVERED or asked_alike


def is_of_variant(question: Question, text: str) -> bool:
    """Whether `text` speaks of the age or sex that the question names, if it names one."""
    wanted = variants(question.spelled)
    return not wanted or named_in(wanted, text)


def counts_others(question: Question, row: Indicator) -> bool:
    """Whether a number of things is asked for, and the row counts others or gives a share."""
    if question.lang != "ja" or Missing.COUNT not in question.asked.missing:
        return False
    counter = _COUNTER.search(question.spelled)
    return row.latest.unit != counter[1] if counter else row.latest.unit == "%"


def asks_other_year(question: Question, years: Sequence[int]) -> bool:
    """Whether a figure is asked for of a year that none of `years` is."""
    return bool(question.years) and not set(question.years) & set(years)


def has_figure(question: Question, found: Sequence[Found]) -> bool:
    """Whether one of the best passages that are text gives a figure on what the question names."""
    return any(
        one.passage.kind is not Kind.INDICATOR
        and _FIGURE.search(without_markers(one.passage.text))
        and is_covered(question, one)
        and is_of_variant(question, one.passage.text)
        for one in found[:_LOOKED_AT]
    )


def _has_evidence(missing: Missing, question: Question, found: Sequence[Found]) -> bool:
    near = [one for one in found[:_LOOKED_AT] if one.score >= found[0].score - _NEAR]
    covered = [one for one in near if is_covered(question, one)]
    return any(_EVIDENCE[missing].search(one.passage.text) for one in covered)

"""Does the evidence answer what was asked? What the plan does not hold is said to be missing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asked import Missing
from assistant.question import Question
from assistant.retrieve import Found
from corpus.footnotes import without_markers

# What the best passage must score; set on the tuning half of our questions.
_ENOUGH = 0.183
_COVERED = 0.45
_ASKED = 0.62
_CERTAIN = 0.53
_LOOKED_AT = 3
_NEAR = 0.05
_FIGURE = re.compile(r"\d")

# What a passage must hold to answer a question for it; a plan as such holds none of these.
_EVIDENCE = {
    Missing.COUNT: re.compile(r"\d+\s*(?:人|名|件|世帯|か所|カ所)|未定"),
    Missing.PRICE: re.compile(r"\d+\s*(?:円|万円|億円)|無料|無償"),
    Missing.DATE: re.compile(r"\d+\s*(?:月|日|時)(?!間)"),
    Missing.PLACE: re.compile(r"(?:丁目|番地|所在地)"),
    Missing.NAME: re.compile(r"氏名|市長"),
    Missing.CONTACT: re.compile(r"\d{2,}-\d{2,}|電話番号|@"),
    Missing.PROCEDURE: re.compile(r"申請|申込|手続"),
    Missing.CAUSE: re.compile(r"により|背景に|ことから|中、"),
    Missing.RANKING: re.compile(r"全国|\d+\s*位|県内"),
}


EVIDENCE = (
    "score",
    "margin",
    "dense",
    "asked",
    "coverage",
    "lexical",
    "known",
    "missing",
    "english",
    "topic",
)


def evidence(question: Question, found: Sequence[Found]) -> tuple[float, ...]:
    """Return what speaks for the question's being answered by what was found, by `EVIDENCE`."""
    if not found:
        return (0.0,) * len(EVIDENCE)
    best, near = found[0], found[:_LOOKED_AT]
    return (
        best.score,
        best.score - found[min(len(found), 10) - 1].score,
        max(one.evidence.dense for one in near),
        max(one.evidence.asked for one in near),
        max(one.coverage for one in near),
        max(one.evidence.lexical for one in near),
        best.known,
        float(any(not _has_evidence(missing, question, found) for missing in question.asked.missing)),
        float(question.lang == "en"),
        min(len(question.topic), 6) / 6,
    )


def is_answered(question: Question, found: Sequence[Found]) -> bool:
    """Whether the best passages answer what the question asks for, not only its topic."""
    if not found or question.names:
        return False
    if not question.topic and not question.item and not question.sections:
        return False
    if found[0].score < _ENOUGH:
        return False
    return all(_has_evidence(missing, question, found) for missing in question.asked.missing)


def is_covered(question: Question, one: Found) -> bool:
    """Whether a passage is about all that the question names, not only about a part of it."""
    asked_alike = one.evidence.asked >= _ASKED or one.score >= _CERTAIN
    return not question.topic or one.coverage >= _COVERED or asked_alike


def asks_other_year(question: Question, years: Sequence[int]) -> bool:
    """Whether a figure is asked for of a year that none of `years` is."""
    return bool(question.years) and not set(question.years) & set(years)


def has_figure(question: Question, found: Sequence[Found]) -> bool:
    """Whether one of the best passages gives a figure on what the question names."""
    return any(
        _FIGURE.search(without_markers(one.passage.text)) and is_covered(question, one)
        for one in found[:_LOOKED_AT]
    )


def _has_evidence(missing: Missing, question: Question, found: Sequence[Found]) -> bool:
    near = [one for one in found[:_LOOKED_AT] if one.score >= found[0].score - _NEAR]
    covered = [one for one in near if one.coverage >= _COVERED or not question.topic]
    return any(_EVIDENCE[missing].search(one.passage.text) for one in covered)

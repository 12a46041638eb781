"""Does the evidence answer what was asked? What the plan does not hold is said to be missing."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from assistant.answer import Language
from assistant.answering.sentences import indicator_of
from assistant.asked import Missing, without_denied
from assistant.missing_evidence import holds_what_is_missing
from assistant.question import Question, is_short
from assistant.retrieve import Found
from assistant.row_names import is_divided, name_of, written
from assistant.source import Source
from assistant.variants import family, named_in, variants
from corpus.footnotes import without_markers
from corpus.plan import Indicator, Kind

_COVERED = 0.45
_LOOKED_UP = 0.6
_UNKNOWN = 0.5
_ASKED = 0.62
_CERTAIN = 0.53
_LEAST_ASKED = 0.5
_LOOKED_AT = 3
_NEAR = 0.1
_BEFORE = 0.08
_FAR_BEFORE = 0.1
_FEW_UNKNOWN = 0.2
# Share of nouns; in English verbs count as nouns: more of them may be unknown.
_MOST_UNKNOWN: dict[Language, float] = {"ja": 0.25, "en": 0.5}
_FIGURE = re.compile(r"\d")
_DIFFERENCE = re.compile(r"差(?=[\s((はがを、])")
_APART = re.compile(
    r"差(?!じゃな|では?な)|何[歳年]分|空[いくけ]|不健康|ず[れる]|開き|ひらき|隔たり|へだたり|違[いう]|離れ|縮|ギャップ"
    r"|\b(?:gaps?|differ\w*|separat\w*|apart|between|shorter|longer|exceed\w*|minus"
    r"|by how (?:many|much))\b"
)
_RATE = re.compile(r"(?<![効能確比倍])率|\brates?\b")
_WORKED_OUT = re.compile(
    r"計算|算出|分母|分子|割り算|\b(?:calculated|computed|worked out|defined|derived)\b"
)
_PER_PEOPLE = re.compile(r"人(?:当たり|あたり|につき)|\bper [\d,]+ people\b")
_OF_RATE = re.compile(r"率|割合|[%％]|人当たり")
_HOW_MANY_PEOPLE = re.compile(
    r"\bhow many (?:people|citizens|residents|locals|adults|seniors|men|women|children|kids|boys"
    r"|girls|babies|infants|toddlers|teenagers|parents|mothers|fathers|families|schoolchildren"
    r"|pupils|students|young people|of)\b"
)
_COUNTER = re.compile(r"何(人|件|校|園|台|社|団体|か所|カ所|世帯|軒|本|冊|回|か国|種類)")


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for or against an answer from the best passage.

    `score` is that of the passage, `asked` how near the question is to a way of asking for it,
    `elsewhere` how near it is to a matter that no plan holds: 0 to about 1 each. `length` is the
    logarithm of the question's, in lengths of a short one: the more there is said, the less of it
    is near to anything. `number` is 1 where a number is asked for, which the plan gives of few
    things.
    """

    score: float
    asked: float
    elsewhere: float
    length: float
    number: float


# Learnt by a logistic regression: tests/eval/fit_answerability.py.
WEIGHTS = Signs(score=8.45, asked=1.69, elsewhere=-8.87, length=5.97, number=-2.48)
BIAS = 0.17
_ENOUGH = 0.58
# In letters.
_SHORT: dict[Language, int] = {"ja": 30, "en": 60}
LEAST = 0.21


def is_answered(question: Question, found: Sequence[Found], source: Source) -> bool:
    """Whether the best passages answer what the question asks for, not only its topic."""
    if not found or question.names:
        return False
    if not question.topic and not question.item and not question.sections:
        return False
    best, wanted = found[0], question.asked.missing
    near = [one for one in found[:_LOOKED_AT] if one.score >= best.score - _NEAR]
    covering = [one for one in near if is_covered(question, one) or stands_out(one, found, source)]
    held = all(
        holds_what_is_missing(one, question, covering, source)
        or (one is Missing.COUNT and _is_the_row(question, found, source))
        or _tells_how(question, best)
        for one in wanted
    )
    if not held or _is_unknown(question, best) or best.score < LEAST:
        return False
    if question.is_lookup and not is_covered(question, best):
        return False
    return (
        _is_certain(question, found, source) or likelihood(signs(question, best, source)) >= _ENOUGH
    )


def _is_certain(question: Question, found: Sequence[Found], source: Source) -> bool:
    """Whether the best passage must be meant, whatever the likelihood."""
    best = found[0]
    holds = best.passage.kind is Kind.INDICATOR or _FIGURE.search(
        without_markers(best.passage.text)
    )
    of_figure = question.asked.number and not best.unlike and holds
    return (
        (best.coverage == 1 and bool(question.asked.missing or of_figure))
        or _is_looked_up(question, best)
        or is_called_by_name(question, best)
        or (best.unknown <= _FEW_UNKNOWN and is_far_before(best, found, source))
        or _tells_how(question, best)
    )


def _tells_how(question: Question, best: Found) -> bool:
    """Whether it is asked how a row is worked out, and its name says so: (定員数/利用申込者数)."""
    divided = best.passage.kind is Kind.INDICATOR and is_divided(name_of(best.passage))
    return divided and bool(_WORKED_OUT.search(question.spelled))


def _is_the_row(question: Question, found: Sequence[Found], source: Source) -> bool:
    """Whether the best passage is the row that must be meant: by its name, or far before others."""
    return is_called_by_name(question, found[0]) or is_far_before(found[0], found, source)


def is_called_by_name(question: Question, one: Found) -> bool:
    """Whether a passage is a row whose whole name the question has."""
    of_row = one.passage.kind is Kind.INDICATOR
    return of_row and written(name_of(one.passage)) in question.spelled


def _is_looked_up(question: Question, best: Found) -> bool:
    """Whether nouns of the plan are looked up: what holds them is what is wanted."""
    return question.is_lookup and not best.unknown and best.coverage >= _LOOKED_UP


def _is_unknown(question: Question, best: Found) -> bool:
    """Whether a short question is of nouns that the plan does not know, in words unlike any ask."""
    return is_short(question) and best.unknown >= _UNKNOWN and best.asked < _LEAST_ASKED


def signs(question: Question, best: Found, source: Source) -> Signs:
    """Gather the signs for an answer from the passage found first."""
    has_asks = "asked" in source.index.present
    return Signs(
        score=best.score,
        asked=best.asked if has_asks else best.score,
        elsewhere=source.elsewhere.nearest(question.spelled)[0],
        length=max(0.0, math.log(len(question.text) / _SHORT[question.lang])),
        number=float(question.asked.number or question.asked.counts),
    )


def likelihood(signs: Signs) -> float:
    """Return how likely the passage holds the answer: 0 to 1."""
    pairs = zip(astuple(signs), astuple(WEIGHTS), strict=True)
    return 1 / (1 + math.exp(-BIAS - sum(value * weight for value, weight in pairs)))


def is_covered(question: Question, one: Found) -> bool:
    """Whether a passage is about all that the question names, not only about a part of it."""
    if not question.topic or one.passage.id == question.about:
        return True
    if is_short(question) and (one.unknown > _MOST_UNKNOWN[question.lang] or one.unlike == 1):
        return False
    asked_alike = one.asked >= _ASKED or one.score >= _CERTAIN
    return one.coverage >= _COVERED or asked_alike


def stands_out(one: Found, found: Sequence[Found], source: Source) -> bool:
    """Whether a row comes before all but its own variants; farther where a noun is unknown."""
    if one.unknown > _FEW_UNKNOWN:
        return is_far_before(one, found, source)
    return _lead(one, found, source) >= _BEFORE


def is_far_before(one: Found, found: Sequence[Found], source: Source) -> bool:
    """Whether a row comes so far before all but its own variants that it must be meant."""
    return _lead(one, found, source) >= _FAR_BEFORE


def _lead(one: Found, found: Sequence[Found], source: Source) -> float:
    """How far a row comes before all but its own variants; 0 for text."""
    if one.passage.kind is not Kind.INDICATOR:
        return 0.0
    own = {row.passage.id for row in family(indicator_of(one.passage, source.plan), source.plan)}
    others = (other.score for other in found if other.passage.id not in own)
    return one.score - max(others, default=0.0)


def is_of_variant(question: Question, text: str) -> bool:
    """Whether `text` speaks of the age or sex that the question names, if it names one."""
    wanted = variants(question.spelled)
    return not wanted or named_in(wanted, text)


def is_of_quantity(question: Question, text: str) -> bool:
    """Whether `text` gives a difference only if asked for one, and no number for a rate."""
    asked = question.spelled
    apart = not _DIFFERENCE.search(text) or bool(_APART.search(asked))
    return apart and (not asks_rate(question) or bool(_OF_RATE.search(text)))


def asks_rate(question: Question) -> bool:
    """Whether a rate is asked for, a number of so many: 「10万人あたり」."""
    said = without_denied(question.spelled)
    return any(form.search(said) for form in (_RATE, _PER_PEOPLE))


def counts_others(question: Question, row: Indicator) -> bool:
    """Whether a number of things is asked for, and the row counts others or gives a share."""
    if Missing.COUNT not in question.asked.missing:
        return False
    if question.lang == "en" and _HOW_MANY_PEOPLE.search(question.spelled):
        return False  # Which share of them is an answer.
    if _PER_PEOPLE.search(question.spelled) and _PER_PEOPLE.search(row.name):
        return False
    counter = _COUNTER.search(question.spelled) if question.lang == "ja" else None
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
        and is_of_quantity(question, one.passage.text)
        for one in found[:_LOOKED_AT]
    )

"""The passages that a question on a topic means, and those that only come near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.grounded import ANSWERS, LEAST, Grounded
from assistant.evidence.answer_types import holds
from assistant.evidence.classifier import Judged, chosen, is_answered
from assistant.safety.sensitive import is_shown_to
from assistant.source import Source
from assistant.understanding.query import Act, AnswerType, Field, Query, Scope
from assistant.understanding.variants import family, held_to
from corpus.plan import Kind

_MOST_NEAR = 3
# The likeliest of what comes near a question that is not answered: of four blind sets 13 of 18 that
# were so likely did answer.
_LEAST_NEAR = 0.25
# Where no more is asked of a topic than what is said of it, a passage with all its words answers.
_MENTIONED = {AnswerType.TEXT, AnswerType.YES_NO}
_COVERED = 0.99
_IS_MENTIONED = 0.6


def passages_meant(query: Query, judged: Sequence[Judged], source: Source) -> Grounded | None:
    """Return the one to three likeliest passages on a topic."""
    if query.asks_elsewhere:
        return None
    kept = [
        one
        for one in judged
        if one.passage.id not in query.excluded and is_shown_to(query.text, one.passage.text)
    ]
    if query.asks_trend:
        kept = [one for one in kept[:_MOST_NEAR] if holds(one.passage, AnswerType.TREND)]
    if query.kinds:
        kept = _of_kinds(kept, query.kinds)
    if not kept:
        return None
    likely = is_answered(query, kept, source)
    if query.answer_type in _MENTIONED and kept[0].coverage >= _COVERED and query.topic:
        likely = max(likely, _IS_MENTIONED)
    # 「目標は?」 says of no row whose.
    if (likely < ANSWERS or Field.TARGET in query.aspects) and not _names_what(query):
        return None
    told = chosen(kept) if likely >= ANSWERS else _nearest(kept)
    found = (one for each in told for one in _variants(each.passage.id, query, source))
    scope = replace(query.scope, passages=tuple(dict.fromkeys(found)))
    return Grounded(replace(query, scope=scope), likely)


def _of_kinds(judged: list[Judged], kinds: Sequence[Kind]) -> list[Judged]:
    """Those of the kinds asked for, where none other alone answers what is asked."""
    held = [one for one in judged if one.passage.kind in kinds]
    answers = bool(judged) and judged[0].probability >= ANSWERS
    return judged if answers and (not held or held[0].probability < LEAST) else held or judged


def _names_what(query: Query) -> bool:
    """Whether a query names anything of the plan that it is about."""
    named = (query.topic, query.phrases, query.rows, query.kinds, query.terms, query.claims)
    return any(named) or bool(query.scope.sections)


def _nearest(judged: Sequence[Judged]) -> list[Judged]:
    """The likeliest passages, where it may only be that one answers."""
    near = [one for one in judged[:_MOST_NEAR] if one.probability >= judged[0].probability / 2]
    return [one for one in near if not one.passage.is_boxes] or near[:1]


def passages_near(query: Query, judged: Sequence[Judged], source: Source) -> Grounded | None:
    """Return what comes near a question to which nothing was found, where the plan likely answers.

    Not where something is asked that the plan may lack, or one thing more of the answer before.
    """
    is_of_anything = query.answer_type in _MENTIONED or query.answer_type is AnswerType.NUMBER
    if not is_of_anything or query.carried or not judged or judged[0].probability < _LEAST_NEAR:
        return None
    asked = replace(query, act=Act.FIND, kinds=(), scope=Scope(), rows=())
    found = passages_meant(asked, judged, source)
    return found if found and found.confidence >= LEAST else None


def _variants(passage_id: str, query: Query, source: Source) -> tuple[str, ...]:
    """A passage, or a row and those beside it that a question does not tell apart: all ages."""
    row = source.plan.indicators_by_id.get(passage_id)
    near = held_to(family(row, source.plan), query.ages, query.sexes) if row else None
    return tuple(one.passage.id for one in near) if near else (passage_id,)

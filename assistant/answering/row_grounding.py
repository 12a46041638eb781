"""The rows that a question for figures means: by name, value or likeness."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.answering.claims import passages_with
from assistant.answering.grounded import LEAST, LEAST_CONFIDENT, Grounded
from assistant.evidence.classifier import Judged, is_answered, judge
from assistant.safety.sensitive import is_shown_to
from assistant.source import Source
from assistant.understanding.query import OFFICE_MATTERS, Act, AnswerType, Field, Query
from assistant.understanding.variants import family, held_to
from corpus.footnotes import without_markers
from corpus.plan import Indicator, Kind

# A row may be less likely, where nothing else is likely at all.
_LEAST_OF_ROW = 0.12
# Another row that is so near to the likeliest may be meant as well.
_AS_NEAR = 0.55
# A text that is so likely beside the likeliest row gives a figure on the same.
_AS_LIKELY = 0.8
_LOOKED_AT = 4
# Of two things that are compared each is a row where one is so likely; then it is taken.
_PAIR = 2
_LEAST_OF_PAIR = 0.15
_DIGIT = re.compile(r"\d")
_MOST_NEAR = 3
# Rows that are so likely are those that a question names.
_IS_NAMED = 0.65
# How likely a row is meant that holds the very value of a question.
_HELD = 0.9
_OF_NO_ROW = frozenset({AnswerType.REASON, AnswerType.PROCEDURE, *OFFICE_MATTERS})


def rows_of_topics(query: Query, source: Source) -> Grounded | None:
    """Return the row of each of several things named beside each other; None where one has none.

    「AとBの差」: each is looked for by itself.
    """
    named = tuple(dict.fromkeys(query.rows))
    if query.act is not Act.COMPARE or len(named) > 1 or len(named) + len(query.topics) < _PAIR:
        return None
    plan, found, likely = source.plan, list(named), 1.0
    for topic in query.topics:
        asked = replace(query, act=Act.FIGURE, text=topic, topic=topic, topics=(topic,), rows=())
        rows = [one for one in judge(asked, source) if one.passage.kind is Kind.INDICATOR]
        rows = [one for one in rows if one.passage.id not in found]
        if not rows or rows[0].probability < _LEAST_OF_PAIR:
            return None
        row = plan.indicators_by_id[rows[0].passage.id]
        kept = held_to(family(row, plan), query.ages, query.sexes) or (row,)
        found.append(kept[0].passage.id if len(kept) == 1 else row.passage.id)
        likely = min(likely, max(rows[0].probability, LEAST_CONFIDENT))
    return Grounded(replace(query, rows=tuple(found), topic="", topics=()), likely)


def is_absent(query: Query, source: Source) -> bool:
    """Return whether what is asked of the rows is in no table: a change, a reason, another year."""
    if query.asks_trend or query.asks_elsewhere or query.answer_type in _OF_NO_ROW:
        return True
    if query.act is not Act.FIGURE or not query.years:
        return False
    rows = [source.plan.indicators_by_id[one] for one in query.rows]
    return not any(row.latest.year in query.years for row in rows)


def ranked(found: Grounded | None) -> Grounded | None:
    """Return figures of which the extreme is asked as a list in its order; one row has none."""
    if found is None or found.query.act is not Act.FIGURE or not found.query.order:
        return found
    if len(found.query.rows) == 1:
        return replace(found, query=replace(found.query, order=None))
    asked = replace(found.query, act=Act.LIST, kinds=(Kind.INDICATOR,), topic="", topics=())
    return Grounded(replace(asked, answer_type=AnswerType.TEXT), found.confidence)


def rows_meant(query: Query, judged: Sequence[Judged], source: Source) -> Grounded | None:
    """Return the rows that are named, that hold a value of the question, or that are likeliest."""
    plan = source.plan
    if query.rows:
        rows = [plan.indicators_by_id[one] for one in query.rows]
        kept = held_to(rows, query.ages, query.sexes)
        return Grounded(replace(query, rows=_ids(kept))) if kept else None
    held = _holding(query, source)
    if held:
        return _of_claims(query, held, judged, source)
    return _text_with_claims(query, source) or _near_rows(query, judged, source)


def _text_with_claims(query: Query, source: Source) -> Grounded | None:
    """The texts that have a value of the question: 「47.4%って何の数字?」."""
    texts = [one for claim in query.claims for one in passages_with(claim, query, source)]
    ids = tuple(dict.fromkeys(one.id for one in texts))
    if not 0 < len(ids) <= _MOST_NEAR:
        return None
    scope = replace(query.scope, passages=ids)
    return Grounded(replace(query, act=Act.FIND, scope=scope), _HELD)


def _of_claims(
    query: Query, held: Sequence[str], judged: Sequence[Judged], source: Source
) -> Grounded:
    """The rows that hold a value of the question, or those that it names beside a wrong value.

    「0歳児は94.6%?」 is of the row for that age, which has another value.
    """
    plan = source.plan
    if query.ages or query.sexes:
        near = [row for one in held for row in family(plan.indicators_by_id[one], plan)]
        of_these = held_to(list(dict.fromkeys(near)), query.ages, query.sexes)
        if of_these:
            return Grounded(replace(query, rows=_ids(of_these)), _HELD)
    found = _near_rows(query, judged, source) if query.topic else None
    if found is None or found.query.act is not Act.FIGURE:
        return Grounded(replace(query, rows=tuple(held)), _HELD)
    first = found.query.rows[0]
    variants = _ids(family(plan.indicators_by_id[first], plan))
    is_of_first = any(one in variants for one in held)
    if is_of_first or found.confidence < _IS_NAMED:
        kept = tuple(one for one in held if one in variants)
        return Grounded(replace(query, rows=kept or tuple(held)), _HELD)
    return Grounded(replace(found.query, rows=(first,)), found.confidence)


def _near_rows(query: Query, judged: Sequence[Judged], source: Source) -> Grounded | None:
    plan = source.plan
    if not (query.topic or query.phrases or query.scope.sections):
        return None
    ranked = [one for one in judged if one.passage.kind is Kind.INDICATOR]
    sections = query.scope.sections
    within = [one for one in ranked if one.passage.section in sections]
    if within and within[0].probability >= max(LEAST, ranked[0].probability * _AS_NEAR):
        ranked = within
    best = ranked[0].probability if ranked else 0.0
    if best < (_LEAST_OF_ROW if query.topic else LEAST):
        text = _text_with_figure(query, judged, 0.0, source)
        if text is None:
            return None
        scope = replace(query.scope, passages=(text.passage.id,))
        return Grounded(replace(query, act=Act.FIND, scope=scope), text.probability)
    least = best * _AS_NEAR
    families: dict[str, tuple[Indicator, ...]] = {}
    for one in ranked:
        row = plan.indicators_by_id[one.passage.id]
        # What is compared is two things, be one named by fewer of the plan's words.
        is_second = query.act is Act.COMPARE and len(families) == 1
        if one.probability >= (_LEAST_OF_ROW if is_second else least):
            near = family(row, plan)
            kept = held_to(near, query.ages, query.sexes)
            if kept:
                families.setdefault(near[0].passage.id, kept)
    found = [*families.values()]
    if not 0 < len(found) <= _MOST_NEAR:
        return None
    own = {row.passage.id for kept in found for row in family(kept[0], plan)}
    beside = next((one.probability for one in judged if one.passage.id not in own), 0.0)
    answered = is_answered(query, judged, source) * best / (best + beside)
    confidence = max(best, answered)
    rows = [row for kept in found for row in kept]
    text = _text_with_figure(query, judged, confidence, source)
    if text is not None:
        ids = _ids(rows) if confidence >= text.probability * _AS_NEAR else ()
        scope = replace(query.scope, passages=(text.passage.id, *ids))
        asked = replace(query, act=Act.FIND, scope=scope)
        return Grounded(asked, max(confidence, text.probability))
    is_open = len(found) > 1 and query.act is Act.FIGURE
    return Grounded(replace(query, rows=_ids(rows)), confidence, is_open)


def _holding(query: Query, source: Source) -> tuple[str, ...]:
    """The rows whose value or target is one that a question holds up: 「71.6 は何の数字?」."""
    claims = set(query.claims)
    rows = [
        row
        for row in source.plan.indicators
        if claims & {row.latest.value, row.target.value}
        and (not query.scope.sections or row.passage.section in query.scope.sections)
    ]
    return _ids(rows) if len(rows) <= _MOST_NEAR else ()


def _text_with_figure(
    query: Query, judged: Sequence[Judged], confidence: float, source: Source
) -> Judged | None:
    """The text that is as likely to give the figure as the rows are, where no target is asked."""
    if query.act is not Act.FIGURE or set(query.aspects) - {Field.LATEST, Field.YEAR}:
        return None
    texts = [
        one
        for one in judged[:_LOOKED_AT]
        if one.passage.kind is not Kind.INDICATOR
        and _DIGIT.search(without_markers(one.passage.text))
        and is_shown_to(query.text, one.passage.text)
    ]
    return (
        texts[0] if texts and texts[0].probability >= max(LEAST, confidence * _AS_LIKELY) else None
    )


def _ids(rows: Iterable[Indicator]) -> tuple[str, ...]:
    return tuple(row.passage.id for row in rows)

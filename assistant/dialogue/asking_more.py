"""One thing more of what was cited: its meaning, its source, its reason, its change."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.dialogue.cited_queries import (
    MOST_QUOTED,
    figures_of,
    partners_of_cited,
    with_variants,
)
from assistant.dialogue.state import State
from assistant.evidence.answer_types import holds
from assistant.understanding.query import LISTINGS, Act, AnswerType, Field, Query, Scope, Style
from corpus.footnotes import markers, without_markers
from corpus.plan import Kind, Plan
from index.numerals import numbers_of_plan

_LONGEST_SUBJECT = 40
_MARK = re.compile(r"^[^\w「『]*[①-⑳]?\s*")
# What the answer before has not said, else it would not be asked.
_NOT_SAID_YET = frozenset(
    {
        *(AnswerType.PRICE, AnswerType.BUDGET, AnswerType.DATE, AnswerType.PLACE),
        *(AnswerType.CONTACT, AnswerType.PROCEDURE, AnswerType.LAW, AnswerType.OPINION),
    }
)
# What a turn asks of what was cited that its own words may not hold.
ASKS_MORE = frozenset(AnswerType) - {AnswerType.TEXT, AnswerType.YES_NO, AnswerType.NUMBER}


def elaborate(fresh: Query, state: State, plan: Plan) -> Query | None:
    """More on what was cited: passages whole, what belongs to rows, or one thing asked of it."""
    rows = state.rows(plan)
    if fresh.act is Act.HELP_LINE:
        return None
    if fresh.act is Act.PARTNERS:
        return partners_of_cited(fresh, state, plan)
    if rows and fresh.aspects and len(rows) == len(state.cited):
        return _with_aspects(fresh, state, rows)
    if fresh.answer_type is AnswerType.DATE and rows and len(rows) == len(state.cited):
        return figures_of(fresh, rows, (Field.YEAR,))
    if fresh.topic or fresh.answer_type in ASKS_MORE:
        return one_more(fresh, state, plan)
    if fresh.act is Act.FIGURE and not rows:
        return replace(one_more(fresh, state, plan), act=Act.FIGURE)
    if rows and len(rows) == len(state.cited):
        return Query(Act.RELATE, fresh.text, rows=rows[:1], kinds=fresh.kinds)
    passages = tuple(one for one in state.cited if one not in rows)[:MOST_QUOTED]
    if not passages:
        return None
    if fresh.kinds and not {plan.passage(one).kind for one in passages} & set(fresh.kinds):
        return Query(Act.RELATE, fresh.text, scope=Scope(passages=passages), kinds=fresh.kinds)
    return Query(
        Act.QUOTE, fresh.text, scope=Scope(passages=passages), style=Style(is_detailed=True)
    )


def _with_aspects(fresh: Query, state: State, rows: tuple[str, ...]) -> Query:
    """The same rows with what else is asked of them."""
    base = state.query
    if base.act not in LISTINGS:
        return figures_of(fresh, rows, fresh.aspects)
    aspects = tuple(dict.fromkeys((*base.aspects, *fresh.aspects)))
    return replace(base, act=Act.LIST, aspects=aspects)


def source(fresh: Query, state: State, plan: Plan) -> Query | None:
    """Where what was cited stands, word for word; one of it by its number where that is named."""
    if not state.cited:
        return None
    style = Style(is_verbatim=True)
    if fresh.scope.item is not None and fresh.scope.is_number:
        sections = fresh.scope.sections or state.sections(plan)
        scope = Scope(sections=sections, item=fresh.scope.item)
        kinds = fresh.kinds or (Kind.INITIATIVE,)
        return Query(Act.QUOTE, fresh.text, kinds=kinds, scope=scope, style=style)
    return Query(Act.QUOTE, fresh.text, scope=Scope(passages=state.cited), style=style)


def relate(fresh: Query, state: State, plan: Plan) -> Query | None:
    """What belongs to what was cited; why it is so is one thing more."""
    if fresh.answer_type is AnswerType.REASON:
        return one_more(fresh, state, plan)
    cited = _pointed(fresh, state, plan)[:MOST_QUOTED]
    rows = tuple(one for one in cited if one in plan.indicators_by_id)
    if rows:
        return Query(Act.RELATE, fresh.text, rows=rows, kinds=fresh.kinds)
    return Query(Act.RELATE, fresh.text, scope=Scope(passages=cited), kinds=fresh.kinds)


def _pointed(fresh: Query, state: State, plan: Plan) -> tuple[str, ...]:
    """What was cited, that in the sections that a turn names, or the one at the place it names."""
    sections, place = fresh.scope.sections, fresh.scope.item
    cited = (
        tuple(one for one in state.cited if plan.passage(one).section in sections) or state.cited
    )
    is_place = place is not None and 0 < place <= len(cited)
    return (cited[place - 1],) if place is not None and is_place else cited


def meaning(fresh: Query, state: State, plan: Plan) -> Query | None:
    """The meaning of a word of what was cited: one that is named, or that has a footnote."""
    if fresh.terms or fresh.topics:
        terms = fresh.terms or fresh.topics
        return replace(fresh, act=Act.DEFINE, terms=terms, answer_type=AnswerType.TEXT)
    notes = {note.number: note.term for note in plan.footnotes}
    marked = [
        notes[number]
        for one in state.cited
        for number, _ in markers(plan.passage(one).text)
        if number in notes
    ]
    rows = state.rows(plan)
    if not marked and len(rows) == 1:
        marked = [plan.indicators_by_id[rows[0]].name]
    if not marked:
        return elaborate(fresh, state, plan)
    return Query(Act.DEFINE, fresh.text, terms=tuple(dict.fromkeys(marked)))


def doubt(fresh: Query, state: State, plan: Plan) -> Query | None:
    """Whether what was cited is so: its change, a value that is held up, or where it stands."""
    if fresh.asks_trend or Field.TREND in fresh.aspects:
        return trend(fresh, state, plan)
    if fresh.act is Act.PARTNERS:
        return partners_of_cited(fresh, state, plan)
    base, rows = state.query, state.rows(plan)
    is_of_some, is_opinion = fresh.ages or fresh.sexes, fresh.answer_type is AnswerType.OPINION
    if rows and (is_of_some or is_opinion):
        near = tuple(row.passage.id for row in with_variants(rows, plan))
        aspects = fresh.aspects or (Field.DIRECTION,)
        return figures_of(fresh, near if is_of_some else rows, aspects)
    if fresh.claims and rows:
        return figures_of(fresh, rows, fresh.aspects)
    if numbers_of_plan(plan.lines) & {*fresh.claims}:
        return replace(fresh, act=Act.FIGURE, topic="", topics=())
    if (
        fresh.kinds
        and base.topic
        and not {plan.passage(one).kind for one in state.cited} & {*fresh.kinds}
    ):
        return replace(base, act=Act.FIND, kinds=fresh.kinds, scope=Scope(), excluded=())
    if fresh.topic:
        return None
    if fresh.answer_type in ASKS_MORE and not (is_opinion and state.cited):
        return one_more(fresh, state, plan)
    if state.is_refused:
        return base
    if rows and len(rows) == len(state.cited) and (fresh.years or fresh.aspects):
        return figures_of(fresh, rows, fresh.aspects)
    return source(fresh, state, plan)


def trend(fresh: Query, state: State, plan: Plan) -> Query | None:
    """How what was cited has changed."""
    rows = state.rows(plan)
    if rows:
        return replace(figures_of(fresh, rows, (Field.TREND,)), answer_type=AnswerType.TREND)
    scope = replace(state.query.scope, passages=())
    return replace(state.query, act=Act.FIND, answer_type=AnswerType.TREND, scope=scope)


def one_more(fresh: Query, state: State, plan: Plan) -> Query:
    """One more thing asked of what was spoken of: looked for with the topic that it had.

    Why something is done is what the plan's issues say.
    """
    base = state.query
    if fresh.answer_type is AnswerType.REASON and _is_of(Kind.INITIATIVE, state, plan):
        scope = Scope(passages=state.cited[:MOST_QUOTED])
        return Query(Act.RELATE, fresh.text, scope=scope, kinds=(Kind.ISSUE,))
    if fresh.answer_type is AnswerType.REASON:
        giving = [one for one in state.cited if holds(plan.passage(one), AnswerType.REASON)]
        if giving:
            return Query(Act.FIND, fresh.text, scope=Scope(passages=tuple(giving[:MOST_QUOTED])))
    about = base.topic or " ".join(base.terms) or _subject(state, plan)
    topics = tuple(dict.fromkeys(one for one in (about, *fresh.topics) if one))
    return replace(
        fresh,
        act=Act.FIND,
        topic=" ".join(topics),
        topics=topics,
        text=f"{about} {fresh.text}".strip(),
        rows=(),
        scope=Scope(sections=base.scope.sections),
        carried=about,
        excluded=state.cited if fresh.answer_type in _NOT_SAID_YET else (),
    )


def _is_of(kind: Kind, state: State, plan: Plan) -> bool:
    return bool(state.cited) and all(plan.passage(one).kind is kind for one in state.cited)


def _subject(state: State, plan: Plan) -> str:
    """The one thing that was cited, in the plan's words: its heading, name or first words."""
    if not state.cited or len(state.cited) > MOST_QUOTED:
        return ""
    row = plan.indicators_by_id.get(state.cited[0])
    if row:
        return row.name
    passage = plan.passage(state.cited[0])
    has_title = passage.kind in (Kind.INITIATIVE, Kind.FOOTNOTE)
    words = passage.heading if has_title else without_markers(passage.text)[:_LONGEST_SUBJECT]
    return _MARK.sub("", words or "")

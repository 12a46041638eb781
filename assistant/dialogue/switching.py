"""The same question with another slot."""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue.cited_queries import (
    MOST_QUOTED,
    figures_of,
    partners_of_cited,
    with_variants,
)
from assistant.dialogue.ordinals import nth
from assistant.dialogue.state import State
from assistant.understanding.query import (
    LISTINGS,
    Act,
    AnswerType,
    Field,
    PartnerSlot,
    Query,
    Scope,
)
from assistant.understanding.variants import are_divided
from corpus.plan import Kind, Plan


def switch(fresh: Query, state: State, plan: Plan) -> Query | None:
    """The same question with another slot: a section, a row, an age, an aspect, a topic."""
    if state.query.act not in LISTINGS:
        # What was cited is left out of more on a topic, not of the list of another kind.
        state = replace(state, query=replace(state.query, excluded=()))
    base, rows = state.query, state.rows(plan)
    aspects = fresh.aspects or base.aspects
    if fresh.rows:
        return replace(fresh, act=_of_rows(base, fresh), aspects=aspects)
    if fresh.ages or fresh.sexes:
        cited = rows or state.rows_before(plan)
        near = with_variants(cited, plan)
        if rows or are_divided(near):
            return figures_of(fresh, tuple(row.passage.id for row in near), aspects)
    if (fresh.ages or fresh.sexes) and base.topic and not fresh.topic:
        return replace(
            figures_of(fresh, (), aspects), topic=base.topic, topics=base.topics,
            text=f"{base.topic} {fresh.text}",
        )  # fmt: skip
    # Who only names a section may mean anything of it.
    says_partners = fresh.partners != PartnerSlot() or Kind.PARTNER in fresh.kinds
    if says_partners or (fresh.act is Act.PARTNERS and not fresh.scope.sections):
        return partners_of_cited(fresh, state, plan)
    if fresh.scope.sections:
        return _section(fresh, state, plan)
    if fresh.act is Act.WORDING and not (fresh.phrases or fresh.topics):
        phrases = base.terms or base.phrases or base.topics[:1]
        return replace(fresh, phrases=phrases) if phrases else None
    if fresh.scope.item is not None or fresh.scope.notes:
        return nth(fresh, state, plan)
    if (fresh.aspects or fresh.years) and not fresh.topic:
        cited = rows or (state.rows_before(plan) if fresh.act is Act.FIGURE else ())
        if cited:
            return figures_of(fresh, cited, fresh.aspects)
    if Field.METHOD in fresh.aspects and rows:
        return figures_of(fresh, rows, fresh.aspects)
    asks_target = Field.TARGET in fresh.aspects
    if asks_target and state.cited and not (rows or fresh.topic or fresh.kinds):
        # The figures of what was cited are those of its indicators.
        scope = Scope(passages=state.cited[:MOST_QUOTED])
        return Query(Act.RELATE, fresh.text, scope=scope, kinds=(Kind.INDICATOR,))
    if fresh.kinds and not fresh.topic:
        return _kind(fresh, state, plan)
    if fresh.topic:
        is_other = bool(fresh.kinds) and base.act in (Act.WORDING, Act.DEFINE, Act.QUOTE)
        return fresh if is_other else _topic(fresh, state)
    if fresh.order and base.act is Act.COMPARE and not base.rows:
        return base
    if fresh.states or fresh.filters or fresh.order:
        return replace(base, states=fresh.states, filters=fresh.filters, order=fresh.order)
    return None


def _topic(fresh: Query, state: State) -> Query:
    """The same of another topic, term or phrase; what was refused is not asked for again."""
    base = state.query
    of_text = fresh.answer_type is AnswerType.TEXT and not state.is_refused
    # Whoever is named after partners may be one of them.
    of_partners = base.act is Act.PARTNERS
    is_of_parts = base.act in LISTINGS or base.act is Act.SUMMARISE
    if is_of_parts and not (base.topic or base.rows or base.phrases):
        return fresh
    if fresh.kinds and fresh.kinds != base.kinds:
        # What holds one kind holds no other.
        base = replace(base, states=(), filters=(), order=None, aspects=())
    return replace(
        base,
        topic=fresh.topic,
        topics=fresh.topics,
        text=fresh.text,
        rows=(),
        scope=replace(base.scope, passages=()),
        kinds=fresh.kinds or base.kinds,
        terms=(fresh.topic,) if base.terms else (),
        phrases=(fresh.topic,) if base.phrases else (),
        answer_type=base.answer_type if of_text or of_partners else fresh.answer_type,
    )


def _of_rows(base: Query, fresh: Query) -> Act:
    return Act.COMPARE if base.act is Act.COMPARE and len(fresh.rows) > 1 else Act.FIGURE


def _section(fresh: Query, state: State, plan: Plan) -> Query:
    """The same of another section: lists and partners whole, a topic looked for there."""
    base = state.query
    scope = Scope(sections=fresh.scope.sections, item=base.scope.item, is_each=base.scope.is_each)
    act = base.act
    if act in (Act.FIGURE, Act.COMPARE) or (act is Act.QUOTE and not base.kinds and not scope.item):
        act = Act.LIST
    if act is Act.DEFINE:
        act = Act.LIST if fresh.kinds else Act.SUMMARISE
    kinds = fresh.kinds or base.kinds
    if act is Act.LIST and not kinds:
        kinds = state.kinds(plan) or (Kind.INDICATOR,)
    return replace(
        base, act=act, scope=scope, rows=(), kinds=kinds, text=fresh.text,
        answer_type=fresh.answer_type,
    )  # fmt: skip


def _kind(fresh: Query, state: State, plan: Plan) -> Query:
    """Another kind of the same sections and topic."""
    base = state.query
    sections = base.scope.sections or state.sections(plan)[:1]
    has_topic = bool(base.topic) and base.act in (Act.FIND, *LISTINGS)
    return replace(
        base,
        act=fresh.act if fresh.act in LISTINGS else Act.LIST,
        kinds=fresh.kinds,
        rows=(),
        aspects=(),
        filters=fresh.filters,
        states=fresh.states,
        order=fresh.order,
        terms=(),
        phrases=(),
        topic=base.topic if has_topic else "",
        topics=base.topics if has_topic else (),
        scope=Scope(sections=() if has_topic and not base.scope.sections else sections),
        partners=PartnerSlot(),
        answer_type=AnswerType.TEXT,
    )

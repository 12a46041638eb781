"""How a turn edits the last query: one function a way of referring, slots and never text.

Each returns the query that the turn means beside the last one, None where it cannot be meant so.
`fresh` is what the turn says by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.dialogue.state import State
from assistant.understanding.query import Act, AnswerType, Field, PartnerSlot, Query, Scope, Style
from assistant.understanding.variants import family
from corpus.footnotes import markers
from corpus.plan import Kind, Plan

Edit = Callable[[Query, State, Plan], Query | None]
_MOST_QUOTED = 3
_LISTING = (Act.LIST, Act.COUNT)


def switch(fresh: Query, state: State, plan: Plan) -> Query | None:
    """The same question with another slot: a section, a row, an age, an aspect, a topic."""
    base, rows = state.query, state.rows(plan)
    if fresh.rows:
        aspects = fresh.aspects or base.aspects
        return replace(fresh, act=_of_rows(base, fresh), aspects=aspects)
    if (fresh.ages or fresh.sexes) and rows:
        near = [row for one in rows for row in family(plan.indicators_by_id[one], plan)]
        ids = tuple(dict.fromkeys(row.passage.id for row in near))
        aspects = fresh.aspects or base.aspects
        return _figure(fresh, ids, aspects)
    if fresh.act is Act.PARTNERS or fresh.partners != PartnerSlot():
        return _partners(fresh, state, plan)
    if fresh.scope.sections:
        return _section(fresh, base)
    if fresh.scope.item is not None or fresh.scope.notes:
        return nth(fresh, state, plan)
    if (fresh.aspects or fresh.years) and rows and not fresh.topic:
        return _figure(fresh, rows, fresh.aspects)
    if fresh.kinds and not fresh.topic:
        return _kind(fresh, state, plan)
    if fresh.topic:
        return _topic(fresh, base)
    if fresh.states or fresh.filters or fresh.order:
        return replace(base, states=fresh.states, filters=fresh.filters, order=fresh.order)
    return None


def _figure(fresh: Query, rows: tuple[str, ...], aspects: tuple[Field, ...]) -> Query:
    """The figures of rows that were told, or of those beside them."""
    return Query(
        Act.FIGURE,
        fresh.text,
        rows=rows,
        ages=fresh.ages,
        sexes=fresh.sexes,
        aspects=aspects,
        years=fresh.years,
        claims=fresh.claims,
        answer_type=fresh.answer_type,
        style=fresh.style,
    )


def _topic(fresh: Query, base: Query) -> Query:
    """The same of another topic, term or phrase."""
    of_text = fresh.answer_type is AnswerType.TEXT
    return replace(
        base,
        topic=fresh.topic,
        text=fresh.text,
        rows=(),
        scope=replace(base.scope, passages=()),
        kinds=fresh.kinds or base.kinds,
        terms=(fresh.topic,) if base.terms else (),
        phrases=(fresh.topic,) if base.phrases else (),
        answer_type=base.answer_type if of_text else fresh.answer_type,
    )


def _of_rows(base: Query, fresh: Query) -> Act:
    return Act.COMPARE if base.act is Act.COMPARE and len(fresh.rows) > 1 else Act.FIGURE


def _section(fresh: Query, base: Query) -> Query:
    """The same of another section: lists and partners whole, a topic looked for there."""
    scope = Scope(sections=fresh.scope.sections, item=base.scope.item, is_each=base.scope.is_each)
    act = base.act
    if act in (Act.FIGURE, Act.COMPARE) or (act is Act.QUOTE and not base.kinds and not scope.item):
        act = Act.LIST
    if act is Act.DEFINE:
        act = Act.SUMMARISE
    kinds = fresh.kinds or base.kinds
    if act is Act.LIST and not kinds:
        kinds = (Kind.INDICATOR,)
    return replace(base, act=act, scope=scope, rows=(), kinds=kinds, text=fresh.text)


def _kind(fresh: Query, state: State, plan: Plan) -> Query:
    """Another kind of the same sections and topic."""
    base = state.query
    sections = base.scope.sections or state.sections(plan)[:1]
    has_topic = bool(base.topic) and base.act in (Act.FIND, *_LISTING)
    return replace(
        base,
        act=fresh.act if fresh.act in _LISTING else Act.LIST,
        kinds=fresh.kinds,
        rows=(),
        aspects=(),
        filters=fresh.filters,
        states=fresh.states,
        order=fresh.order,
        terms=(),
        phrases=(),
        topic=base.topic if has_topic else "",
        scope=Scope(sections=() if has_topic and not base.scope.sections else sections),
        partners=PartnerSlot(),
        answer_type=AnswerType.TEXT,
    )


def _partners(fresh: Query, state: State, plan: Plan) -> Query:
    base = state.query
    groups = fresh.partners.groups or (base.partners.groups if base.act is Act.PARTNERS else ())
    sections = fresh.scope.sections or base.scope.sections
    if not sections and not fresh.partners.groups:
        sections = state.sections(plan)[:1]
    ticked = fresh.partners.ticked if fresh.partners.ticked is not None else base.partners.ticked
    lines = fresh.partners.asks_lines or base.partners.asks_lines
    return replace(
        fresh,
        act=Act.PARTNERS,
        scope=Scope(sections=sections, is_whole=fresh.scope.is_whole),
        partners=PartnerSlot(groups, ticked, lines),
        topic="",
        kinds=(),
        answer_type=AnswerType.TEXT,
    )


def narrow(fresh: Query, state: State, plan: Plan) -> Query | None:
    """Some of what was told: held to a kind, a section, a state or a bound."""
    if not state.told:
        return None
    rows = state.rows(plan)
    kinds = fresh.kinds
    held = fresh.states or fresh.filters or fresh.order
    if held and rows:
        kinds = (Kind.INDICATOR,)
    if not (kinds or held or fresh.scope.sections):
        return None
    scope = Scope(sections=fresh.scope.sections, passages=state.told)
    act = Act.COUNT if fresh.act is Act.COUNT else Act.LIST
    return replace(fresh, act=act, kinds=kinds, scope=scope, rows=(), topic="")


def rank_of(fresh: Query, state: State, plan: Plan) -> Query | None:
    """The rows that were told, sorted or compared."""
    rows = state.rows(plan)
    if len(rows) < 2:
        return None
    if fresh.order is not None:
        scope = Scope(passages=rows)
        return replace(fresh, act=Act.LIST, kinds=(Kind.INDICATOR,), scope=scope, rows=(), topic="")
    return replace(fresh, act=Act.COMPARE, rows=rows, topic="", scope=Scope())


def nth(fresh: Query, state: State, plan: Plan) -> Query | None:
    """One of what was told, by its place."""
    place = fresh.scope.item
    if place is None or not state.told:
        return None
    told = state.told
    if fresh.kinds:
        told = tuple(one for one in told if plan.passage(one).kind in fresh.kinds) or told
    if not 0 < (place if place > 0 else -place) <= len(told):
        return None
    chosen = told[place - 1 if place > 0 else place]
    return _on(chosen, fresh, plan)


def _on(passage_id: str, fresh: Query, plan: Plan) -> Query:
    if passage_id in plan.indicators_by_id:
        return Query(Act.FIGURE, fresh.text, rows=(passage_id,), aspects=fresh.aspects)
    return Query(Act.QUOTE, fresh.text, scope=Scope(passages=(passage_id,)), style=fresh.style)


def elaborate(fresh: Query, state: State, plan: Plan) -> Query | None:
    """More on what was told: passages whole, what belongs to rows."""
    rows = state.rows(plan)
    if rows and len(rows) == len(state.told):
        return Query(Act.RELATE, fresh.text, rows=rows[:1], kinds=fresh.kinds)
    passages = tuple(one for one in state.told if one not in rows)[:_MOST_QUOTED]
    if not passages:
        return None
    return Query(
        Act.QUOTE, fresh.text, scope=Scope(passages=passages), style=Style(is_detailed=True)
    )


def other(fresh: Query, state: State, plan: Plan) -> Query | None:
    """Others of the same, what was told left out."""
    base = state.query
    if base.act not in (Act.FIND, Act.LIST) or not base.topic:
        return None
    kinds = fresh.kinds or base.kinds
    scope = replace(base.scope, passages=())
    told = (*base.told, *state.told)
    return replace(base, act=Act.FIND, kinds=kinds, told=told, scope=scope)


def source(fresh: Query, state: State, plan: Plan) -> Query | None:
    """Where what was told stands, word for word."""
    if not state.told:
        return None
    style = Style(is_verbatim=True)
    return Query(Act.QUOTE, fresh.text, scope=Scope(passages=state.told), style=style)


def repeat(fresh: Query, state: State, plan: Plan) -> Query | None:
    """The same again."""
    return state.query


def shorter(fresh: Query, state: State, plan: Plan) -> Query | None:
    """What was told in short."""
    style = replace(fresh.style, is_short=True)
    rows = state.rows(plan)
    if state.query.act in (Act.FIGURE, *_LISTING, Act.COMPARE, Act.DEFINE) or (
        rows and len(rows) == len(state.told)
    ):
        return replace(state.query, style=style)
    return Query(Act.SUMMARISE, fresh.text, scope=Scope(passages=state.told), style=style)


def restyled(fresh: Query, state: State, plan: Plan) -> Query | None:
    """The same in another format."""
    base = state.query
    if base.act in (Act.FIND, Act.QUOTE) and state.told:
        kinds = tuple(dict.fromkeys(plan.passage(one).kind for one in state.told))
        scope = Scope(passages=state.told)
        return Query(Act.LIST, fresh.text, scope=scope, kinds=kinds, style=fresh.style)
    return replace(base, style=fresh.style)


def relate(fresh: Query, state: State, plan: Plan) -> Query | None:
    """What belongs to what was told."""
    rows = state.rows(plan)
    if rows:
        return Query(Act.RELATE, fresh.text, rows=rows[:_MOST_QUOTED], kinds=fresh.kinds)
    return Query(
        Act.RELATE, fresh.text, scope=Scope(passages=state.told[:_MOST_QUOTED]), kinds=fresh.kinds
    )


def meaning(fresh: Query, state: State, plan: Plan) -> Query | None:
    """The meaning of a word of what was told: one that is named, or that has a footnote."""
    if fresh.terms:
        return replace(fresh, act=Act.DEFINE)
    notes = {note.number: note.term for note in plan.footnotes}
    marked = [
        notes[number]
        for one in state.told
        for number, _ in markers(plan.passage(one).text)
        if number in notes
    ]
    if not marked:
        return elaborate(fresh, state, plan)
    return Query(Act.DEFINE, fresh.text, terms=tuple(dict.fromkeys(marked)))


def trend(fresh: Query, state: State, plan: Plan) -> Query | None:
    """How what was told has changed."""
    rows = state.rows(plan)
    if rows:
        return replace(_figure(fresh, rows, (Field.TREND,)), answer_type=AnswerType.TREND)
    return replace(state.query, act=Act.FIND, answer_type=AnswerType.TREND)


def back(fresh: Query, state: State, plan: Plan) -> Query | None:
    """The first question again."""
    return state.first


def one_more(fresh: Query, state: State, plan: Plan) -> Query:
    """One more thing asked of what was spoken of: looked for with the topic that it had."""
    base = state.query
    rows = [plan.indicators_by_id[one].name for one in state.rows(plan)[:1]]
    about = base.topic or " ".join(base.terms) or " ".join(rows)
    return replace(
        fresh,
        act=Act.FIND,
        topic=about,
        text=f"{about} {fresh.text}",
        scope=Scope(sections=base.scope.sections),
    )


EDITS: Mapping[str, Edit] = {
    "switch": switch,
    "narrow": narrow,
    "rank_of": rank_of,
    "nth": nth,
    "elaborate": elaborate,
    "other": other,
    "source": source,
    "repeat": repeat,
    "shorter": shorter,
    "easier": repeat,
    "language": repeat,
    "format": restyled,
    "relate": relate,
    "meaning": meaning,
    "doubt": source,
    "trend": trend,
    "back": back,
}

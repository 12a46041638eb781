"""How a turn edits the last query: one function a way of referring, slots and never text.

Each returns the query that the turn means beside the last one, None where it cannot be meant so.
`fresh` is what the turn says by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.dialogue.state import State
from assistant.understanding.query import Act, AnswerType, Field, PartnerSlot, Query, Scope, Style
from assistant.understanding.variants import family
from corpus.footnotes import markers, without_markers
from corpus.plan import Kind, Plan

Edit = Callable[[Query, State, Plan], Query | None]
_MOST_QUOTED = 3
_LISTING = (Act.LIST, Act.COUNT)
_LONGEST_SUBJECT = 40
_MARK = re.compile(r"^[^\w「『]*[①-⑳]?\s*")
# What was told has not said, else it would not be asked.
_NOT_TOLD_YET = frozenset(
    {
        *(AnswerType.PRICE, AnswerType.BUDGET, AnswerType.DATE, AnswerType.PLACE),
        *(AnswerType.CONTACT, AnswerType.PROCEDURE, AnswerType.LAW, AnswerType.OPINION),
    }
)
# What a turn asks of what was told that its own words may not hold.
ASKS_MORE = frozenset(AnswerType) - {AnswerType.TEXT, AnswerType.YES_NO, AnswerType.NUMBER}


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
    if (fresh.ages or fresh.sexes) and base.topic and not fresh.topic:
        aspects = fresh.aspects or base.aspects
        return replace(
            _figure(fresh, (), aspects), topic=base.topic, topics=base.topics,
            text=f"{base.topic} {fresh.text}",
        )  # fmt: skip
    # Who only names a section may mean anything of it.
    says_partners = fresh.partners != PartnerSlot() or Kind.PARTNER in fresh.kinds
    if says_partners or (fresh.act is Act.PARTNERS and not fresh.scope.sections):
        return _partners(fresh, state, plan)
    if fresh.scope.sections:
        return _section(fresh, base)
    if fresh.scope.item is not None or fresh.scope.notes:
        return nth(fresh, state, plan)
    if (fresh.aspects or fresh.years) and rows and not fresh.topic:
        return _figure(fresh, rows, fresh.aspects)
    asks_target = Field.TARGET in fresh.aspects
    if asks_target and state.told and not (rows or fresh.topic or fresh.kinds):
        # The figures of what was told are those of its indicators.
        scope = Scope(passages=state.told[:_MOST_QUOTED])
        return Query(Act.RELATE, fresh.text, scope=scope, kinds=(Kind.INDICATOR,))
    if fresh.kinds and not fresh.topic:
        return _kind(fresh, state, plan)
    if fresh.topic:
        is_other = bool(fresh.kinds) and base.act in (Act.WORDING, Act.DEFINE, Act.QUOTE)
        return fresh if is_other else _topic(fresh, base)
    if fresh.order and base.act is Act.COMPARE and not base.rows:
        return base
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
        topics=fresh.topics,
        text=fresh.text,
        told=(),
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
        topics=base.topics if has_topic else (),
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
        topics=(),
        kinds=(),
        answer_type=AnswerType.TEXT,
    )


def narrow(fresh: Query, state: State, plan: Plan) -> Query | None:
    """Some of what was told: held to a kind, a section, a state or a bound.

    Of a topic that was found the same is looked for in a section; of one thing that was told
    after several, those several are meant.
    """
    base = state.query
    held = fresh.states or fresh.filters or fresh.order
    if base.act is Act.FIND and base.topic and fresh.scope.sections and not held:
        scope = Scope(sections=fresh.scope.sections)
        return replace(base, scope=scope, kinds=fresh.kinds or base.kinds, told=())
    told = _several(state)
    # A group may also be a word in the names of the rows that were told.
    if fresh.act is Act.PARTNERS and not all(one in plan.indicators_by_id for one in told):
        return _partners(fresh, state, plan)
    if (
        told
        and fresh.kinds
        and base.topic
        and not {plan.passage(one).kind for one in told} & {*fresh.kinds}
    ):
        scope = Scope(sections=fresh.scope.sections or base.scope.sections)
        return replace(base, act=Act.LIST, kinds=fresh.kinds, scope=scope, told=())
    words = fresh.topics or fresh.partners.groups
    kinds = fresh.kinds
    if held and any(one in plan.indicators_by_id for one in told):
        kinds = (Kind.INDICATOR,)
    if not told or not (kinds or held or fresh.scope.sections or words):
        return None
    if not kinds and words:
        kinds = tuple(dict.fromkeys(plan.passage(one).kind for one in told))
    return replace(
        fresh,
        act=Act.COUNT if fresh.act is Act.COUNT else Act.LIST,
        kinds=kinds,
        scope=Scope(sections=fresh.scope.sections, passages=told),
        rows=(),
        topic="",
        topics=(),
        phrases=words,
        partners=PartnerSlot(),
        answer_type=AnswerType.TEXT,
    )


def _several(state: State) -> tuple[str, ...]:
    """What was told, or the last of several where it was one alone."""
    return state.told if len(state.told) > 1 or not state.listed else state.listed


def rank_of(fresh: Query, state: State, plan: Plan) -> Query | None:
    """The rows that were told, sorted or compared; where it was one, those of its section."""
    rows = tuple(one for one in _several(state) if one in plan.indicators_by_id)
    if len(rows) < 2:
        sections = state.query.scope.sections
        if fresh.order is None or len(sections) != 1:
            return None
        return replace(
            fresh, act=Act.LIST, kinds=(Kind.INDICATOR,), scope=Scope(sections=sections), rows=(),
            topic="", topics=(), answer_type=AnswerType.TEXT,
        )  # fmt: skip
    if fresh.order is not None:
        scope = Scope(passages=rows)
        return replace(
            fresh, act=Act.LIST, kinds=(Kind.INDICATOR,), scope=scope, rows=(), topic="",
            topics=(), answer_type=AnswerType.TEXT,
        )  # fmt: skip
    return replace(fresh, act=Act.COMPARE, rows=rows, topic="", topics=(), scope=Scope())


def nth(fresh: Query, state: State, plan: Plan) -> Query | None:
    """One of what was told, by its place; of one thing alone what it points at is that."""
    place = fresh.scope.item
    if not state.told:
        return None
    if place is None:
        return None if len(state.told) > 1 else _on(state.told[0], fresh, plan)
    told = _several(state)
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
    """More on what was told: passages whole, what belongs to rows, or one thing asked of it."""
    rows = state.rows(plan)
    if fresh.act is Act.HELP_LINE:
        return None
    if fresh.act is Act.PARTNERS:
        return _partners(fresh, state, plan)
    if rows and fresh.aspects and len(rows) == len(state.told):
        return _with_aspects(fresh, state, rows)
    if fresh.topic or fresh.answer_type in ASKS_MORE:
        return one_more(fresh, state, plan)
    if fresh.act is Act.FIGURE and not rows:
        return replace(one_more(fresh, state, plan), act=Act.FIGURE)
    if rows and len(rows) == len(state.told):
        return Query(Act.RELATE, fresh.text, rows=rows[:1], kinds=fresh.kinds)
    passages = tuple(one for one in state.told if one not in rows)[:_MOST_QUOTED]
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
    if base.act not in _LISTING:
        return _figure(fresh, rows, fresh.aspects)
    aspects = tuple(dict.fromkeys((*base.aspects, *fresh.aspects)))
    return replace(base, act=Act.LIST, aspects=aspects)


def other(fresh: Query, state: State, plan: Plan) -> Query | None:
    """Others of the same, what was told left out; all that are held to what the turn says."""
    base = state.query
    if fresh.states or fresh.filters:
        return replace(fresh, act=Act.LIST, kinds=(Kind.INDICATOR,), topic="", topics=())
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


def easier(fresh: Query, state: State, plan: Plan) -> Query | None:
    """The same again, in the words of the answer's style where the plan's own were quoted."""
    base = state.query
    if base.act is Act.QUOTE and state.told:
        return Query(Act.FIND, fresh.text, scope=Scope(passages=state.told))
    return base


def shorter(fresh: Query, state: State, plan: Plan) -> Query | None:
    """What was told in short."""
    if not state.told:
        return None
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
    if fresh.terms or fresh.topics:
        terms = fresh.terms or fresh.topics
        return replace(fresh, act=Act.DEFINE, terms=terms, answer_type=AnswerType.TEXT)
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


def doubt(fresh: Query, state: State, plan: Plan) -> Query | None:
    """Whether what was told is so: its change, a value that is held up, or where it stands."""
    if fresh.asks_trend or Field.TREND in fresh.aspects:
        return trend(fresh, state, plan)
    if fresh.topic:
        return None
    rows = state.rows(plan)
    if rows and len(rows) == len(state.told) and (fresh.claims or fresh.years or fresh.aspects):
        return _figure(fresh, rows, fresh.aspects)
    return source(fresh, state, plan)


def trend(fresh: Query, state: State, plan: Plan) -> Query | None:
    """How what was told has changed."""
    rows = state.rows(plan)
    if rows:
        return replace(_figure(fresh, rows, (Field.TREND,)), answer_type=AnswerType.TREND)
    scope = replace(state.query.scope, passages=())
    return replace(state.query, act=Act.FIND, answer_type=AnswerType.TREND, scope=scope)


def back(fresh: Query, state: State, plan: Plan) -> Query | None:
    """The first question again."""
    return state.first


def one_more(fresh: Query, state: State, plan: Plan) -> Query:
    """One more thing asked of what was spoken of: looked for with the topic that it had.

    Why something is done is what the plan's issues say.
    """
    base = state.query
    if fresh.answer_type is AnswerType.REASON and _is_of(Kind.INITIATIVE, state, plan):
        scope = Scope(passages=state.told[:_MOST_QUOTED])
        return Query(Act.RELATE, fresh.text, scope=scope, kinds=(Kind.ISSUE,))
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
        told=state.told if fresh.answer_type in _NOT_TOLD_YET else (),
    )


def _is_of(kind: Kind, state: State, plan: Plan) -> bool:
    return bool(state.told) and all(plan.passage(one).kind is kind for one in state.told)


def _subject(state: State, plan: Plan) -> str:
    """The one thing that was told, in the plan's words: its heading, name or first words."""
    if not state.told or len(state.told) > _MOST_QUOTED:
        return ""
    row = plan.indicators_by_id.get(state.told[0])
    if row:
        return row.name
    passage = plan.passage(state.told[0])
    has_title = passage.kind in (Kind.INITIATIVE, Kind.FOOTNOTE)
    words = passage.heading if has_title else without_markers(passage.text)[:_LONGEST_SUBJECT]
    return _MARK.sub("", words or "")


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
    "easier": easier,
    "language": repeat,
    "format": restyled,
    "relate": relate,
    "meaning": meaning,
    "doubt": doubt,
    "trend": trend,
    "back": back,
}

"""Some of what was cited, its order, and others beside it."""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue.cited_queries import partners_of_cited, with_variants
from assistant.dialogue.ordinals import is_ranked, ranked_to, several
from assistant.dialogue.state import State
from assistant.understanding.query import Act, AnswerType, PartnerSlot, Query, Scope
from corpus.plan import Kind, Plan

# Of whose topic others may be found.
_OF_A_TOPIC = frozenset({Act.FIND, Act.LIST, Act.SUMMARISE})


def narrow(fresh: Query, state: State, plan: Plan) -> Query | None:
    """Some of what was cited: held to a kind, a section, a state or a bound.

    Of a topic that was found the same is looked for in a section; of one thing that was cited
    after several, those several are meant.
    """
    base = state.query
    held = bool(fresh.states or fresh.filters or fresh.order)
    if is_ranked(base) and fresh.order:
        return replace(base, order=fresh.order)
    if base.act is Act.FIND and base.topic and fresh.scope.sections and not held:
        scope = Scope(sections=fresh.scope.sections)
        return replace(base, scope=scope, kinds=fresh.kinds or base.kinds, excluded=())
    cited = several(state)
    if fresh.states and base.states and base.scope.passages:
        # Another state is of all that the last was looked for in: 「達成していないのは?」.
        cited = base.scope.passages
    # A group may also be a word in the names of the rows that were cited.
    if (
        fresh.act is Act.PARTNERS
        and not fresh.without
        and not all(one in plan.indicators_by_id for one in cited)
    ):
        return partners_of_cited(fresh, state, plan)
    if (
        cited
        and fresh.kinds
        and base.topic
        and not {plan.passage(one).kind for one in cited} & {*fresh.kinds}
    ):
        scope = Scope(sections=fresh.scope.sections or base.scope.sections)
        return replace(base, act=Act.LIST, kinds=fresh.kinds, scope=scope, excluded=())
    leaves_out = bool(fresh.without or fresh.excluded)
    words = () if leaves_out else fresh.topics or fresh.partners.groups
    held = held or leaves_out
    kinds = fresh.kinds
    if held and any(one in plan.indicators_by_id for one in cited):
        kinds = (Kind.INDICATOR,)
    if not cited or not (kinds or held or fresh.scope.sections or words):
        return None
    if not kinds and words:
        kinds = tuple(dict.fromkeys(plan.passage(one).kind for one in cited))
    return replace(
        fresh,
        act=Act.COUNT if fresh.act is Act.COUNT else Act.LIST,
        kinds=kinds,
        scope=Scope(sections=fresh.scope.sections, passages=cited),
        rows=(),
        topic="",
        topics=(),
        phrases=words,
        partners=PartnerSlot(),
        answer_type=AnswerType.TEXT,
    )


def rank_of(fresh: Query, state: State, plan: Plan) -> Query | None:
    """The rows that were cited, sorted or compared; where it was one, those of its section."""
    rows = tuple(one for one in several(state) if one in plan.indicators_by_id)
    if is_ranked(state.query) and fresh.order:
        return replace(state.query, order=fresh.order)
    if is_ranked(state.query) and fresh.scope.item is not None and fresh.scope.item > 0:
        return ranked_to(fresh.scope.item, state.query)
    if fresh.act is Act.COMPARE and not rows and state.query.act is Act.PARTNERS:
        return _partners_compared(fresh, state, plan)
    if len(rows) < 2:
        rows = state.rows_before(plan)
    if len(rows) == 1:
        rows = tuple(row.passage.id for row in with_variants(rows, plan))
    if len(rows) < 2:
        sections = state.query.scope.sections
        if fresh.order is None or len(sections) != 1:
            return None
        return _rows_listed(fresh, Scope(sections=sections))
    if fresh.order is not None:
        return _rows_listed(fresh, Scope(passages=rows))
    return replace(fresh, act=Act.COMPARE, rows=rows, topic="", topics=(), scope=Scope())


def _partners_compared(fresh: Query, state: State, plan: Plan) -> Query | None:
    """The partners of the sections that were spoken of last."""
    cited = (*(one for answer in state.earlier[-1:] for one in answer), *state.cited)
    sections = tuple(dict.fromkeys(plan.passage(one).section for one in cited))
    if len(sections) < 2:
        return None
    return Query(Act.PARTNERS, fresh.text, scope=Scope(sections=sections))


def _rows_listed(fresh: Query, scope: Scope) -> Query:
    return replace(
        fresh, act=Act.LIST, kinds=(Kind.INDICATOR,), scope=scope, rows=(), topic="", topics=(),
        answer_type=AnswerType.TEXT,
    )  # fmt: skip


def other(fresh: Query, state: State, plan: Plan) -> Query | None:
    """Others of the same, what was cited left out; all that are held to what the turn says."""
    base = state.query
    if fresh.act is Act.PARTNERS:
        return partners_of_cited(fresh, state, plan)
    if fresh.states or fresh.filters:
        return replace(fresh, act=Act.LIST, kinds=(Kind.INDICATOR,), topic="", topics=())
    kinds = fresh.kinds or base.kinds
    if base.act not in _OF_A_TOPIC or not base.topic:
        kinds, sections = kinds or state.kinds(plan), state.sections(plan)
        is_of_one = bool(kinds) and len(sections) == 1
        scope = Scope(sections=sections)
        return Query(Act.LIST, fresh.text, kinds=kinds, scope=scope) if is_of_one else None
    scope = replace(base.scope, passages=())
    cited = (*base.excluded, *state.cited)
    return replace(base, act=Act.FIND, kinds=kinds, excluded=cited, scope=scope)

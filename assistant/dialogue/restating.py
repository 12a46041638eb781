"""The answer before once more: shorter, in easier words, in another format."""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue.state import State
from assistant.understanding.query import LISTINGS, Act, Query, Scope
from corpus.plan import Kind, Plan


def repeat(fresh: Query, state: State, plan: Plan) -> Query | None:
    """The same again."""
    return state.query


def easier(fresh: Query, state: State, plan: Plan) -> Query | None:
    """The same again, in the words of the answer's style where the plan's own were quoted."""
    base = state.query
    if base.act is Act.QUOTE and state.cited:
        return Query(Act.FIND, fresh.text, scope=Scope(passages=state.cited))
    return base


def shorter(fresh: Query, state: State, plan: Plan) -> Query | None:
    """What was cited in short."""
    if not state.cited:
        return None
    style = replace(fresh.style, is_short=True)
    rows = state.rows(plan)
    is_of_texts = state.query.act in LISTINGS and not {Kind.INDICATOR, Kind.INITIATIVE} & {
        plan.passage(one).kind for one in state.cited
    }
    listed = state.query.act in (Act.FIGURE, *LISTINGS, Act.COMPARE, Act.DEFINE)
    if (listed and not is_of_texts) or (rows and len(rows) == len(state.cited)):
        return replace(state.query, style=style)
    return Query(Act.SUMMARISE, fresh.text, scope=Scope(passages=state.cited), style=style)


def restyled(fresh: Query, state: State, plan: Plan) -> Query | None:
    """The same in another format."""
    base = state.query
    if base.act in (Act.FIND, Act.QUOTE) and state.cited:
        kinds = tuple(dict.fromkeys(plan.passage(one).kind for one in state.cited))
        scope = Scope(passages=state.cited)
        return Query(Act.LIST, fresh.text, scope=scope, kinds=kinds, style=fresh.style)
    return replace(base, style=fresh.style)


def back(fresh: Query, state: State, plan: Plan) -> Query | None:
    """The first question again."""
    return state.first

"""A turn that points at one of what was cited, by its place."""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue.asking_more import ASKS_MORE, one_more
from assistant.dialogue.state import State
from assistant.understanding.query import Act, AnswerType, Query, Scope
from corpus.plan import Kind, Plan

# What a row tells, or is told of it.
_OF_ROWS = frozenset({AnswerType.DATE, AnswerType.TREND, AnswerType.OPINION})


def several(state: State) -> tuple[str, ...]:
    """What was cited, or the last of several where it was one alone."""
    return state.cited if len(state.cited) > 1 or not state.listed else state.listed


def nth(fresh: Query, state: State, plan: Plan) -> Query | None:
    """One of what was cited, by its place; of one thing alone what it points at is that."""
    place = fresh.scope.item
    if not state.cited:
        return None
    if place is not None and place > 0 and is_ranked(state.query):
        return ranked_to(place, state.query)
    if place is not None and fresh.scope.is_number:
        return _beside(place, fresh, state, plan)
    if place is None:
        return None if len(state.cited) > 1 else _on(state.cited[0], fresh, state, plan)
    cited = several(state)
    notes = {one.number for one in plan.footnotes if one.passage.id in cited}
    if place in notes:
        # 「10番」 of footnotes is the one that the plan calls so.
        return Query(Act.QUOTE, fresh.text, scope=Scope(notes=(place,)), style=fresh.style)
    if fresh.kinds:
        cited = tuple(one for one in cited if plan.passage(one).kind in fresh.kinds) or cited
    if not 0 < (place if place > 0 else -place) <= len(cited):
        return _beside(place, fresh, state, plan) if place > 0 and len(cited) == 1 else None
    chosen = cited[place - 1 if place > 0 else place]
    return _on(chosen, fresh, state, plan)


def is_ranked(base: Query) -> bool:
    """Return whether only the first of rows in an order were cited, of all that it ranks."""
    return base.act is Act.LIST and base.order is not None and base.order.limit is not None


def ranked_to(place: int, base: Query) -> Query:
    """Return a ranking that goes on to a place: after the lowest the second lowest."""
    order = replace(base.order, limit=place) if base.order else None
    return replace(base, order=order)


def _beside(place: int, fresh: Query, state: State, plan: Plan) -> Query | None:
    """The item of that place beside the one that was cited: its section's of the same kind."""
    kinds, sections = fresh.kinds or state.kinds(plan), state.sections(plan)
    if fresh.scope.is_number:
        kinds = fresh.kinds or (Kind.INITIATIVE,)
    if len(kinds) != 1 or len(sections) != 1:
        return None
    scope = Scope(sections=sections, item=place)
    return Query(Act.QUOTE, fresh.text, kinds=kinds, scope=scope, style=fresh.style)


def _on(passage_id: str, fresh: Query, state: State, plan: Plan) -> Query:
    is_row = passage_id in plan.indicators_by_id
    if fresh.answer_type in ASKS_MORE and not (is_row and fresh.answer_type in _OF_ROWS):
        chosen = replace(state, cited=(passage_id,), query=Query(Act.QUOTE))
        return one_more(fresh, chosen, plan)
    if is_row:
        return Query(Act.FIGURE, fresh.text, rows=(passage_id,), aspects=fresh.aspects)
    return Query(Act.QUOTE, fresh.text, scope=Scope(passages=(passage_id,)), style=fresh.style)

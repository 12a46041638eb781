"""Queries of what was cited: the figures of its rows, its partners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.dialogue.state import State
from assistant.understanding.query import Act, AnswerType, Field, PartnerSlot, Query, Scope
from assistant.understanding.variants import family
from corpus.plan import Indicator, Plan

# So many of what was cited are quoted, or asked more of.
MOST_QUOTED = 3


def figures_of(fresh: Query, rows: tuple[str, ...], aspects: tuple[Field, ...]) -> Query:
    """The figures of rows that were cited, or of those beside them."""
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


def with_variants(rows: Sequence[str], plan: Plan) -> tuple[Indicator, ...]:
    """Return rows with those beside them: the same for each age, for men and for women."""
    near = (row for one in rows for row in family(plan.indicators_by_id[one], plan))
    return tuple(dict.fromkeys(near))


def partners_of_cited(fresh: Query, state: State, plan: Plan) -> Query:
    """The partners of what was cited: of the groups and sections named, else of those before."""
    base = state.query
    groups = fresh.partners.groups or (base.partners.groups if base.act is Act.PARTNERS else ())
    sections = fresh.scope.sections or base.scope.sections
    if not sections and not fresh.partners.groups:
        sections = state.sections(plan)[:1]
    ticked = fresh.partners.ticked if fresh.partners.ticked is not None else base.partners.ticked
    of_boxes = fresh.partners.ticked is not None
    lines = fresh.partners.asks_lines or (base.partners.asks_lines and not of_boxes)
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

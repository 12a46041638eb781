"""A query's topic → the rows and passages that it is carried out on.

What a question names by its own words is found by retrieval; what it names by number, title or
quotation is in the query already. `confidence` says how likely what was found is what is meant: 1
where nothing had to be found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.grounded import Grounded
from assistant.answering.passage_grounding import passages_meant
from assistant.answering.row_grounding import is_absent, ranked, rows_meant, rows_of_topics
from assistant.answering.topic_grounding import (
    listed_about,
    partners_meant,
    start_of_relation,
    summarised,
    with_phrases,
    without_named,
    without_unknown,
)
from assistant.answering.topics import is_topic_left
from assistant.evidence.classifier import Judged
from assistant.source import Source
from assistant.understanding.query import LISTINGS, Act, Query
from index.morphology import normalise
from index.terms import text_of_plan

_HELD_TO_SECTIONS = LISTINGS | {Act.SUMMARISE, Act.QUOTE, Act.PARTNERS}
# How likely a whole section is meant to be quoted.
_WHOLE_SECTION = 0.45


def ground(query: Query, judged: Sequence[Judged], source: Source) -> Grounded | None:
    """Find what `query` is about; None where the plan has nothing of it."""
    if query.without and query.act in LISTINGS:
        held = without_named(query, source)
        found = ground(replace(held, without=()), judged, source) if held else None
        return replace(found, query=replace(found.query, without=query.without)) if found else None
    if query.act in LISTINGS | {Act.SUMMARISE} and query.phrases:
        return with_phrases(query, source)
    if query.scope.passages:
        return Grounded(query)
    if query.act is Act.FIGURE or (query.act is Act.COMPARE and not _is_of_sections(query)):
        found = rows_of_topics(query, source) or rows_meant(query, judged, source)
        if found is None and query.asks_trend:
            return passages_meant(replace(query, act=Act.FIND), judged, source)
        return None if found and is_absent(found.query, source) else ranked(found)
    if query.act in _HELD_TO_SECTIONS and is_topic_left(query, source):
        unknown = without_unknown(query, source)
        if unknown:
            return unknown
    if query.act in LISTINGS and is_topic_left(query, source):
        return listed_about(query, judged, source)
    if query.act is Act.PARTNERS and not query.partners.groups and is_topic_left(query, source):
        return partners_meant(query, judged, source)
    if query.act is Act.RELATE and not (query.rows or query.scope.item or query.scope.notes):
        return start_of_relation(query, judged, source)
    if query.act is Act.SUMMARISE and is_topic_left(query, source):
        return summarised(query, judged, source)
    if query.act is Act.FIND or _is_quoted_by_topic(query):
        return passages_meant(query, judged, source)
    if query.act is Act.QUOTE and _is_of_all(query):
        return Grounded(query, _WHOLE_SECTION)
    if query.act is Act.DEFINE:
        return Grounded(replace(query, terms=_terms_used(query.terms, source)))
    return Grounded(query)


def _is_quoted_by_topic(query: Query) -> bool:
    """Whether what is to be quoted is named by what it is about alone."""
    scope = query.scope
    named = query.kinds or query.rows or query.terms or scope.notes or scope.item or scope.sections
    return query.act is Act.QUOTE and bool(query.topic) and not named


def _is_of_all(query: Query) -> bool:
    """Whether a whole section would be quoted, which few ask for."""
    scope = query.scope
    return not (query.kinds or query.rows or query.terms or scope.notes or scope.item)


def _terms_used(terms: Sequence[str], source: Source) -> tuple[str, ...]:
    """Each term, or the longest of its words that the plan uses: フレイル of 「フレイル っぺ」."""
    said = text_of_plan(source.plan.lines)
    found: list[str] = []
    for term in terms:
        words = sorted(term.split(), key=len, reverse=True)
        used = [one for one in (term, *words) if len(one) > 1 and normalise(one) in said]
        found.append(used[0] if used else term)
    return tuple(dict.fromkeys(found))


def _is_of_sections(query: Query) -> bool:
    is_of_many = len(query.scope.sections) > 1 or query.scope.is_whole or query.scope.is_each
    return is_of_many and not query.rows

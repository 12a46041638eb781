"""What a list, a summary, partners or a relation on a topic is carried out on."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from assistant.answering.absent_words import absent_compounds
from assistant.answering.grounded import LEAST, LEAST_CONFIDENT, Grounded
from assistant.answering.partner_groups import group_called
from assistant.answering.topics import is_partly_unknown, is_topic_left, known_words
from assistant.evidence.classifier import Judged, judge
from assistant.source import Source
from assistant.understanding.query import Format, Query
from corpus.footnotes import without_markers
from corpus.plan import Kind, Passage
from index.budget import check_budget
from index.morphology import normalise
from index.terms import english_terms, noun_terms, terms_of_plan

_MOST_SUMMARISED = 6
# Between things of which a list is to have all that speak of any: 孤独・孤立.
_ALTERNATIVES = re.compile(r"[・、/]|とか|や(?=[一-龯ァ-ヶ])")
# Of a list by topic each passage is at least so likely about it, by its likeliest.
_OF_LIKELIEST = 0.5
# How likely a list is meant beside words that it is not held to.
UNAPPLIED = 0.6
# How likely partners of sections that are named are meant.
_OF_SECTIONS = 0.8


def listed_about(query: Query, judged: Sequence[Judged], source: Source) -> Grounded | None:
    """Return the passages of the kinds and sections asked for that are about the topic.

    Who says much besides is answered by the words of it that the plan has, and by nouns before
    verbs: 支える stands everywhere.
    """
    known = tuple(one for one in query.topics if known_words(one, source))
    known = tuple(filter(noun_terms, known)) or known
    if known and known != query.topics:
        query = replace(query, topic=" ".join(known), topics=known)
        judged = judge(query, source)
    things = _things(query, source)
    ids = _about(query, things, judged, source)
    if not any(_speaks_of(things, source.plan.passage(one), source) for one in ids):
        if query.kinds and (_is_held(query) or query.scope.is_each):
            return Grounded(replace(query, topic="", unapplied=query.topic), UNAPPLIED)
        return None
    if any(is_partly_unknown(one, source) for one in absent_compounds(query, source.plan)):
        # こども食堂 is in no passage that only speaks of こども.
        return None
    best = max((one.probability for one in judged if one.passage.id in ids), default=0.0)
    scope = replace(query.scope, passages=ids)
    return Grounded(replace(query, scope=scope, rows=()), max(best, LEAST_CONFIDENT))


def _about(
    query: Query, things: Sequence[Set[str]], judged: Sequence[Judged], source: Source
) -> tuple[str, ...]:
    """Passages in the plan's order that hold every word of one of `things`, or are likely meant."""
    likeliest = max((one.probability for one in judged), default=0.0)
    least = max(LEAST, likeliest * _OF_LIKELIEST)
    likely = {one.passage.id for one in judged if one.probability >= least}
    sections, kinds = query.scope.sections, query.kinds or tuple(Kind)

    def is_about(passage: Passage) -> bool:
        if passage.kind not in kinds or (sections and passage.section not in sections):
            return False
        if passage.is_boxes:
            return False
        return passage.id in likely or _speaks_of(things, passage, source)

    found = [one.id for one in source.plan.passages if is_about(one)]
    return tuple(one for one in found if one not in query.excluded)


def without_named(query: Query, source: Source) -> Query | None:
    """Return a list without the passages that speak of what it leaves out; None where none does."""
    things = _things(replace(query, topics=query.without), source)
    ids = [one.id for one in source.plan.passages if _speaks_of(things, one, source)]
    return replace(query, excluded=(*query.excluded, *ids)) if ids else None


def with_phrases(query: Query, source: Source) -> Grounded | None:
    """Return passages whose text has every phrase, in the answer's language too.

    Of passages that were pointed at those that have any, where none has all.
    """
    wanted = [normalise(phrase) for phrase in query.phrases]
    pointed = query.scope.passages
    found = {
        one.id: sum(phrase in _text_of(one, source) for phrase in wanted)
        for one in source.plan.passages
        if (not query.kinds or one.kind in query.kinds)
        and (not query.scope.sections or one.section in query.scope.sections)
        and (one.id in pointed if pointed else not one.is_boxes)
    }
    least = len(wanted)
    if pointed:
        least = max(1, min(least, max(found.values(), default=0)))
    ids = tuple(one for one, held in found.items() if held >= least)
    if not ids:
        return None
    scope = replace(query.scope, passages=ids)
    topic = source.joined(query.phrases)
    return Grounded(replace(query, scope=scope, phrases=(), topic=topic))


def summarised(query: Query, judged: Sequence[Judged], source: Source) -> Grounded | None:
    """Return the passages that are likeliest about a topic, in the plan's order.

    A section that has none of a topic is summarised whole.
    """
    ids = _about(query, _things(query, source), judged, source)
    likely = [one for one in judged if one.passage.id in ids][:_MOST_SUMMARISED]
    if not likely:
        unheld = replace(query, topic="", topics=(), unapplied=query.topic)
        return Grounded(unheld, UNAPPLIED) if query.scope.sections else None
    kept = {one.passage.id for one in likely}
    scope = replace(query.scope, passages=tuple(one for one in ids if one in kept), sections=())
    return Grounded(replace(query, scope=scope), max(likely[0].probability, LEAST_CONFIDENT))


def partners_meant(query: Query, judged: Sequence[Judged], source: Source) -> Grounded | None:
    """Return the groups that are named, else the likeliest partner lines."""
    groups = tuple(one for one in query.topics if group_called(one, source))
    if groups:
        slot = replace(query.partners, groups=groups)
        return Grounded(replace(query, partners=slot, topic="", topics=()))
    lines = [one for one in judged if one.passage.kind is Kind.PARTNER]
    lines = [one for one in lines if not one.passage.is_boxes]
    kept = [one for one in lines if one.probability >= LEAST][:3]
    if query.scope.sections:
        asked = query if query.partners.asks_lines else replace(query, topic="", topics=())
        return Grounded(asked, _OF_SECTIONS)
    if kept:
        scope = replace(query.scope, passages=tuple(one.passage.id for one in kept))
        return Grounded(replace(query, scope=scope), kept[0].probability)
    return None


def start_of_relation(query: Query, judged: Sequence[Judged], source: Source) -> Grounded | None:
    """Return what relations start from: the likeliest of the kinds that are not asked for."""
    if query.scope.sections and not is_topic_left(query, source):
        return Grounded(query)
    starts = [
        one for one in judged if one.passage.kind in (Kind.ISSUE, Kind.INITIATIVE, Kind.INDICATOR)
    ]
    only = [one for one in starts if one.passage.kind not in query.kinds]
    if query.scope.sections:
        only = [one for one in only if one.passage.section in query.scope.sections]
    best = (only or starts)[:1]
    if not best or best[0].probability < LEAST:
        terms = known_words(query.topic, source)
        best = [one for one in only if _speaks_of([terms], one.passage, source)][:1]
    if not best:
        return None
    if best[0].passage.kind is Kind.INDICATOR:
        return Grounded(replace(query, rows=(best[0].passage.id,)), LEAST_CONFIDENT)
    scope = replace(query.scope, passages=(best[0].passage.id,))
    return Grounded(replace(query, scope=scope), max(best[0].probability, LEAST_CONFIDENT))


def without_unknown(query: Query, source: Source) -> Grounded | None:
    """Return the query without a topic that the plan has no word of, where its scope is enough."""
    if not _is_held(query) or known_words(query.topic, source):
        return None
    return Grounded(replace(query, topic="", unapplied=query.topic), UNAPPLIED)


def _is_held(query: Query) -> bool:
    """Whether what is asked for is held to anything besides a topic."""
    scope = query.scope
    is_placed = scope.sections or scope.is_whole or query.states or query.filters or query.order
    # Who wants a table of all says what for.
    return bool(is_placed) or query.style.format is not Format.PROSE


def _things(query: Query, source: Source) -> Sequence[Set[str]]:
    """The known words of each of the things that a query is about, each once."""
    named = (part for one in query.topics or (query.topic,) for part in _ALTERNATIVES.split(one))
    return list(dict.fromkeys(frozenset(known_words(one, source)) for one in dict.fromkeys(named)))


def _speaks_of(things: Sequence[Set[str]], passage: Passage, source: Source) -> bool:
    """Whether a passage has all words of one of `things`; one without any is nowhere."""
    check_budget()
    text = _text_of(passage, source)
    said = {*terms_of_plan(text), *english_terms(text)}
    return any(terms and terms <= said for terms in things)


def _text_of(passage: Passage, source: Source) -> str:
    return normalise(without_markers(source.wording(passage)))

"""Wording: where the plan uses an exact phrase and how often, or that it does not."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answering.phrases import Use, fold, heading_uses_of, spans_in, uses_of
from assistant.answering.spellings import other_spellings
from assistant.answering.value import Value
from assistant.answering.worded import Finding, PhraseUse, Spelling, WordingResult
from assistant.answering.wording_answer import places_text, times_text, write
from assistant.source import Source
from assistant.understanding.query import Query
from corpus.plan import Passage, Plan
from index.budget import check_budget

__all__ = ["WordingResult", "execute", "write"]


def execute(query: Query, source: Source) -> WordingResult | None:
    """Look for each phrase in the scope; None where the query has none, or no such scope."""
    phrases = {fold(one): one.strip() for one in query.phrases if fold(one)}
    scope = query.scope
    known = {section.number for section in source.plan.sections}
    if not phrases or not set(scope.sections) <= known:
        return None
    found = tuple(
        _phrase_use(phrase, query, frozenset(phrases), source) for phrase in phrases.values()
    )
    values = tuple(value for one in found for value in _values(one, source))
    return WordingResult(found, scope.sections, query.kinds, bool(scope.passages), values)


def _phrase_use(phrase: str, query: Query, asked: frozenset[str], source: Source) -> PhraseUse:
    check_budget()
    plan = source.plan
    every = Finding(uses_of(phrase, plan), heading_uses_of(phrase, plan))
    if not every.count and source.lang == "en" and phrase.isascii():
        translated = _meant(_translated(phrase, source), query)
        return PhraseUse(phrase, Finding(), every, translated=translated)
    others = (one for one in other_spellings(phrase, plan) if fold(one) not in asked)
    spelled = (_spelling(other, query, plan) for other in others)
    spellings = tuple(one for one in spelled if one.found.count)
    return PhraseUse(phrase, _found(phrase, query, plan), every, spellings)


def _found(phrase: str, query: Query, plan: Plan) -> Finding:
    """What the kinds, sections and passages that are meant hold; a heading is of no kind."""
    scope = query.scope
    is_narrow = bool(query.kinds or scope.passages)
    headings = () if is_narrow else heading_uses_of(phrase, plan, scope.sections)
    return Finding(_meant(uses_of(phrase, plan), query), headings)


def _meant(uses: tuple[Use, ...], query: Query) -> tuple[Use, ...]:
    return tuple(use for use in uses if _is_meant(use.passage, query))


def _is_meant(passage: Passage, query: Query) -> bool:
    scope = query.scope
    return (
        (not query.kinds or passage.kind in query.kinds)
        and (not scope.sections or passage.section in scope.sections)
        and (not scope.passages or passage.id in scope.passages)
    )


def _spelling(written: str, query: Query, plan: Plan) -> Spelling:
    """Another spelling, written as the plan itself writes it."""
    found = _found(written, query, plan)
    forms = [form for use in found.uses for form in use.forms]
    return Spelling(forms[0] if forms else written, found)


def _translated(phrase: str, source: Source) -> tuple[Use, ...]:
    """Where the English companion uses `phrase`; the quotes are its own words."""
    found = []
    for passage in source.plan.passages:
        view = source.view(passage)
        parts = (view.heading or "", view.text) if view else ()
        count = sum(len(spans_in(phrase, part)) for part in parts)
        if view and count:
            found.append(Use(passage, count, (phrase,), (view.text.strip(),)))
    return tuple(found)


def _values(one: PhraseUse, source: Source) -> Iterator[Value]:
    """The counts that are told."""
    for found in (one.told, *(spelling.found for spelling in one.spellings)):
        if found.count:
            yield found.value(found.count, times_text(found.count, source))
    if one.translated:
        count = len(one.translated)
        yield Finding(one.translated).value(count, places_text(count, source))
    if one.count:
        yield one.found.value(one.found.places, places_text(one.found.places, source))
    if one.within:
        yield one.found.value(one.within, times_text(one.within, source))

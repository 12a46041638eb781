"""Quotes: what has a number, a name or a place in the plan, word for word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.note_terms import notes_of
from assistant.answering.places import place_name
from assistant.answering.quote_answer import write
from assistant.answering.quote_topics import holds, titled, topic_words
from assistant.answering.quoted import Lacking, Quoted, QuoteResult, count_of
from assistant.answering.section_items import item_at, items_of
from assistant.source import Source
from assistant.understanding.query import Query
from corpus.plan import Kind, Passage, Section

__all__ = ["QuoteResult", "execute", "write"]

_DEFAULT = (Kind.INITIATIVE,)


def execute(query: Query, source: Source) -> QuoteResult | None:
    """Find what is to be quoted; None where the query names nothing that the plan can quote."""
    scope = query.scope
    if scope.passages:
        return _result(_pointed_at(query, source), (), source)
    sections = _sections(query, source)
    if scope.notes or query.rows or query.terms:
        named = _named(query, source)
        is_all = scope.item is None or not scope.sections or query.kinds == (Kind.FOOTNOTE,)
        if named is None or is_all:
            return named
        placed = _by_place(query, sections, source)
        return _both(named, placed, source) if placed else None
    if not sections:
        return None
    if scope.item is not None:
        return _by_place(query, sections, source)
    words = topic_words(query, sections, source)
    if words and not query.kinds and not scope.sections:
        return _result(_one_by_one(titled(query.topic, source)), (), source)
    return _whole(query, sections, words, source)


def _result(
    quoted: Sequence[Quoted], lacking: Sequence[Lacking], source: Source
) -> QuoteResult | None:
    if not quoted and not lacking:
        return None
    counted = [one.passages for one in quoted if one.is_whole and len(one.passages) > 1]
    counted += [one.held for one in lacking if one.held and not one.is_run]
    values = tuple(count_of(passages, source) for passages in counted)
    return QuoteResult(tuple(quoted), tuple(lacking), values=values)


def _both(one: QuoteResult, other: QuoteResult, source: Source) -> QuoteResult | None:
    """What has a place before what has a name: 「③と注12」."""
    quoted, lacking = (*other.quoted, *one.quoted), (*other.lacking, *one.lacking)
    return _result(quoted, lacking, source)


def _sections(query: Query, source: Source) -> tuple[Section, ...]:
    """The sections that are meant, all where none is named; () where the plan lacks one."""
    named = frozenset(query.scope.sections)
    found = tuple(one for one in source.plan.sections if not named or one.number in named)
    return found if named <= {section.number for section in found} else ()


def _one_by_one(passages: Sequence[Passage]) -> list[Quoted]:
    return [Quoted(one.section, one.kind, (one,)) for one in passages]


def _pointed_at(query: Query, source: Source) -> list[Quoted]:
    """The passages that the conversation pointed at, held to the kinds and sections asked for."""
    scope, known = query.scope, {one.id: one for one in source.plan.passages}
    if not known.keys() >= set(scope.passages):
        return []
    kept = [
        one
        for one in map(known.__getitem__, scope.passages)
        if (not query.kinds or one.kind in query.kinds)
        and (not scope.sections or one.section in scope.sections)
    ]
    if scope.item is None:
        return _one_by_one(kept)
    found = item_at(kept, scope.item)
    return _one_by_one([found]) if found else []


def _named(query: Query, source: Source) -> QuoteResult | None:
    """Footnotes by number or term, and rows by id; None where a term or a row has none."""
    rows = source.plan.indicators_by_id
    notes = {note.number: note.passage for note in source.plan.footnotes}
    terms = [one.note for term in query.terms for one in notes_of(term, source) if one.is_own]
    if len(terms) < len(query.terms) or not rows.keys() >= set(query.rows):
        return None
    numbers = dict.fromkeys(query.scope.notes)
    found = [notes[number] for number in numbers if number in notes]
    found += [note.passage for note in terms] + [rows[row].passage for row in query.rows]
    every, known = tuple(notes.values()), tuple(notes)
    absent = [number for number in numbers if number not in notes]
    lacking = [Lacking(None, Kind.FOOTNOTE, number, every, known) for number in absent]
    return _result(_one_by_one(list(dict.fromkeys(found))), lacking, source)


def _by_place(query: Query, sections: Sequence[Section], source: Source) -> QuoteResult | None:
    """The items asked for of each kind in each section: to choose from where none was said."""
    items = (query.scope.item or 0, *query.scope.more_items)
    if query.kinds == (Kind.FOOTNOTE,) and not query.scope.sections:
        return _note_by_place(items[0], source)
    found: list[Quoted] = []
    lacking: list[Lacking] = []
    for kind in query.kinds or _DEFAULT:
        for section in sections:
            of_kind = items_of(section, kind)
            for item in items:
                passage = _numbered(section, kind, item) or item_at(of_kind, item)
                if passage:
                    found.append(Quoted(section.number, kind, (passage,)))
                else:
                    places = tuple(range(1, len(of_kind) + 1))
                    lacking.append(Lacking(section.number, kind, item, of_kind, places))
    scope = query.scope
    is_open = not (scope.sections or scope.is_whole or scope.is_each)
    result = _result(found, [] if is_open and found else lacking, source)
    if result is None or not is_open or len(found) < 2 or len(items) > 1:
        return result
    choices = ((place_name(one.passages[0], source), _chosen(query, one)) for one in found)
    return replace(result, choices=tuple(choices))


def _numbered(section: Section, kind: Kind, item: int) -> Passage | None:
    """The footnote of that number, which is no place in its section."""
    notes = section.footnotes if kind is Kind.FOOTNOTE else ()
    return next((note.passage for note in notes if note.number == item), None)


def _chosen(query: Query, one: Quoted) -> Query:
    return replace(query, kinds=(one.kind,), scope=replace(query.scope, sections=(one.section,)))


def _note_by_place(item: int, source: Source) -> QuoteResult | None:
    """Footnotes are numbered through the plan: one by its number, or else by its place."""
    notes = source.plan.footnotes
    every = tuple(note.passage for note in notes)
    found = next((note.passage for note in notes if note.number == item), item_at(every, item))
    if found:
        return _result(_one_by_one([found]), (), source)
    numbers = tuple(note.number for note in notes)
    return _result((), [Lacking(None, Kind.FOOTNOTE, item, every, numbers)], source)


def _whole(
    query: Query, sections: Sequence[Section], words: frozenset[str], source: Source
) -> QuoteResult | None:
    """All of each kind in each section; of a topic, those that name all its `words`."""
    named = bool(query.scope.sections)
    if not query.kinds and not (named and len(sections) == 1):
        return None
    quoted: list[Quoted] = []
    lacking: list[Lacking] = []
    for section in sections:
        for kind in query.kinds or tuple(Kind):
            items = items_of(section, kind)
            held = tuple(one for one in items if holds(words, one, source))
            if held:
                quoted.append(Quoted(section.number, kind, held, len(held) == len(items)))
            elif query.kinds and named and not items:
                lacking.append(Lacking(section.number, kind, None))
    if words and not quoted:
        return None
    parted = [
        one
        for block in quoted
        for one in ([block] if block.is_whole else _one_by_one(block.passages))
    ]
    return _result(parted, lacking, source)

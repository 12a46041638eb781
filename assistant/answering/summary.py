"""Summary: a section, the plan or some passages in whole, verbatim sentences of the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from assistant.answering import overview
from assistant.answering.draft import Draft
from assistant.answering.frames import frames
from assistant.answering.overview import OverviewResult
from assistant.answering.section_items import is_boxes, item_at, items_of
from assistant.answering.section_summary import SectionSummary, section_summary, write_section
from assistant.answering.sentence_choice import (
    Length,
    Sentence,
    body_to_tell,
    by_centrality,
    by_weight,
    fitting,
    sentences_to_tell,
)
from assistant.answering.topics import held_to_sections, is_topic_left
from assistant.answering.value import Value
from assistant.answering.wordings import section_name
from assistant.source import Source
from assistant.understanding.query import Query
from corpus.plan import Kind, Passage, Section

# What a section is summarised in; the other kinds are listed, not summarised.
_KINDS = (Kind.GOAL, Kind.CURRENT, Kind.ISSUE, Kind.INITIATIVE)
_OF_PASSAGES = 3


@dataclass(frozen=True, slots=True)
class SummaryResult:
    """The whole plan, sections in their parts, or the sentences that were chosen.

    `is_too_long` says that no sentence fits the length that was asked for.
    """

    plan: OverviewResult | None = None
    sections: tuple[SectionSummary, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    is_too_long: bool = False
    values: tuple[Value, ...] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All that it rests on."""
        of_plan = self.plan.passages if self.plan else ()
        of_sections = (passage for one in self.sections for passage in one.passages)
        told = (one.passage for one in self.sentences)
        return tuple(dict.fromkeys((*of_plan, *of_sections, *told)))


def execute(query: Query, source: Source) -> SummaryResult | None:
    """Summarise what `query` names; None where it names what cannot be summarised.

    Without a length a section is told in its parts, a plan of several by the goals of these, and
    passages by their three most central sentences.
    """
    result = _summary(query, source)
    return result if result and result.passages else None


def write(result: SummaryResult, query: Query, draft: Draft, source: Source) -> None:
    """Tell the summary, each sentence on a line of its own."""
    if result.plan:
        overview.write(result.plan, query, draft, source)
    for section in result.sections:
        write_section(draft, section, source)
    if result.is_too_long:
        draft.add(frames("summary", source.lang, source.style)["too_short"] + "\n")
    for sentence in result.sentences:
        draft.say(sentence.text, sentence.passage, sentence.quotes)
        draft.add("\n")


def _summary(query: Query, source: Source) -> SummaryResult | None:
    held = (query.filters, query.states, query.order, query.years, query.elsewhere, query.phrases)
    if any(held) or is_topic_left(query, source):
        return None
    plan, scope = source.plan, query.scope
    try:
        pointed = _pointed(query, source)
        sections = [plan.section(one) for one in scope.sections]
    except KeyError:
        return None
    kinds = tuple(kind for kind in _KINDS if kind in query.kinds)
    if query.kinds and not kinds and pointed is None:
        return None
    length = _length(query)
    if pointed is not None:
        kept = [one for one in pointed if not is_boxes(one, plan)]
        kept = [one for one in kept if not query.kinds or one.kind in query.kinds]
        return _of_passages(kept, length, source) if kept else None
    sections = sections or (list(plan.sections) if len(plan.sections) == 1 else [])
    if not sections and not kinds and (length == Length() or not scope.is_each):
        found = overview.execute(query, source)
        return SummaryResult(plan=found, values=found.values) if found else None
    sections = sections or list(plan.sections)
    if length == Length():
        parts = tuple(section_summary(one, kinds or None, source) for one in sections)
        return SummaryResult(sections=parts, values=tuple(v for one in parts for v in one.values))
    if scope.is_each:
        each = [_of_sections([one], kinds, length, source) for one in sections]
        told = tuple(sentence for one in each for sentence in one.sentences)
        return SummaryResult(sentences=told, is_too_long=any(one.is_too_long for one in each))
    return _of_sections(sections, kinds, length, source)


def _length(query: Query) -> Length:
    style = query.style
    is_one = style.is_short and style.sentences is None and style.characters is None
    return Length(1 if is_one else style.sentences, style.characters)


def _pointed(query: Query, source: Source) -> list[Passage] | None:
    """The rows, notes, passages or item that `query` names; None where it names none of these."""
    plan, scope = source.plan, query.scope
    if scope.item is not None:
        kind = query.kinds[0] if query.kinds else Kind.INITIATIVE
        sections = [plan.section(one) for one in scope.sections]
        items = (item_at(items_of(one, kind), scope.item) for one in sections)
        return [item for item in items if item]
    notes = {note.number: note.passage for note in plan.footnotes}
    named = [plan.passage(one) for one in (*query.rows, *scope.passages)]
    named += [notes[number] for number in scope.notes]
    return held_to_sections(named, query) if named else None


def _of_passages(passages: Sequence[Passage], length: Length, source: Source) -> SummaryResult:
    sentences = [one for passage in passages for one in sentences_to_tell(passage, source)]
    if len({passage.section for passage in passages}) > 1:
        sentences = list(_placed(sentences, source))
    ranked = by_centrality(sentences, passages, source)
    if len(passages) == 1:
        ranked = [*sentences, *body_to_tell(passages[0], source)]
    if length == Length():
        length = Length(sentences=_OF_PASSAGES)
    return _chosen(ranked, length, source)


def _of_sections(
    sections: Sequence[Section], kinds: Sequence[Kind], length: Length, source: Source
) -> SummaryResult:
    """The sentences that weigh most; the goals of all `sections` first, then these take turns."""
    goals: list[Sentence] = []
    others = []
    for section in sections:
        passages = (one for kind in kinds or _KINDS for one in items_of(section, kind))
        sentences = [one for passage in passages for one in sentences_to_tell(passage, source)]
        if len(sections) > 1 or kinds:
            sentences = list(_placed(sentences, source))
        ranked = by_weight(sentences, source)
        goals += [one for one in ranked if one.passage.kind is Kind.GOAL]
        others.append([one for one in ranked if one.passage.kind is not Kind.GOAL])
    turns = chain.from_iterable(zip_longest(*others))
    return _chosen([*goals, *(one for one in turns if one)], length, source)


def _chosen(ranked: Sequence[Sentence], length: Length, source: Source) -> SummaryResult:
    if not ranked:
        return SummaryResult()
    told = fitting(ranked, length, source)
    if told:
        return SummaryResult(sentences=told)
    return SummaryResult(sentences=(min(ranked, key=lambda one: len(one.text)),), is_too_long=True)


def _placed(sentences: Sequence[Sentence], source: Source) -> Iterator[Sentence]:
    """`sentences`, each with the name of its section; a goal is told with it anyway."""
    said = frames("summary", source.lang, source.style)
    for one in sentences:
        if one.passage.kind is Kind.GOAL:
            yield one
        else:
            name = section_name(one.passage.section, source)
            yield replace(one, text=said["in_section"].format(section=name, text=one.text))

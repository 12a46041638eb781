"""Definitions: the footnote of a term, an explanation in the text, or the term in use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.answering.draft import Draft
from assistant.answering.frames import frames
from assistant.answering.glosses import Gloss, gloss_of
from assistant.answering.note_terms import NoteFound, notes_of
from assistant.answering.phrases import HeadingUse, Use, fold, heading_uses_of, spans_in, uses_of
from assistant.answering.places import place_name
from assistant.answering.section_items import is_boxes
from assistant.answering.sentences import sentences, statements
from assistant.answering.value import Value
from assistant.source import Source
from assistant.understanding.query import Query
from corpus.plan import Kind, Passage
from index.budget import check_budget

_USES_SHOWN = 3
_NOTES_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the plan has of a term: an explanation, or else where it uses it; nothing at all.

    `is_some` says that it is used in more passages than `uses`.
    """

    term: str
    notes: tuple[NoteFound, ...] = ()
    gloss: Gloss | None = None
    uses: tuple[Use, ...] = ()
    is_some: bool = False
    headings: tuple[HeadingUse, ...] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All that it rests on."""
        if self.gloss:
            return (self.gloss.passage,)
        shown = [one.note.passage for one in self.notes]
        shown += [use.passage for use in self.uses[:_USES_SHOWN]]
        return tuple(shown) or tuple(one.below[0] for one in self.headings)


@dataclass(frozen=True, slots=True)
class DefinitionResult:
    """The meanings of the terms, in the order in which they were asked for."""

    meanings: tuple[Meaning, ...]
    values: tuple[Value, ...] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All that it rests on."""
        every = (passage for meaning in self.meanings for passage in meaning.passages)
        return tuple(dict.fromkeys(every))


def execute(query: Query, source: Source) -> DefinitionResult | None:
    """Find what the plan has of each term; None where it has none of them."""
    terms = dict.fromkeys(term.strip() for term in query.terms if fold(term))
    meanings = tuple(_meaning(term, source) for term in terms)
    return DefinitionResult(meanings) if any(one.passages for one in meanings) else None


def _meaning(term: str, source: Source) -> Meaning:
    """The explanation that is nearest to the term itself."""
    check_budget()
    notes = notes_of(term, source)
    if notes and notes[0].is_own:
        return Meaning(term, notes[:1])
    gloss = gloss_of(term, source)
    if gloss:
        return Meaning(term, gloss=gloss)
    if notes:
        return Meaning(term, notes[:_NOTES_SHOWN])
    every = _uses(term, source)
    alone = [use for use in every if use.within < use.count] or every
    uses = sorted(alone, key=lambda use: _is_tabled(use.passage, source))
    # What several tables say in the same words is shown once.
    distinct = {use.quotes: use for use in reversed(uses)}
    shown = tuple(use for use in uses if distinct[use.quotes] is use)
    is_some = len(shown) < len(every)
    return Meaning(term, (), None, shown, is_some, heading_uses_of(term, source.plan))


def _is_tabled(passage: Passage, source: Source) -> bool:
    return passage.kind is Kind.INDICATOR or is_boxes(passage, source.plan)


def _uses(term: str, source: Source) -> tuple[Use, ...]:
    """Where the plan uses the term; in English, also where its translation does."""
    uses = uses_of(term, source.plan)
    if uses or source.lang != "en":
        return uses
    views = ((passage, source.view(passage)) for passage in source.plan.passages)
    return tuple(
        Use(passage, len(spans), (term,), statements(passage))
        for passage, view in views
        if view and (spans := spans_in(term, f"{view.heading or ''}\n{view.text}"))
    )


def write(result: DefinitionResult, query: Query, draft: Draft, source: Source) -> None:
    """Tell the meaning of each term, which the answer begins with."""
    said = frames("definitions", source.lang, source.style)
    for meaning in result.meanings:
        if meaning.gloss:
            _write_gloss(meaning.term, meaning.gloss, said, draft)
        elif meaning.notes:
            for found in meaning.notes:
                _write_note(meaning.term, found, said, draft, source)
        elif meaning.uses:
            _write_uses(meaning, said, draft, source)
        elif meaning.headings:
            one = meaning.headings[0]
            text = said["heading"].format(term=meaning.term, heading=one.text)
            draft.say(text, one.below[0], [one.below[0].text])
        else:
            draft.add(said["missing"].format(term=meaning.term))
        draft.add("\n")


def _write_note(
    term: str, found: NoteFound, said: Mapping[str, str], draft: Draft, source: Source
) -> None:
    """The whole of a footnote; whose it is, is said where it is another term's."""
    note = found.note
    name = source.term(note.passage)
    if source.lang == "en" and not term.isascii() and name != note.term:
        name = f"{name} ({note.term})"
    frame = said["note" if found.is_own else "other_note"]
    lead = frame.format(term=term, name=name, number=note.number)
    view = source.view(note.passage)
    draft.add(f"{lead}\n")
    draft.say(view.text if view else note.body, note.passage, statements(note.passage))
    draft.add("\n")


def _write_gloss(term: str, gloss: Gloss, said: Mapping[str, str], draft: Draft) -> None:
    text = said[gloss.form].format(term=term, text=gloss.text)
    draft.say(text, gloss.passage, gloss.quotes)


def _write_uses(meaning: Meaning, said: Mapping[str, str], draft: Draft, source: Source) -> None:
    """Say that the term is not explained, and show some of its uses."""
    shown = meaning.uses[:_USES_SHOWN]
    is_some = meaning.is_some or len(shown) < len(meaning.uses)
    frame = said["undefined_some" if is_some else "undefined"]
    draft.add(frame.format(term=meaning.term) + "\n")
    for use in shown:
        text = _shown(meaning.term, use, source)
        place = place_name(use.passage, source)
        draft.say("- " + said["use"].format(place=place, text=text), use.passage, use.quotes)
        draft.add("\n")


def _shown(term: str, use: Use, source: Source) -> str:
    """The sentences that use the term, in the words of the answer's language where it has them."""
    passage = use.passage
    if passage.kind is Kind.INDICATOR:
        return source.indicator_name(source.plan.indicators_by_id[passage.id])
    if is_boxes(passage, source.plan):
        return source.joined(source.box_name(name) for name in use.quotes)
    view = source.view(passage)
    if view is None:
        return use.text
    said = sentences(view.text)
    own = statements(passage)
    same = [one for one in said if spans_in(term, one)]
    if not same and len(own) == len(said):
        same = [one for one, text in zip(said, own, strict=True) if text in use.quotes]
    return (" " if source.lang == "en" else "").join(same) or view.text.strip()

"""Where a passage stands, as it is told: 「2-1 福祉の主な取組③」, “2-1 Welfare, issue 2”."""

from __future__ import annotations

from assistant.answering.frames import frames
from assistant.answering.section_items import is_boxes, items_of
from assistant.answering.wordings import kind_name, section_name
from assistant.source import Source
from corpus.blocks import circled
from corpus.plan import Footnote, Kind, Passage, Plan


def note_of(passage: Passage, plan: Plan) -> Footnote:
    """Return the footnote whose passage it is; KeyError where it is none."""
    notes = plan.section(passage.section).footnotes
    return {note.passage.id: note for note in notes}[passage.id]


def note_name(note: Footnote, source: Source) -> str:
    """Return a footnote's number and its term: 「注12「ヤングケアラー」」."""
    said = frames("places", source.lang, source.style)
    frame = said["note_named"] if note.term else said["note"]
    return frame.format(number=note.number, term=source.term(note.passage))


def place_name(passage: Passage, source: Source) -> str:
    """Return the section, the kind and, where there are several, the place of `passage`."""
    said = frames("places", source.lang, source.style)
    section = section_name(passage.section, source)
    if passage.kind is Kind.FOOTNOTE:
        note = note_of(passage, source.plan)
        return said["in_section"].format(section=section, part=note_name(note, source))
    if is_boxes(passage, source.plan):
        return said["in_section"].format(section=section, part=said["boxes"])
    kind = kind_name(passage.kind, 1, source)
    items = items_of(source.plan.section(passage.section), passage.kind)
    part = kind
    if passage.kind is Kind.INITIATIVE:
        number = items.index(passage) + 1
        part = said["initiative_numbered"].format(kind=kind, mark=circled(number), number=number)
    elif len(items) > 1:
        frame = said.get(f"{passage.kind}_placed", said["placed"])
        part = frame.format(kind=kind, place=items.index(passage) + 1)
    return said["in_section"].format(section=section, part=part)

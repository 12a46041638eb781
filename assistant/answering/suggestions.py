"""Next questions that the plan certainly answers, near to the answer just given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from assistant.answer import LinkedFootnote, LinkedIndicator
from assistant.answering.frames import frames
from assistant.answering.wordings import row_name
from assistant.source import Source
from assistant.understanding.query import Query
from corpus.plan import Kind, Passage, Section

_MOST = 3
_LONGEST_NAME = 45


def suggestions(
    question: str,
    told: Sequence[Passage],
    near: Sequence[Passage],
    indicators: Sequence[LinkedIndicator],
    footnotes: Sequence[LinkedFootnote],
    source: Source,
) -> tuple[str, ...]:
    """Return three next questions: of a figure, a term and the sections that the answer touches.

    What has been `told` is not offered again; `near` are the passages that come near it.
    """
    touched = [passage.section for passage in (*told, *near)]
    numbers = dict.fromkeys([*touched, *(section.number for section in source.plan.sections)])
    lists = (_of_section(source.plan.section(number), told, source) for number in numbers)
    fresh: dict[str, None] = {}
    for text in chain(_of_entities(told, indicators, footnotes, source), *lists):
        if text.rstrip("?？") != question.rstrip("?？"):
            fresh[text] = None
        if len(fresh) == _MOST:
            break
    return tuple(fresh)


def choices(query: Query, source: Source) -> tuple[str, ...]:
    """Return a question for each row that may be meant."""
    said = frames("suggestions", source.lang, source.style)
    rows = (source.plan.indicators_by_id[one] for one in query.rows)
    return tuple(said["latest"].format(name=row_name(row, source)) for row in rows)


def _of_entities(
    told: Sequence[Passage],
    indicators: Sequence[LinkedIndicator],
    footnotes: Sequence[LinkedFootnote],
    source: Source,
) -> Iterator[str]:
    """An indicator and a term that belong with what was told, and were not told themselves."""
    said = frames("suggestions", source.lang, source.style)
    rows = [link.indicator for link in indicators if link.indicator.passage not in told]
    names = [source.indicator_name(row) for row in rows]
    for name in [name for name in names if len(name) <= _LONGEST_NAME][:1]:
        yield said["target"].format(name=name)
    notes = [link.footnote.passage for link in footnotes if link.footnote.passage not in told]
    for note in notes[:1]:
        yield said["definition"].format(term=source.term(note))


def _of_section(section: Section, told: Sequence[Passage], source: Source) -> Iterator[str]:
    """The lists of a section of which nothing, or only a part, was told."""
    name = source.section_name(section.number).partition(" ")[2]
    said = frames("suggestions", source.lang, source.style)
    rows = [row.passage for row in section.indicators]
    boxes = section.partners.boxes_passage
    lists = (
        (said["initiatives"], [one.passage for one in section.initiatives]),
        (said["partners"], [boxes] if boxes else []),
        (said["issues"], [p for p in section.passages if p.kind is Kind.ISSUE]),
        (said["indicators"], rows),
    )
    for frame, passages in lists:
        if passages and not all(passage in told for passage in passages):
            yield frame.format(section=name)

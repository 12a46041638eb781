"""Next questions that the plan certainly answers, near to the answer just given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from assistant.answer import LinkedFootnote, LinkedIndicator
from assistant.source import Source
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


def _of_entities(
    told: Sequence[Passage],
    indicators: Sequence[LinkedIndicator],
    footnotes: Sequence[LinkedFootnote],
    source: Source,
) -> Iterator[str]:
    """An indicator and a term that belong with what was told, and were not told themselves."""
    wording = source.wording
    rows = [link.indicator for link in indicators if link.indicator.passage not in told]
    names = [source.indicator_name(row) for row in rows]
    for name in [name for name in names if len(name) <= _LONGEST_NAME][:1]:
        yield wording.suggest_target.format(name=name)
    notes = [link.footnote.passage for link in footnotes if link.footnote.passage not in told]
    for note in notes[:1]:
        yield wording.suggest_definition.format(term=source.term(note))


def _of_section(section: Section, told: Sequence[Passage], source: Source) -> Iterator[str]:
    """The lists of a section of which nothing, or only a part, was told."""
    name = source.section_name(section.number).partition(" ")[2]
    wording = source.wording
    rows = [row.passage for row in section.indicators]
    boxes = section.partners.boxes_passage
    lists = (
        (wording.suggest_initiatives, [one.passage for one in section.initiatives]),
        (wording.suggest_partners, [boxes] if boxes else []),
        (wording.suggest_issues, [p for p in section.passages if p.kind is Kind.ISSUE]),
        (wording.suggest_indicators, rows),
    )
    for frame, passages in lists:
        if passages and not all(passage in told for passage in passages):
            yield frame.format(section=name)

"""Passages → the indicators and footnotes that belong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from assistant.answer import LinkedFootnote, LinkedIndicator
from assistant.answering.draft import translation_of
from assistant.source import Source
from corpus.footnotes import markers
from corpus.plan import Indicator, Initiative, Kind, Passage

_MOST = 3
_BELONGS = 0.15
_NEAR = 0.1
_QUESTION_SHARE = 0.6
_NEAR_INITIATIVE = 0.05
_MOST_INITIATIVES = 2


class Scored(Protocol):
    """A passage, and how near the index says that it is to the question."""

    @property
    def passage(self) -> Passage: ...

    @property
    def score(self) -> float: ...


def linked_indicators(
    passages: Sequence[Passage], found: Sequence[Scored], source: Source
) -> tuple[LinkedIndicator, ...]:
    """Return the indicators among `passages`, or else those of their sections that are about them.

    `found` says how near each indicator is to the question.
    """
    rows = source.plan.indicators_by_id
    linked = [rows[passage.id] for passage in passages if passage.kind is Kind.INDICATOR]
    return tuple(
        LinkedIndicator(row, source.indicator_name(row) if source.lang == "en" else None)
        for row in linked or _belonging(passages, found, rows, source)
    )


def _belonging(
    passages: Sequence[Passage],
    found: Sequence[Scored],
    rows: Mapping[str, Indicator],
    source: Source,
) -> list[Indicator]:
    """The indicators of the passages' sections that the texts find, and the question too."""
    nearness: dict[str, float] = {}
    for passage in passages:
        near = source.index.search_passage(passage.text)
        for row in source.plan.section(passage.section).indicators:
            key = row.passage.id
            nearness[key] = max(nearness.get(key, 0.0), near[key])
    asked = {one.passage.id: one.score for one in found}
    values = {key: near + _QUESTION_SHARE * asked.get(key, 0.0) for key, near in nearness.items()}
    best = max(values.values(), default=0.0)
    belonging = [key for key, value in values.items() if value >= max(_BELONGS, best - _NEAR)]
    return [rows[key] for key in sorted(belonging, key=lambda key: -values[key])[:_MOST]]


def initiatives_of(row: Indicator, source: Source) -> tuple[Initiative, ...]:
    """Return the initiatives of its section that an indicator belongs with, nearest first."""
    near = source.index.search_passage(row.name)
    section = source.plan.section(row.passage.section)
    ranked = sorted(section.initiatives, key=lambda one: -near.get(one.passage.id, 0.0))
    best = near.get(ranked[0].passage.id, 0.0) if ranked else 0.0
    least = max(_BELONGS, best - _NEAR_INITIATIVE)
    return tuple(one for one in ranked[:_MOST_INITIATIVES] if near.get(one.passage.id, 0) >= least)


def linked_footnotes(passages: Sequence[Passage], source: Source) -> tuple[LinkedFootnote, ...]:
    """Return the footnotes among `passages` and those that their texts refer to."""
    numbers = [number for passage in passages for number, _ in markers(passage.text)]
    notes = {note.number: note for note in source.plan.footnotes}
    linked = [notes[number] for number in dict.fromkeys(numbers) if number in notes]
    return tuple(
        LinkedFootnote(
            note, translation_of(note.passage, source.companions) if source.lang == "en" else None
        )
        for note in linked
    )

"""Passages → the indicators and footnotes that belong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.answer import LinkedFootnote, LinkedIndicator
from assistant.draft import translation_of
from assistant.source import Source
from corpus.footnotes import markers
from corpus.plan import Indicator, Kind, Passage
from index.search import PlanIndex

_MOST = 2
_BELONGS = 0.65
_NEAR = 0.25


def linked_indicators(
    passages: Sequence[Passage], source: Source, index: PlanIndex
) -> tuple[LinkedIndicator, ...]:
    """Return the indicators among `passages`, then those of their sections that are about them."""
    rows = {row.passage.id: row for row in source.plan.indicators}
    linked: dict[str, Indicator] = {
        passage.id: rows[passage.id] for passage in passages if passage.kind is Kind.INDICATOR
    }
    if not linked:
        for passage in passages:
            linked.update(_belonging(passage, rows, index))
    return tuple(
        LinkedIndicator(row, source.indicator_name(row) if source.lang == "en" else None)
        for row in linked.values()
    )


def _belonging(
    passage: Passage, rows: Mapping[str, Indicator], index: PlanIndex
) -> dict[str, Indicator]:
    """The indicators of the passage's section that its text finds, those near the best of them."""
    hits = [
        hit
        for hit in index.search(passage.text, k=len(index.passage_ids))
        if hit.passage_id in rows
        and rows[hit.passage_id].passage.section == passage.section
        and hit.score >= _BELONGS
    ]
    near = [hit for hit in hits if hit.score >= hits[0].score - _NEAR]
    return {hit.passage_id: rows[hit.passage_id] for hit in near[:_MOST]}


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

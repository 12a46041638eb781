"""Plan → chunks: each passage, footnote and indicator in the views in which it is indexed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from corpus.asks import Asks
from corpus.companion import Companion, CompanionEntry
from corpus.footnotes import without_markers
from corpus.plan import Indicator, Kind, Passage, Plan, Section

_SENTENCE_END = re.compile(r"(?<=。)|\n+|(?<=[.!?])\s+(?=[A-Z])")


class View(StrEnum):
    """A text that stands for a passage in the index; a hit on any view is a hit on the passage."""

    ORIGINAL = "original"
    PLAIN = "plain"  # the unofficial easy Japanese (やさしい日本語)
    ENGLISH = "en"  # the unofficial English
    ASKS = "asks"  # how people ask for it, in either language


@dataclass(frozen=True, slots=True)
class Chunk:
    """One view of one passage: what it says, and the headings that it stands under.

    `figures` is what is looked up by its letters alone, such as the values of an indicator.
    """

    passage_id: str
    view: View
    context: str
    text: str
    figures: str = ""

    @property
    def in_context(self) -> str:
        """The text with its headings before it."""
        return self._in_context(self.text)

    @property
    def embedded(self) -> tuple[str, ...]:
        """What is embedded: the whole, and each of its sentences where there are several.

        Of a view of questions, each question.
        """
        if self.view is View.ASKS:
            return tuple(self.text.split("\n"))
        parts = [part.strip() for part in _SENTENCE_END.split(self.text) if part.strip()]
        if len(parts) == 1:
            return (self.in_context,)
        return (self.in_context, *map(self._in_context, parts))

    def _in_context(self, part: str) -> str:
        # Headings end as a sentence does, so that each is read by itself, whatever it stands with.
        end = " " if self.view is View.ENGLISH else "。"
        return f"{self.context}{end}{part}" if self.context else part


def chunks(plan: Plan, companions: Mapping[str, Companion], asks: Asks) -> Iterator[Chunk]:
    """Yield the chunks of `plan`, in its order: the original, then each other view."""
    for section in plan.sections:
        rows = {row.passage.id: row for row in section.indicators}
        for passage in section.passages:
            yield _original(section, passage, rows)
            for view in (View.PLAIN, View.ENGLISH):
                companion = companions.get(view)
                entry = companion.passages.get(passage.id) if companion else None
                if companion and entry:
                    yield _companion_view(view, companion, entry, passage)
            if passage.id in asks.passages:
                asked = asks.passages[passage.id]
                yield Chunk(passage.id, View.ASKS, "", "\n".join([*asked.ja, *asked.en]))


def _original(section: Section, passage: Passage, rows: Mapping[str, Indicator]) -> Chunk:
    row = rows.get(passage.id)
    if row is not None:
        parent = f" {rows[row.parent].name}" if row.parent else ""
        figures = f"{row.latest.text} {row.target.text}"
        return Chunk(passage.id, View.ORIGINAL, section.title + parent, row.name, figures)
    context = section.title
    if passage.kind is Kind.FOOTNOTE:
        context = f"{context} {passage.heading}"
    text = without_markers(passage.text).removeprefix("- ").strip()
    return Chunk(passage.id, View.ORIGINAL, context, text)


def _companion_view(
    view: View, companion: Companion, entry: CompanionEntry, passage: Passage
) -> Chunk:
    context = companion.titles.get(passage.section, "")
    text = f"{entry.heading or ''} {entry.text}".strip()
    return Chunk(passage.id, view, context, text)

"""A section in its parts: its goal, its issues, the titles of its initiatives, its indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.draft import Draft
from assistant.answering.frames import frames
from assistant.answering.passage_words import quotes_of, title_of, title_quotes, words_of
from assistant.answering.section_items import items_of
from assistant.answering.sentence_choice import by_centrality, sentences_to_tell
from assistant.answering.value import Value
from assistant.answering.wordings import kind_name, section_name
from assistant.source import Source
from corpus.plan import Kind, Passage, Section

_MOST_ISSUES = 6
_MOST_INITIATIVES = 12


@dataclass(frozen=True, slots=True)
class Part:
    """What is told of a kind, and how many there are of it in the section."""

    kind: Kind
    told: tuple[Passage, ...]
    whole: int


@dataclass(frozen=True, slots=True)
class SectionSummary:
    """A section in its parts; `rows` are counted, not told."""

    number: str
    goals: tuple[Passage, ...]
    parts: tuple[Part, ...]
    rows: tuple[Passage, ...]
    values: tuple[Value, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All that it rests on."""
        return (*self.goals, *(one for part in self.parts for one in part.told), *self.rows)


def section_summary(
    section: Section, kinds: Sequence[Kind] | None, source: Source
) -> SectionSummary:
    """Return the parts of a section: those of `kinds`, or goal, issues, initiatives and rows."""
    wanted = kinds or (Kind.GOAL, Kind.ISSUE, Kind.INITIATIVE)
    parts = []
    for kind, most in (
        (Kind.CURRENT, _MOST_ISSUES),
        (Kind.ISSUE, _MOST_ISSUES),
        (Kind.INITIATIVE, _MOST_INITIATIVES),
    ):
        items = items_of(section, kind)
        if kind in wanted and items:
            parts.append(Part(kind, _central(items, most, source), len(items)))
    goals = section.goals if Kind.GOAL in wanted else ()
    rows = () if kinds else items_of(section, Kind.INDICATOR)
    counted = [*(items_of(section, part.kind) for part in parts), rows]
    values = tuple(_counted(items) for items in counted if items)
    return SectionSummary(section.number, goals, tuple(parts), rows, values)


def write_section(draft: Draft, summary: SectionSummary, source: Source) -> None:
    """Tell the parts of a section, each statement with its passage."""
    said = frames("summary", source.lang, source.style)
    name = section_name(summary.number, source)
    for goal in summary.goals:
        for sentence in sentences_to_tell(goal, source):
            draft.say(sentence.text, goal, sentence.quotes)
            draft.add("\n")
    for part in summary.parts:
        kind = kind_name(part.kind, part.whole, source)
        whole = said["part_of"].format(section=name, kind=kind)
        frame = said["part" if len(part.told) == part.whole else "part_some"]
        draft.add(frame.format(part=whole, count=len(part.told), whole=part.whole) + "\n")
        for passage in part.told:
            is_title = passage.kind is Kind.INITIATIVE
            text = title_of(passage, source) if is_title else f"- {words_of(passage, source)}"
            quotes = title_quotes(passage) if is_title else quotes_of(passage)
            draft.say(text, passage, quotes)
            draft.add("\n")
    text = said["indicators"].format(section=name, count=len(summary.rows))
    for row in summary.rows:
        draft.say(text, row, quotes_of(row))
        text = ""
    draft.add(said["stop"] + "\n" if summary.rows else "")


def _central(items: Sequence[Passage], most: int, source: Source) -> tuple[Passage, ...]:
    """Those of `items` that are nearest to the others on average, in the plan's order."""
    if len(items) <= most:
        return tuple(items)
    sentences = [one for item in items for one in sentences_to_tell(item, source)]
    ranked = dict.fromkeys(one.passage for one in by_centrality(sentences, items, source))
    central = set(list(ranked)[:most])
    return tuple(item for item in items if item in central)


def _counted(items: Sequence[Passage]) -> Value:
    ids = tuple(item.id for item in items)
    return Value(str(len(ids)), len(ids), None, ids, " + ".join("1" for _ in ids))

"""A comprehensive plan (総合計画) as values: sections, passages, indicators, footnotes.

Every text here is verbatim; every passage knows the lines of the file that it stands on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """What a passage is in the plan."""

    GOAL = "goal"  # ◎ 目標とするまちの姿
    CURRENT = "current"  # ◆ 現状
    ISSUE = "issue"  # ◇ 課題
    INITIATIVE = "initiative"  # ○ 主な取組
    PARTNER = "partner"  # ▽ 共創のパートナーと共創の取組
    INDICATOR = "indicator"  # → 成果指標
    FOOTNOTE = "footnote"


class Direction(StrEnum):
    """Where an indicator is meant to go when its target is no value: ↗ up, ↘ down, → keep."""

    UP = "up"
    DOWN = "down"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Span:
    """Lines `first` to `last` of the file, counted from 1, both included."""

    first: int
    last: int


# How the id of a list of partner boxes ends.
_OF_BOXES = ".partners"


@dataclass(frozen=True, slots=True)
class Passage:
    """A citable piece of the plan.

    `text` is the lines of `spans`, character for character; there is more than one span only
    where a footnote stands in the middle of the passage. `section` is a section's number ("2-1").
    """

    id: str
    section: str
    kind: Kind
    heading: str
    text: str
    spans: tuple[Span, ...]

    @property
    def lines(self) -> tuple[int, int]:
        """The first and the last line of the passage."""
        return self.spans[0].first, self.spans[-1].last

    @property
    def is_boxes(self) -> bool:
        """Whether it is the list of a section's partner boxes, and no line of what is done."""
        return self.kind is Kind.PARTNER and self.id.endswith(_OF_BOXES)


@dataclass(frozen=True, slots=True)
class Initiative:
    """A numbered initiative (取組): its title and the paragraphs under it."""

    passage: Passage
    number: int
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartnerBox:
    """A check box of the partners' list: a group that may be a partner of the section."""

    name: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Partners:
    """The partners (共創のパートナー) of a section: the boxes, and what is done together."""

    boxes_passage: Passage | None
    boxes: tuple[PartnerBox, ...]
    lines: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Latest:
    """An indicator's latest value (直近実績値); `value` is None where it is still 未定."""

    text: str
    value: int | float | None
    unit: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Target:
    """An indicator's target (目標値又は目指す方向): a value, a direction, or neither (未定)."""

    text: str
    value: int | float | None
    unit: str | None
    direction: Direction | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of the indicator table; `parent` is the id of the row that a うち… row divides."""

    passage: Passage
    name: str
    parent: str | None
    latest: Latest
    target: Target


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote: its number, the term that it explains, and the passages that refer to it."""

    passage: Passage
    number: int
    term: str
    body: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """A line that holds the plan together: a title, a block's heading, a table's head."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the plan, such as 2-1 福祉; every tuple is in the plan's order."""

    number: str
    title: str
    chapter: str
    heading: Frame
    frames: tuple[Frame, ...]
    goals: tuple[Passage, ...]
    currents: tuple[Passage, ...]
    issues: tuple[Passage, ...]
    initiatives: tuple[Initiative, ...]
    partners: Partners
    indicators: tuple[Indicator, ...]
    footnotes: tuple[Footnote, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage of the section, in the order of their lines."""
        boxes = self.partners.boxes_passage
        found = [
            *self.goals,
            *self.currents,
            *self.issues,
            *(initiative.passage for initiative in self.initiatives),
            *([boxes] if boxes else []),
            *self.partners.lines,
            *(indicator.passage for indicator in self.indicators),
            *(footnote.passage for footnote in self.footnotes),
        ]
        return tuple(sorted(found, key=lambda passage: passage.spans[0].first))


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the plan, such as ひとの共創, and the numbers of its sections."""

    title: str
    heading: Frame
    sections: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """A whole plan: its lines as they stand in the file, and what was read from them.

    `digest` is the SHA-256 of the file's bytes.
    """

    source: str
    digest: str
    lines: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    sections: tuple[Section, ...]

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage of the plan, in the order of their lines."""
        return tuple(passage for section in self.sections for passage in section.passages)

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator of the plan, in its order."""
        return tuple(row for section in self.sections for row in section.indicators)

    @cached_property
    def indicators_by_id(self) -> Mapping[str, Indicator]:
        """Every indicator of the plan by the id of its passage."""
        return {row.passage.id: row for row in self.indicators}

    @cached_property
    def footnotes(self) -> tuple[Footnote, ...]:
        """Every footnote of the plan, in its order."""
        return tuple(note for section in self.sections for note in section.footnotes)

    @cached_property
    def _passages_by_id(self) -> dict[str, Passage]:
        return {passage.id: passage for passage in self.passages}

    @cached_property
    def _sections_by_number(self) -> dict[str, Section]:
        return {section.number: section for section in self.sections}

    def passage(self, passage_id: str) -> Passage:
        """Return the passage `passage_id`; KeyError where the plan has none."""
        return self._passages_by_id[passage_id]

    def section(self, number: str) -> Section:
        """Return the section `number`, such as "2-1"; KeyError where the plan has none."""
        return self._sections_by_number[number]

    def text_at(self, span: Span) -> str:
        """Return the lines of `span`, joined as they stand in the file."""
        return "\n".join(self.lines[span.first - 1 : span.last])

"""Paragraphs of one section → Section: blocks, initiatives, partners, rows and footnotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus import blocks, footnotes, indicators
from corpus.errors import PlanFormatError
from corpus.paragraphs import Paragraph
from corpus.plan import (
    Footnote,
    Frame,
    Indicator,
    Initiative,
    Kind,
    PartnerBox,
    Partners,
    Passage,
    Section,
    Span,
)


class SectionReader:
    """Takes the paragraphs that follow a section's heading, one by one, in their order.

    A footnote stands wherever the page broke and interrupts nothing.
    """

    def __init__(
        self,
        source: str,
        lines: Sequence[str],
        chapter: str,
        heading: blocks.SectionHeading,
        paragraph: Paragraph,
    ) -> None:
        self.heading = heading
        self._source = source
        self._lines = lines
        self._chapter = chapter
        self._frame = Frame(paragraph.text, paragraph.span)
        self._block: Kind | None = None
        self._block_frame = self._frame
        self._table_head: Frame | None = None
        self._frames: list[Frame] = []
        self._prose: dict[Kind, list[Passage]] = {}
        self._initiatives: list[Initiative] = []
        self._boxes: list[PartnerBox] = []
        self._box_rows: list[Paragraph] = []
        self._rows: list[Indicator] = []
        self._notes: list[Footnote] = []

    def add(self, paragraph: Paragraph) -> None:
        """Place `paragraph`; PlanFormatError where it has no place."""
        note = footnotes.footnote_body(paragraph.text)
        kind = blocks.block_kind(paragraph.text)
        if note is not None:
            self._add_footnote(paragraph, *note)
        elif kind is not None:
            self._open_block(kind, paragraph)
        elif self._block is None:
            raise self._error(paragraph, f"a block's heading ({' '.join(blocks.BLOCK_MARKS)})")
        elif blocks.is_foreign_heading(paragraph.text) and not blocks.check_boxes(paragraph.text):
            raise self._error(paragraph, f"a mark of the plan ({' '.join(blocks.BLOCK_MARKS)})")
        elif self._block is Kind.INITIATIVE:
            self._add_to_initiatives(paragraph)
        elif self._block is Kind.PARTNER:
            self._add_to_partners(paragraph)
        elif self._block is Kind.INDICATOR:
            self._add_row(paragraph)
        else:
            self._add_prose(self._block, paragraph)

    def close(self, line: int) -> Section:
        """Return the section, which ends before `line`."""
        self._close_block(line)
        number = self.heading.number
        if not self._prose.get(Kind.GOAL):
            raise PlanFormatError(self._source, line, f"the goal (◎) of section {number}")
        return Section(
            number=number,
            title=self.heading.title,
            chapter=self._chapter,
            heading=self._frame,
            frames=tuple(self._frames),
            goals=tuple(self._prose[Kind.GOAL]),
            currents=tuple(self._prose.get(Kind.CURRENT, ())),
            issues=tuple(self._prose.get(Kind.ISSUE, ())),
            initiatives=tuple(self._initiatives),
            partners=Partners(
                self._boxes_passage(), tuple(self._boxes), tuple(self._prose.get(Kind.PARTNER, ()))
            ),
            indicators=tuple(self._rows),
            footnotes=tuple(self._notes),
        )

    def _error(self, paragraph: Paragraph, expected: str) -> PlanFormatError:
        return PlanFormatError(self._source, paragraph.line, expected)

    def _passage(self, kind: Kind, number: int, heading: str, paragraph: Paragraph) -> Passage:
        passage_id = f"{self.heading.number}.{kind}.{number}"
        text, spans = paragraph.text, (paragraph.span,)
        return Passage(passage_id, self.heading.number, kind, heading, text, spans)

    def _open_block(self, kind: Kind, paragraph: Paragraph) -> None:
        self._close_block(paragraph.line)
        if kind in self._prose:
            expected = f"one block {paragraph.text.strip()} in {self.heading.number}, not two"
            raise self._error(paragraph, expected)
        self._block = kind
        self._block_frame = Frame(paragraph.text, paragraph.span)
        self._prose[kind] = []
        self._frames.append(self._block_frame)

    def _close_block(self, line: int) -> None:
        """A heading with nothing under it is a loss; only an indicator table may be empty."""
        filled = {
            None: True,
            Kind.INITIATIVE: bool(self._initiatives),
            Kind.PARTNER: bool(self._boxes or self._prose.get(Kind.PARTNER)),
            Kind.INDICATOR: True,
        }
        if not filled.get(self._block, bool(self._block and self._prose[self._block])):
            heading = self._block_frame.text.strip()
            raise PlanFormatError(self._source, line, f"text under the heading {heading}")

    def _add_footnote(self, paragraph: Paragraph, number: int, body: str) -> None:
        passage = Passage(
            f"fn{number}",
            self.heading.number,
            Kind.FOOTNOTE,
            "",
            paragraph.text,
            (paragraph.span,),
        )
        self._notes.append(Footnote(passage, number, "", body, ()))

    def _add_prose(self, kind: Kind, paragraph: Paragraph) -> None:
        if blocks.initiative_title(paragraph.text) or "\t" in paragraph.text.strip():
            raise self._error(paragraph, f"a paragraph of {self._block_frame.text.strip()}")
        passages = self._prose[kind]
        heading = self._block_frame.text.strip()
        passages.append(self._passage(kind, len(passages) + 1, heading, paragraph))

    def _add_to_initiatives(self, paragraph: Paragraph) -> None:
        titled = blocks.initiative_title(paragraph.text)
        expected = len(self._initiatives) + 1
        if titled is None:
            if not self._initiatives:
                raise self._error(paragraph, f"an initiative that begins with {blocks.circled(1)}")
            if "\t" in paragraph.text.strip():
                raise self._error(paragraph, "a paragraph of the initiative above")
            last = self._initiatives[-1]
            self._initiatives[-1] = replace(
                last,
                passage=self._extended(last.passage, paragraph),
                paragraphs=(*last.paragraphs, paragraph.text),
            )
            return
        number, title = titled
        if number != expected:
            raise self._error(paragraph, f"initiative {blocks.circled(expected)} before this one")
        passage = self._passage(Kind.INITIATIVE, number, paragraph.text.strip(), paragraph)
        self._initiatives.append(Initiative(passage, number, title, ()))

    def _add_to_partners(self, paragraph: Paragraph) -> None:
        row = blocks.check_boxes(paragraph.text)
        if row is not None:
            for box in row:
                if box.name in {known.name for known in self._boxes}:
                    raise self._error(paragraph, f"one box {box.name}, not two")
                self._boxes.append(box)
            self._box_rows.append(paragraph)
        elif paragraph.text.startswith(blocks.BULLET) and paragraph.text.strip(" -"):
            self._add_prose(Kind.PARTNER, paragraph)
        else:
            raise self._error(paragraph, "a row of check boxes or a line that begins with 「- 」")

    def _boxes_passage(self) -> Passage | None:
        if not self._box_rows:
            return None
        first = self._box_rows[0]
        heading = next(
            frame.text.strip()
            for frame in self._frames
            if blocks.block_kind(frame.text) is Kind.PARTNER
        )
        number = self.heading.number
        passage_id = f"{number}.partners"
        spans = (first.span,)
        passage = Passage(passage_id, number, Kind.PARTNER, heading, first.text, spans)
        for paragraph in self._box_rows[1:]:
            passage = self._extended(passage, paragraph)
        return passage

    def _add_row(self, paragraph: Paragraph) -> None:
        row = indicators.cells(paragraph.text)
        if row is None:
            raise self._error(paragraph, "a row of three cells divided by tabs")
        if indicators.is_head(row):
            if self._table_head:
                raise self._error(paragraph, "one head of the indicator table, not two")
            self._table_head = Frame(paragraph.text, paragraph.span)
            self._frames.append(self._table_head)
            return
        if not self._table_head:
            raise self._error(paragraph, "the head of the indicator table (指標名 …)")
        latest, target = indicators.latest(row[1]), indicators.target(row[2])
        if latest is None:
            raise self._error(paragraph, f"a value like 「237 人 (2024 年度)」, not 「{row[1]}」")
        if target is None:
            raise self._error(paragraph, f"a target like 「828 人」 or 「↗」, not 「{row[2]}」")
        heading = self._block_frame.text.strip()
        passage = self._passage(Kind.INDICATOR, len(self._rows) + 1, heading, paragraph)
        parent = self._parent(paragraph) if row[0].startswith(indicators.SUBROW) else None
        self._rows.append(Indicator(passage, row[0], parent, latest, target))

    def _parent(self, paragraph: Paragraph) -> str:
        for row in reversed(self._rows):
            if row.parent is None:
                return row.passage.id
        raise self._error(paragraph, "a row before the one that begins with うち")

    def _extended(self, passage: Passage, paragraph: Paragraph) -> Passage:
        """Blank lines between two parts belong to the passage, a footnote between them does not."""
        spans = passage.spans
        between = self._lines[spans[-1].last : paragraph.span.first - 1]
        if any(line.strip() for line in between):
            spans = (*spans, paragraph.span)
        else:
            spans = (*spans[:-1], Span(spans[-1].first, paragraph.span.last))
        parts = ("\n".join(self._lines[span.first - 1 : span.last]) for span in spans)
        return replace(passage, text="\n\n".join(parts), spans=spans)

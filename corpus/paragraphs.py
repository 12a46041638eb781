"""A plan's lines → paragraphs, each with the lines that it stands on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus import blocks, footnotes
from corpus.plan import Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that no blank line divides; `text` is those lines as they stand in the file."""

    span: Span
    text: str

    @property
    def line(self) -> int:
        """The paragraph's first line."""
        return self.span.first


def paragraphs(lines: Sequence[str]) -> Iterator[Paragraph]:
    """Yield the paragraphs of `lines`; every non-blank line is in exactly one.

    A heading, a numbered title, a row of the table or of check boxes is a paragraph by itself;
    a bullet or a footnote begins one, whether or not a blank line stands before it.
    """
    start: int | None = None
    for number, line in enumerate((*lines, ""), start=1):
        blank = not line.strip()
        alone = not blank and _stands_alone(line)
        if start is not None and (blank or alone or _begins(line)):
            yield _paragraph(lines, start, number - 1)
            start = None
        if alone:
            yield _paragraph(lines, number, number)
        elif not blank and start is None:
            start = number


def _paragraph(lines: Sequence[str], first: int, last: int) -> Paragraph:
    return Paragraph(Span(first, last), "\n".join(lines[first - 1 : last]))


def _begins(line: str) -> bool:
    return line.startswith(blocks.BULLET) or footnotes.footnote_body(line) is not None


def _stands_alone(line: str) -> bool:
    return (
        "\t" in line.strip()
        or blocks.block_kind(line) is not None
        or blocks.section_heading(line) is not None
        or blocks.initiative_title(line) is not None
        or blocks.check_boxes(line) is not None
    )

"""Text → Plan: every line is placed, or a PlanFormatError says which one could not be."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path

from corpus import blocks, footnotes
from corpus.errors import PlanFormatError
from corpus.paragraphs import Paragraph, paragraphs
from corpus.plan import Chapter, Footnote, Frame, Kind, Plan, Section
from corpus.section_reader import SectionReader

_NEWLINE = re.compile(r"\r\n|\n|\r")
_SECTION_HEADING = "a section heading such as 「2-1 福祉」"
BUNDLED_PLAN = "kamakura"


def bundled_plan_path(name: str = BUNDLED_PLAN) -> Path:
    """Return where the plan `name` that ships with the program lies."""
    return Path(str(resources.files("corpus"))) / "plans" / name / "plan.txt"


def read_plan(path: Path) -> Plan:
    """Read the plan in the UTF-8 file `path`.

    Raises PlanFormatError for a line that cannot be placed, OSError where there is no such file.
    """
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise PlanFormatError(path.name, line, "text in UTF-8") from error
    return parse_plan(text, path.name)


def parse_plan(text: str, source: str) -> Plan:
    """Parse a plan's `text`; `source` names it in errors. Raises PlanFormatError."""
    lines = tuple(_NEWLINE.split(text))
    chapters, sections = _read_chapters(source, lines)
    return Plan(
        source=source,
        digest=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        lines=lines,
        chapters=chapters,
        sections=_with_references(source, sections),
    )


def _read_chapters(
    source: str, lines: Sequence[str]
) -> tuple[tuple[Chapter, ...], tuple[Section, ...]]:
    chapters: list[Chapter] = []
    sections: list[Section] = []
    note_numbers: set[str] = set()
    reader: SectionReader | None = None

    def close(line: int) -> None:
        if reader is None:
            return
        section = reader.close(line)
        for note in section.footnotes:
            if note.passage.id in note_numbers:
                expected = f"one footnote {note.number}, not two"
                raise PlanFormatError(source, note.passage.spans[0].first, expected)
            note_numbers.add(note.passage.id)
        sections.append(section)

    found = list(paragraphs(lines))
    for paragraph, following in zip(found, [*found[1:], None], strict=False):
        heading = blocks.section_heading(paragraph.text)
        if heading is not None:
            close(paragraph.line)
            if not chapters:
                expected = "the title of the chapter before its first section"
                raise PlanFormatError(source, paragraph.line, expected)
            if heading.number in chapters[-1].sections or any(
                section.number == heading.number for section in sections
            ):
                expected = f"one section {heading.number}, not two"
                raise PlanFormatError(source, paragraph.line, expected)
            chapter = chapters[-1]
            chapters[-1] = replace(chapter, sections=(*chapter.sections, heading.number))
            reader = SectionReader(source, lines, chapter.title, heading, paragraph)
        elif following is not None and _begins_chapter(following, reader):
            close(paragraph.line)
            reader = None
            frame = Frame(paragraph.text, paragraph.span)
            chapters.append(Chapter(paragraph.text.strip(), frame, ()))
        elif reader is None:
            raise PlanFormatError(source, paragraph.line, _SECTION_HEADING)
        else:
            reader.add(paragraph)
    close(len(lines))
    if not sections:
        raise PlanFormatError(source, len(lines), _SECTION_HEADING)
    return tuple(chapters), tuple(sections)


def _begins_chapter(following: Paragraph, reader: SectionReader | None) -> bool:
    """Whether the paragraph before `following` is a chapter's title.

    It is where a section follows whose number is of another chapter than the section's before.
    """
    heading = blocks.section_heading(following.text)
    if heading is None:
        return False
    return reader is None or heading.chapter_number != reader.heading.chapter_number


def _with_references(source: str, sections: Sequence[Section]) -> tuple[Section, ...]:
    """Give each footnote its term and the passages that refer to it, in the plan's order."""
    places: dict[int, dict[str, str]] = {}
    for section in sections:
        for passage in section.passages:
            if passage.kind is not Kind.FOOTNOTE:
                for number, term in footnotes.markers(passage.text):
                    places.setdefault(number, {}).setdefault(passage.id, term)

    def resolved(note: Footnote) -> Footnote:
        referring = places.get(note.number)
        if not referring:
            mark = footnotes.marker(note.number)
            line = note.passage.spans[0].first
            raise PlanFormatError(source, line, f"a place in the text that bears the marker {mark}")
        term = next(iter(referring.values()))
        passage = replace(note.passage, heading=term)
        return replace(note, passage=passage, term=term, references=tuple(referring))

    return tuple(
        replace(section, footnotes=tuple(resolved(note) for note in section.footnotes))
        for section in sections
    )

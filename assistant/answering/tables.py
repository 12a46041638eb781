"""Rows and lists as a Markdown table or as CSV, where the question asks for one.

In a table the marker of the citation stands after the name in the first cell. CSV is fenced, to be
copied as it is, so its markers stand below it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.draft import Draft
from assistant.answering.figure_sentences import gap_value
from assistant.answering.frames import frames
from assistant.answering.items import item_quotes, item_text, part_of
from assistant.answering.quantities import figure_of, latest_text, target_text, unit_name
from assistant.answering.wordings import kind_name, row_name, section_name
from assistant.source import Source
from assistant.understanding.query import Field, Format, Style
from corpus.plan import Indicator, Passage

# Aspects of a row that a cell of its table tells.
IN_CELLS = frozenset(
    {Field.LATEST, Field.TARGET, Field.YEAR, Field.DIRECTION, Field.GAP, Field.UNIT}
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a table: its cells, what the first of them rests on, and the row it is part of."""

    cells: tuple[str, ...]
    passage: Passage
    quotes: tuple[str, ...]
    parent: Indicator | None = None


def is_tabular(style: Style) -> bool:
    """Whether an answer is to be written as a table."""
    return style.format is not Format.PROSE


def write_rows(
    draft: Draft, rows: Sequence[Indicator], source: Source, style: Style, *, with_gap: bool = False
) -> None:
    """Tell rows of the indicator table, in the order in which they are given."""
    said = frames("tables", source.lang, source.style)
    is_csv = style.format is Format.CSV
    columns = ["name", "section", *(["value", "unit", "year"] if is_csv else ["latest"]), "target"]
    columns += ["gap"] if with_gap else []
    lines = [_row_line(row, columns, source) for row in rows]
    _write(draft, [said[column] for column in columns], lines, source, is_csv=is_csv)


def write_passages(draft: Draft, passages: Sequence[Passage], source: Source, style: Style) -> None:
    """Tell passages, one a line, with their section and, where they are of several, their kind."""
    said = frames("tables", source.lang, source.style)
    is_mixed = len({passage.kind for passage in passages}) > 1
    lines = []
    for passage in passages:
        text = item_text(passage, source, style)
        kind = (kind_name(passage.kind, 1, source),) if is_mixed else ()
        cells = (text, section_name(passage.section, source), *kind)
        lines.append(_Line(cells, passage, item_quotes(passage, style)))
    head = [said["text"], said["section"], *([said["kind"]] if is_mixed else [])]
    _write(draft, head, lines, source, is_csv=style.format is Format.CSV)


def _row_line(row: Indicator, columns: Iterable[str], source: Source) -> _Line:
    said = frames("tables", source.lang, source.style)
    parent = source.plan.indicators_by_id.get(row.parent or "")
    worked_out = gap_value(row, source)
    cells = {
        "name": row_name(row, source),
        "section": section_name(row.passage.section, source),
        "latest": latest_text(row, source),
        "value": figure_of(row.latest) or said["undecided"],
        "unit": unit_name(row.latest.unit, source, row),
        "year": str(row.latest.year or ""),
        "target": target_text(row, source),
        "gap": worked_out.working if worked_out else "-",
    }
    return _Line(tuple(cells[one] for one in columns), row.passage, (row.passage.text,), parent)


def _write(
    draft: Draft, head: Sequence[str], lines: Sequence[_Line], source: Source, *, is_csv: bool
) -> None:
    if is_csv:
        _write_csv(draft, head, lines, source)
        return
    draft.add(f"| {' | '.join(head)} |\n|{' --- |' * len(head)}\n")
    for line in lines:
        first, *others = (_in_cell(cell) for cell in line.cells)
        draft.say(f"| {first}", line.passage, line.quotes)
        if line.parent:
            draft.say(
                _in_cell(part_of(line.parent, source)), line.parent.passage, [line.parent.name]
            )
        draft.add("".join(f" | {cell}" for cell in others) + " |\n")


def _write_csv(draft: Draft, head: Sequence[str], lines: Sequence[_Line], source: Source) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    for line in lines:
        part = part_of(line.parent, source) if line.parent else ""
        first, *others = (" ".join(cell.split()) for cell in line.cells)
        writer.writerow([first + part, *others])
    draft.add(f"```csv\n{text.getvalue()}```\n")
    draft.add(frames("tables", source.lang, source.style)["sources"])
    for line in lines:
        draft.say("", line.passage, line.quotes)
        if line.parent:
            draft.say("", line.parent.passage, [line.parent.name])
    draft.add("\n")


def _in_cell(text: str) -> str:
    """`text` as it may stand in a cell: on one line, no bar of its own."""
    return " ".join(text.split()).replace("|", "\\|")

"""A table whose rows rest on several passages: Markdown, or CSV with its markers below it.

As in `tables`, the markers of a row stand after its first cell, and CSV is fenced.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.draft import Draft
from assistant.answering.frames import frames
from assistant.source import Source
from assistant.understanding.query import Format, Style
from corpus.plan import Passage


@dataclass(frozen=True, slots=True)
class GridRow:
    """The cells of a row, and the passages that it rests on."""

    cells: tuple[str, ...]
    passages: tuple[Passage, ...]


def write_grid(
    draft: Draft, head: Sequence[str], rows: Sequence[GridRow], style: Style, source: Source
) -> None:
    """Tell a table; `head` names its columns."""
    if style.format is Format.CSV:
        _write_csv(draft, head, rows, source)
        return
    draft.add(f"| {' | '.join(map(_in_cell, head))} |\n|{' --- |' * len(head)}\n")
    for row in rows:
        first, *others = map(_in_cell, row.cells)
        _write_markers(draft, f"| {first}", row.passages)
        draft.add("".join(f" | {cell}" for cell in others) + " |\n")


def _write_csv(draft: Draft, head: Sequence[str], rows: Sequence[GridRow], source: Source) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([" ".join(cell.split()) for cell in row.cells] for row in rows)
    draft.add(f"```csv\n{text.getvalue()}```\n")
    passages = tuple(dict.fromkeys(passage for row in rows for passage in row.passages))
    if passages:
        lead = frames("tables", source.lang, source.style)["sources"]
        _write_markers(draft, lead, passages)
        draft.add("\n")


def _write_markers(draft: Draft, text: str, passages: Sequence[Passage]) -> None:
    """Tell `text` with a marker for each of `passages`."""
    for place, passage in enumerate(passages):
        draft.say("" if place else text, passage, [passage.text])
    if not passages:
        draft.add(text)


def _in_cell(text: str) -> str:
    """`text` as it may stand in a cell: on one line, no bar of its own."""
    return " ".join(text.split()).replace("|", "\\|")

"""A passage as an item of a list: in short, with the spans that it rests on."""

from __future__ import annotations

from assistant.answering.draft import Draft
from assistant.answering.figure_sentences import gap_value
from assistant.answering.frames import frames
from assistant.answering.quantities import latest_text, target_text
from assistant.answering.row_values import is_reached
from assistant.answering.sentences import indicator_of, statements
from assistant.answering.wordings import quoted, row_name
from assistant.source import Source
from assistant.understanding.query import Style
from corpus.plan import Indicator, Kind, Partners, Passage


def write_item(draft: Draft, passage: Passage, source: Source, style: Style) -> None:
    """Tell a passage as an item of a list; an initiative has a number of its own."""
    if passage.kind is Kind.INDICATOR:
        write_row(draft, indicator_of(passage, source.plan), source)
        return
    dash = "" if passage.kind is Kind.INITIATIVE else "- "
    draft.say(dash + item_text(passage, source, style), passage, item_quotes(passage, style))
    draft.add("\n")


def write_row(draft: Draft, row: Indicator, source: Source, *, with_gap: bool = False) -> None:
    """Tell a row as an item of a list, with the way to its target where that is wanted."""
    text = row_text(row, source)
    worked_out, reached = gap_value(row, source), is_reached(row)
    if with_gap and worked_out and reached is not None:
        frame = frames("lists", source.lang, source.style)["row_reached" if reached else "row_gap"]
        text += frame.format(gap=worked_out.text, working=worked_out.working)
    draft.say(f"- {text}", row.passage, [row.passage.text])
    write_parent(draft, row, source)
    draft.add("\n")


def item_text(passage: Passage, source: Source, style: Style) -> str:
    """Return what an item of a list says of `passage`, in the view of the answer."""
    if passage.kind is Kind.INDICATOR:
        return row_text(indicator_of(passage, source.plan), source)
    if passage.kind is Kind.PARTNER and passage == _partners(passage, source).boxes_passage:
        return _boxes_text(passage, source)
    view = None if style.is_verbatim else source.view(passage)
    body = view.text if view else "".join(statements(passage))
    heading = (view.heading if view else None) or passage.heading
    if passage.kind is Kind.INITIATIVE:
        return f"{heading} {body}" if _is_whole(style) else heading
    if passage.kind is Kind.FOOTNOTE:
        notes = source.plan.section(passage.section).footnotes
        number = next(note.number for note in notes if note.passage == passage)
        said = frames("lists", source.lang, source.style)
        return said["note" if heading else "bare_note"].format(
            number=number, term=heading, body=body
        )
    return body


def item_quotes(passage: Passage, style: Style) -> tuple[str, ...]:
    """Return the spans of `passage` that an item of a list rests on."""
    if passage.kind is Kind.INITIATIVE and not _is_whole(style):
        return (passage.heading,)
    if passage.kind is Kind.INITIATIVE:
        return (passage.heading, *statements(passage))
    return statements(passage)


def row_text(row: Indicator, source: Source) -> str:
    """Return a row in short: its name, latest value and target."""
    said = frames("lists", source.lang, source.style)
    is_undecided = row.latest.value is None
    latest = said["row_undecided" if is_undecided else "row_latest"].format(
        latest=latest_text(row, source), year=row.latest.year
    )
    direction = said[row.target.direction.value] if row.target.direction else ""
    key = "row_directed" if direction else "row_target"
    key = "row_no_target" if row.target.value is None and not direction else key
    text = target_text(row, source)
    target = said[key].format(target=text, arrow=text, direction=direction)
    return said["row"].format(name=row_name(row, source), latest=latest, target=target)


def write_parent(draft: Draft, row: Indicator, source: Source) -> None:
    """Tell of which row a row 「うち…」 is a part, if it is one."""
    parent = source.plan.indicators_by_id.get(row.parent or "")
    if parent is not None:
        draft.say(part_of(parent, source), parent.passage, [parent.name])


def part_of(parent: Indicator, source: Source) -> str:
    """Return the words in brackets that name the row of which another is a part."""
    said = frames("lists", source.lang, source.style)
    return said["part_of"].format(parent=quoted(row_name(parent, source), source))


def _is_whole(style: Style) -> bool:
    """Whether an initiative is wanted with its paragraphs."""
    return style.is_detailed or style.is_verbatim


def _partners(passage: Passage, source: Source) -> Partners:
    return source.plan.section(passage.section).partners


def _boxes_text(passage: Passage, source: Source) -> str:
    boxes = _partners(passage, source).boxes
    ticked = source.joined(source.box_name(box.name) for box in boxes if box.checked)
    said = frames("lists", source.lang, source.style)
    return said["boxes" if ticked else "no_boxes"].format(names=ticked)

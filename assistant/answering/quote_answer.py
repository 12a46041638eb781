"""Quotes as they are told: each with its place, and what the plan does not have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.answering.draft import Draft
from assistant.answering.frames import frames
from assistant.answering.items import row_text
from assistant.answering.places import note_name, note_of, place_name
from assistant.answering.quote_lacking import write_lacking
from assistant.answering.quoted import Quoted, QuoteResult, count_of
from assistant.answering.section_items import is_boxes
from assistant.answering.wordings import kind_name, section_name
from assistant.source import Source
from assistant.understanding.query import Query
from corpus.blocks import BULLET
from corpus.indicators import cells, is_head
from corpus.plan import Kind, Passage


def write(result: QuoteResult, query: Query, draft: Draft, source: Source) -> None:
    """Tell what is quoted, each passage with its place; what is not there is said first."""
    said = frames("quotes", source.lang, source.style)
    write_lacking(result.lacking, not result.quoted, draft, source)
    if result.choices:
        draft.add("\n" + said["choices"] + "\n")
        for one in result.quoted:
            _write_choice(one.passages[0], draft, source)
    elif _are_alike(result.quoted):
        kind = kind_name(result.quoted[0].kind, 1, source)
        draft.add("\n" + said["each_lead"].format(kind=kind) + "\n")
        for one in result.quoted:
            label = said["label"].format(label=section_name(one.section, source))
            _write_text(f"- {label}", one.passages[0], query, draft, source)
    else:
        for one in result.quoted:
            draft.add("\n" + _lead(one, said, source) + "\n")
            for passage in one.passages:
                _write_text(_label(one, passage, source), passage, query, draft, source)


def _are_alike(quoted: Sequence[Quoted]) -> bool:
    """Whether several sections have one passage each of a kind that is told in a line."""
    kinds = {one.kind for one in quoted}
    alone = all(one.is_whole and len(one.passages) == 1 for one in quoted)
    return len(quoted) > 1 and len(kinds) == 1 and alone and Kind.INITIATIVE not in kinds


def _lead(one: Quoted, said: Mapping[str, str], source: Source) -> str:
    section, kind = section_name(one.section, source), kind_name(one.kind, 2, source)
    if len(one.passages) > 1:
        count = count_of(one.passages, source).text
        return said["list_lead"].format(section=section, kind=kind, count=count)
    return said["lead"].format(place=place_name(one.passages[0], source))


def _label(one: Quoted, passage: Passage, source: Source) -> str:
    """What stands before a passage: the dash of a list, a footnote's number and term."""
    if len(one.passages) == 1 or passage.kind is Kind.INITIATIVE:
        return ""
    if passage.kind is not Kind.FOOTNOTE:
        return "- "
    said = frames("quotes", source.lang, source.style)
    return "- " + said["label"].format(label=note_name(note_of(passage, source.plan), source))


def _write_choice(passage: Passage, draft: Draft, source: Source) -> None:
    """An initiative by its title, another item by its text."""
    said = frames("quotes", source.lang, source.style)
    label, quote = place_name(passage, source), passage.text
    text = _viewed(passage, source) or _original(passage, source)
    if passage.kind is Kind.INITIATIVE:
        label, quote = section_name(passage.section, source), quote.partition("\n")[0]
        view = source.view(passage)
        text = (view.heading if view else None) or passage.heading
    draft.say(f"- {said['label'].format(label=label)}{text}", passage, [quote])
    draft.add("\n")


def _write_text(label: str, passage: Passage, query: Query, draft: Draft, source: Source) -> None:
    """The passage in the words of the answer's language, verbatim first where that is asked."""
    said = frames("quotes", source.lang, source.style)
    viewed = _viewed(passage, source)
    if viewed is None or query.style.is_verbatim:
        draft.say(f"{label}{_original(passage, source)}", passage, [passage.text])
        label = said["unofficial"]
        draft.add("\n")
    if viewed is not None:
        draft.say(f"{label}{viewed}", passage, [passage.text])
        draft.add("\n")


def _viewed(passage: Passage, source: Source) -> str | None:
    """What a companion says; a row is told in its words with the plan's own figures."""
    view = source.view(passage)
    if view is None:
        return None
    if passage.kind is Kind.INDICATOR:
        return row_text(source.plan.indicators_by_id[passage.id], source)
    heading = f"{view.heading}\n" if passage.kind is Kind.INITIATIVE and view.heading else ""
    text = f"{heading}{view.text.strip()}"
    said = frames("quotes", source.lang, source.style)
    return said["viewed"].format(text=text.replace("“", "‘").replace("”", "’"))


def _original(passage: Passage, source: Source) -> str:
    """The passage as it stands in the plan, but for the signs of lists and tables."""
    plan = source.plan
    if is_boxes(passage, plan):
        boxes = plan.section(passage.section).partners.boxes
        return " ".join(f"{'■' if box.checked else '□'} {box.name}" for box in boxes)
    if passage.kind is Kind.INDICATOR:
        return _row(passage, source)
    if passage.kind is Kind.FOOTNOTE:
        return note_of(passage, plan).body
    return passage.text.removeprefix(BULLET)


def _row(passage: Passage, source: Source) -> str:
    """A row with the heads of its table: 「出生数: 直近実績値 785 人 (2024 年度)、…」."""
    said = frames("quotes", source.lang, source.style)
    row = source.plan.indicators_by_id[passage.id]
    heads = (cells(frame.text) for frame in source.plan.section(passage.section).frames)
    head = next(one for one in heads if one and is_head(one))
    text = said["row"].format(
        name=row.name,
        latest_head=head[1],
        latest=row.latest.text,
        target_head=head[2],
        target=row.target.text,
    )
    parent = source.plan.indicators_by_id.get(row.parent or "")
    return text + (said["part_of"].format(parent=parent.name) if parent else "")

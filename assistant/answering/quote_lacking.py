"""What a quote was asked for and the plan does not have, and what it has instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.answering.draft import Draft
from assistant.answering.frames import frames
from assistant.answering.quoted import Lacking, count_of
from assistant.answering.wordings import kind_name, section_name
from assistant.source import Source
from corpus.blocks import circled
from corpus.plan import Kind

_LAST_CIRCLED = 50


def write_lacking(lacking: Sequence[Lacking], is_all: bool, draft: Draft, source: Source) -> None:
    """Say what is not there, once where no section has it, and what there is instead."""
    said = frames("quotes", source.lang, source.style)
    together = is_all and len(lacking) > 1 and len({one.kind for one in lacking}) == 1
    if together:
        kind, item = kind_name(lacking[0].kind, 1, source), _item(lacking[0], source)
        draft.add(said["in_none"].format(kind=kind, item=item) + "\n")
    for one in lacking:
        if not together:
            draft.add(_absent(one, said, source))
        text = _present(one, together, said, source)
        for n, passage in enumerate(one.cited):
            draft.say("" if n else text, passage, [passage.text])
        draft.add("\n")


def _absent(one: Lacking, said: Mapping[str, str], source: Source) -> str:
    is_one = one.kind is Kind.INITIATIVE and one.item is not None
    kind = kind_name(one.kind, 1 if is_one else 2, source)
    item = _item(one, source)
    if one.section is None:
        return said["no_note" if one.held else "no_notes"].format(item=item)
    frame = "none" if one.item is None or not one.held else "no_item"
    if frame == "no_item" and one.kind is Kind.INITIATIVE:
        frame = "no_initiative"
    return said[frame].format(section=section_name(one.section, source), kind=kind, item=item)


def _present(one: Lacking, is_listed: bool, said: Mapping[str, str], source: Source) -> str:
    """Say what there is instead: from where to where the numbers run, or how many there are."""
    if not one.cited:
        return ""
    numbers = [str(number) for number in one.numbers]
    if one.kind is Kind.INITIATIVE:
        numbers = [_mark(number, source) for number in one.numbers]
    frame = "numbers" if one.section is None else "count"
    if one.is_run:
        frame = "run" if len(numbers) > 1 else "one"
    text = said[f"{'listed' if is_listed else 'present'}_{frame}"]
    return text.format(
        section=section_name(one.section, source) if one.section else "",
        kind=kind_name(one.kind, len(one.held), source),
        first=numbers[0],
        last=numbers[-1],
        numbers=source.joined(numbers),
        count=count_of(one.held, source).text,
    )


def _item(one: Lacking, source: Source) -> str:
    if one.item is None:
        return ""
    return _mark(one.item, source) if one.kind is Kind.INITIATIVE else str(one.item)


def _mark(number: int, source: Source) -> str:
    """An initiative's number as the plan writes it; plain in English."""
    is_circled = source.lang == "ja" and 1 <= number <= _LAST_CIRCLED
    return circled(number) if is_circled else str(number)

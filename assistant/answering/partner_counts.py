"""How many lines there are, and how many sections tick a group, each with what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answering.partner_groups import Group, is_ticked
from assistant.answering.value import Value
from corpus.plan import Passage, Section


def counted(lines: Sequence[Passage]) -> Iterator[Value]:
    """Yield how many `lines` there are; nothing of none."""
    if lines:
        ids = tuple(line.id for line in lines)
        yield Value(str(len(ids)), len(ids), None, ids, " + ".join("1" for _ in ids))


def places_counted(group: Group, sections: Sequence[Section]) -> Iterator[Value]:
    """Yield how many sections have a box for `group`, and in how many it is ticked, and is not."""
    states = {one: is_ticked(one, group.name) for one in sections if one.partners.boxes_passage}
    for wanted in ({True, False}, {True}, {False}):
        having = [section for section, state in states.items() if state in wanted]
        yield from counted(boxes_passages(having))


def boxes_passages(sections: Sequence[Section]) -> tuple[Passage, ...]:
    """Return the boxes of those of `sections` that have any."""
    found = (section.partners.boxes_passage for section in sections)
    return tuple(passage for passage in found if passage)

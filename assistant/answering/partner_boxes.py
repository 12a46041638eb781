"""The sentences on partners' boxes: which are ticked in a section, and where a group is."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.draft import Draft
from assistant.answering.frames import frames
from assistant.answering.grid import GridRow, write_grid
from assistant.answering.partner_groups import Group, box_names, groups_without_box, is_ticked
from assistant.answering.passage_words import listed
from assistant.answering.wordings import section_name
from assistant.source import Source
from assistant.understanding.query import Style
from corpus.plan import Passage, Section

_Named = Sequence[tuple[str, Passage]]


def write_boxes(draft: Draft, section: Section, ticked: bool | None, source: Source) -> None:
    """Tell which boxes of a section are ticked and which are not; first those asked for."""
    said = frames("partners", source.lang, source.style)
    passage = section.partners.boxes_passage
    name = section_name(section.number, source)
    if passage is None:
        draft.add(said["no_boxes"].format(section=name) + said["stop"].rstrip() + "\n")
        return
    names: dict[bool, list[str]] = {True: [], False: []}
    for box in section.partners.boxes:
        names[box.checked].append(within(source.box_name(box.name)))
    first = ticked is not False
    if not names[False] or not names[True]:
        frame, others = ("boxes_none" if names[False] else "boxes_all"), ""
        text = said[frame].format(section=name, names=listed(names[not names[False]], source))
    else:
        text = said["boxes" if first else "boxes_not"].format(
            section=name, names=listed(names[first], source)
        )
        others = said["boxes_others_not" if first else "boxes_others"].format(
            names=listed(names[not first], source)
        )
    draft.say(said["stop"].join(filter(None, (text, others))), passage, [passage.text])
    draft.add(said["stop"].rstrip() + "\n")


def within(name: str) -> str:
    """Return the name of a box as it stands within a sentence: Citizens → citizens, not nPOs."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def write_also_named(draft: Draft, section: Section, source: Source) -> None:
    """Tell which groups without a box the lines of a section begin with, in the plan's words."""
    said = frames("partners", source.lang, source.style)
    _write_each(draft, said["also_named"], groups_without_box(section, source), source)


def write_group(
    draft: Draft,
    group: Group,
    sections: Sequence[Section],
    ticked: bool | None,
    answers: bool,
    source: Source,
) -> None:
    """Tell where a group is ticked; of one section whether it is, with yes or no if `answers`."""
    if len(sections) == 1:
        _write_member(draft, sections[0], group, answers, source)
    else:
        _write_places(draft, group, sections, ticked, source)


def _write_member(
    draft: Draft, section: Section, group: Group, answers: bool, source: Source
) -> None:
    said = frames("partners", source.lang, source.style)
    passage, ticked = section.partners.boxes_passage, is_ticked(section, group.name)
    frame = "no_box" if ticked is None else "member" if ticked else "not_member"
    if passage is None:
        frame = "no_boxes"
    text = said[frame].format(
        group=source.box_name(group.name), section=section_name(section.number, source)
    )
    if answers and ticked is not None:
        text = said["yes" if ticked else "no"] + text
    if passage is None:
        draft.add(text)
    else:
        draft.say(text, passage, [passage.text])
    draft.add(said["stop"].rstrip() + "\n")


def _write_places(
    draft: Draft,
    group: Group,
    sections: Sequence[Section],
    ticked: bool | None,
    source: Source,
) -> None:
    said = frames("partners", source.lang, source.style)
    here: dict[bool, list[tuple[str, Passage]]] = {True: [], False: []}
    for section in sections:
        state, passage = is_ticked(section, group.name), section.partners.boxes_passage
        if state is None or passage is None:
            continue
        here[state].append((section_name(section.number, source), passage))
    whole = len(here[True]) + len(here[False])
    name = source.box_name(group.name)
    if whole and (not here[True] or not here[False]):
        frame = "places_none" if here[False] else "places_all"
        lead = said[frame].format(group=name, whole=whole)
        _write_each(draft, lead, here[True] or here[False], source)
    elif whole:
        first = ticked is not False
        lead = said["places" if first else "places_not"]
        lead = lead.format(group=name, whole=whole, count=len(here[first]))
        _write_each(draft, lead, here[first], source)
        lead = said["places_others_not" if first else "places_others"]
        _write_each(draft, lead.format(count=len(here[not first])), here[not first], source)
    for section in sections:
        if is_ticked(section, group.name) is None:
            _write_member(draft, section, group, False, source)


def write_boxes_table(
    draft: Draft,
    sections: Sequence[Section],
    groups: Sequence[Group],
    style: Style,
    source: Source,
) -> None:
    """Tell a table of the sections and the groups: which of them are ticked where."""
    said = frames("partners", source.lang, source.style)
    names = [group.name for group in groups if group.has_box] or box_names(sections)
    head = (said["section_head"], *map(source.box_name, names))
    marks = {True: said["ticked"], False: said["unticked"], None: ""}
    rows = []
    for section in sections:
        passage = section.partners.boxes_passage
        cells = (marks[is_ticked(section, name)] for name in names)
        row = (section_name(section.number, source), *cells)
        rows.append(GridRow(row, (passage,) if passage else ()))
    write_grid(draft, head, rows, style, source)


def _write_each(draft: Draft, lead: str, named: _Named, source: Source) -> None:
    said = frames("partners", source.lang, source.style)
    for place, (name, passage) in enumerate(named):
        before = said["separator"] if place else lead
        quote = name if name in passage.text else passage.text
        draft.say(f"{before}{name}", passage, [quote])
    draft.add(said["stop"].rstrip() + "\n" if named else "")

"""Partners: who works together with the city, where a group does, and on what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.answering.draft import Draft
from assistant.answering.frames import frames
from assistant.answering.partner_boxes import (
    within,
    write_also_named,
    write_boxes,
    write_boxes_table,
    write_group,
)
from assistant.answering.partner_counts import boxes_passages, counted, places_counted
from assistant.answering.partner_groups import (
    Group,
    group_called,
    groups_without_box,
    lines_among,
    lines_naming,
)
from assistant.answering.partner_lines import (
    scope_name,
    write_lines,
    write_lines_table,
    write_named,
    write_none,
)
from assistant.answering.section_items import item_at
from assistant.answering.tables import is_tabular
from assistant.answering.topics import is_topic_left
from assistant.answering.value import Value
from assistant.source import Source
from assistant.understanding.query import AnswerType, Query
from corpus.plan import Kind, Passage, Section

# What the boxes and the lines tell: no cause, no cost, no telephone number.
_TOLD = frozenset(
    {AnswerType.TEXT, AnswerType.NUMBER, AnswerType.PERSON, AnswerType.PLACE, AnswerType.YES_NO}
)


class Asked(StrEnum):
    """What is asked of partners."""

    BOXES = "boxes"  # who the partners of a section are
    GROUPS = "groups"  # where a group is one
    LINES = "lines"  # what is done together
    CHOSEN = "chosen"  # the same, of lines that were chosen or pointed at


@dataclass(frozen=True, slots=True)
class PartnersResult:
    """What was found of partners in `sections`.

    `groups` are those asked about, `unknown` the names that the plan has nowhere. `lines` are all
    of the sections and groups, or those of the ones `among` which they were looked for.
    """

    asked: Asked
    sections: tuple[Section, ...]
    groups: tuple[Group, ...] = ()
    unknown: tuple[str, ...] = ()
    lines: tuple[Passage, ...] = ()
    among: tuple[Passage, ...] = ()
    values: tuple[Value, ...] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All that it rests on."""
        of_groups = self.asked is Asked.GROUPS or (self.asked is Asked.LINES and not self.lines)
        by_box = of_groups and any(group.has_box for group in self.groups)
        boxes = boxes_passages(self.sections) if by_box or self.asked is Asked.BOXES else ()
        return (*boxes, *(self.lines or self.among))


def execute(query: Query, source: Source) -> PartnersResult | None:
    """Find what `query` asks of partners; None where they do not tell it."""
    held = (query.filters, query.states, query.rows, query.order, query.years, query.elsewhere)
    if any(held) or query.phrases or query.scope.notes or query.answer_type not in _TOLD:
        return None
    asks_lines = query.partners.asks_lines or Kind.PARTNER in query.kinds
    try:
        pointed = [source.plan.passage(one) for one in query.scope.passages]
        sections = [source.plan.section(one) for one in query.scope.sections]
        if query.scope.item is not None and not asks_lines:
            return None  # What an initiative is done with, the plan does not say.
        if query.scope.item is not None:
            items = (item_at(one.partners.lines, query.scope.item) for one in sections)
            pointed = [item for item in items if item]
            if not pointed:
                return None
    except KeyError:
        return None
    called = {name: group_called(name, source) for name in query.partners.groups}
    groups = tuple(dict.fromkeys(group for group in called.values() if group))
    unknown = tuple(name for name, group in called.items() if group is None)
    if (unknown and not groups) or (not groups and is_topic_left(query, source)):
        return None
    kept = {section.number for section in sections}
    among = tuple(one for one in lines_among(pointed, source) if not kept or one.section in kept)
    has_boxes = any(one.kind is Kind.PARTNER and one not in among for one in pointed)
    if pointed and not sections:
        sections = [source.plan.section(one) for one in dict.fromkeys(p.section for p in pointed)]
    scope = tuple(sections) or source.plan.sections
    if among and (asks_lines or not has_boxes):
        naming = {one for group in groups for one in lines_naming(group, scope, source)}
        lines = tuple(one for one in among if not groups or one in naming)
        return PartnersResult(Asked.CHOSEN, scope, groups, unknown, lines, among)
    if asks_lines:
        every = tuple(line for section in scope for line in section.partners.lines)
        lines = _lines(groups, scope, source) if groups else every
        values = tuple(counted(lines))
        return PartnersResult(Asked.LINES, scope, groups, unknown, lines, (), values)
    if groups:
        named = [group for group in groups if not group.has_box]
        counts = [value for one in groups for value in places_counted(one, scope)]
        counts += [v for one in named for v in counted(lines_naming(one, scope, source))]
        lines = _lines(named, scope, source) or _lines(named, source.plan.sections, source)
        return PartnersResult(Asked.GROUPS, scope, groups, unknown, lines, (), tuple(counts))
    in_plan_words = (source.lang, source.style) == ("ja", "normal") and not is_tabular(query.style)
    first = groups_without_box(scope[0], source) if in_plan_words and len(scope) == 1 else ()
    return PartnersResult(Asked.BOXES, scope, lines=tuple(line for _, line in first))


def write(result: PartnersResult, query: Query, draft: Draft, source: Source) -> None:
    """Tell what was found of partners."""
    said = frames("partners", source.lang, source.style)
    for name in result.unknown:
        draft.add(said["unknown_group"].format(group=name) + said["stop"].rstrip() + "\n")
    boxed = [group for group in result.groups if group.has_box]
    ticked = query.partners.ticked
    if result.asked in (Asked.LINES, Asked.CHOSEN):
        _write_lines(result, query, draft, source)
        return
    if is_tabular(query.style) and (boxed or not result.groups):
        write_boxes_table(draft, result.sections, boxed, query.style, source)
    elif result.asked is Asked.BOXES:
        for section in result.sections:
            write_boxes(draft, section, ticked, source)
        if result.lines:
            write_also_named(draft, result.sections[0], source)
    else:
        for group in boxed:
            write_group(draft, group, result.sections, ticked, ticked is not False, source)
    for group in result.groups:
        if not group.has_box:
            write_named(draft, group, result.sections, source)


def _write_lines(result: PartnersResult, query: Query, draft: Draft, source: Source) -> None:
    said = frames("partners", source.lang, source.style)
    scope, lines = scope_name(result.sections, source), result.lines
    names = [source.box_name(group.name) for group in result.groups]
    groups = said["or"].join(within(name) if source.lang == "en" else name for name in names)
    if result.asked is Asked.CHOSEN:
        lead = said["lines_about"] if len(lines) > 1 else ""
        none = said["none_among"].format(groups=groups)
    elif result.groups:
        lead = said["lines_with"].format(scope=scope, groups=groups, count=len(lines))
        none = said["no_lines_with"].format(scope=scope, groups=groups)
    else:
        lead = said["lines"].format(scope=scope, count=len(lines))
        none = said["no_lines"].format(scope=scope)
    if lines and is_tabular(query.style):
        write_lines_table(draft, lines, query.style, source)
    elif lines:
        write_lines(draft, lead, lines, source)
    else:
        write_none(draft, none, result.among, source)
        for group in result.groups if result.asked is Asked.LINES else ():
            if group.has_box:
                write_group(draft, group, result.sections, None, False, source)


def _lines(
    groups: Sequence[Group], sections: Sequence[Section], source: Source
) -> tuple[Passage, ...]:
    """The lines of `sections` that name any of `groups`, in the plan's order."""
    naming = {line for group in groups for line in lines_naming(group, sections, source)}
    lines = (line for section in sections for line in section.partners.lines)
    return tuple(line for line in lines if line in naming)

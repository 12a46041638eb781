"""The sentences on what is done together with partners, line by line."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.draft import Draft
from assistant.answering.frames import frames
from assistant.answering.grid import GridRow, write_grid
from assistant.answering.partner_groups import Group, lines_naming
from assistant.answering.passage_words import ended, quotes_of, words_of
from assistant.answering.wordings import section_name, section_names
from assistant.source import Source
from assistant.understanding.query import Style
from corpus.plan import Passage, Section


def scope_name(sections: Sequence[Section], source: Source) -> str:
    """Return what `sections` are called: by their names, or the whole plan."""
    plan = source.plan.sections
    if len(sections) == len(plan) > 1:
        return frames("partners", source.lang, source.style)["whole"]
    return section_names((section.number for section in sections), source)


def write_lines(draft: Draft, lead: str, lines: Sequence[Passage], source: Source) -> None:
    """Tell lines of what is done together, each with its section where there are several."""
    draft.add(f"{lead}\n" if lead else "")
    are_of_one = len({line.section for line in lines}) == 1
    for line in lines:
        before = "" if are_of_one else f"{section_name(line.section, source)}: "
        draft.say(f"{'- ' if lead else ''}{before}{words_of(line, source)}", line, quotes_of(line))
        draft.add("\n")


def write_none(draft: Draft, text: str, passages: Sequence[Passage], source: Source) -> None:
    """Tell that there is none, on the passages that were gone through."""
    for passage in passages:
        draft.say(text, passage, [passage.text])
        text = ""
    draft.add(ended(text, source) if text else frames("partners", source.lang)["stop"].rstrip())
    draft.add("\n")


def write_lines_table(draft: Draft, lines: Sequence[Passage], style: Style, source: Source) -> None:
    """Tell a table of lines of what is done together."""
    said = frames("partners", source.lang, source.style)
    head = (said["section_head"], said["lines_head"])
    rows = [
        GridRow((section_name(line.section, source), words_of(line, source)), (line,))
        for line in lines
    ]
    write_grid(draft, head, rows, style, source)


def write_named(draft: Draft, group: Group, sections: Sequence[Section], source: Source) -> None:
    """Tell in which lines a group without a box is named: in `sections`, and where else if not."""
    said = frames("partners", source.lang, source.style)
    scope = scope_name(sections, source)
    lines = lines_naming(group, sections, source)
    if lines:
        lead = said["named_in"].format(group=group.name, scope=scope, count=len(lines))
        write_lines(draft, lead, lines, source)
        return
    draft.add(ended(said["named_not_here"].format(group=group.name, scope=scope), source) + "\n")
    elsewhere = lines_naming(group, source.plan.sections, source)
    write_lines(draft, said["named_elsewhere"], elsewhere, source)

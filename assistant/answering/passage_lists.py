"""Lists and counts of passages: all of a kind in a scope, or exactly those that were found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.counts import count_named, counts_of
from assistant.answering.draft import Draft
from assistant.answering.frames import frames
from assistant.answering.items import item_quotes, write_item
from assistant.answering.list_names import in_sections, is_pointed, what_is_listed
from assistant.answering.tables import is_tabular, write_passages
from assistant.answering.value import Value
from assistant.answering.wordings import one_or_many, section_name
from assistant.source import Source
from assistant.understanding.query import Act, Query
from corpus.plan import Kind, Passage, Section

# So few that are counted are told as well.
_TOLD_WITH_COUNT = 7


@dataclass(frozen=True, slots=True)
class PassageList:
    """The passages of `kind` in the sections of a scope, in the plan's order.

    `kind` is None where the passages that were found are wanted, of whatever kind they are.
    """

    query: Query
    kind: Kind | None
    sections: tuple[str, ...]
    passages: tuple[Passage, ...]
    values: tuple[Value, ...]


def find_passages(query: Query, kind: Kind | None, source: Source) -> PassageList | None:
    """Return the passages of `kind` that `query` asks for; None where its scope is unknown."""
    plan, scope = source.plan, query.scope
    known = {section.number for section in plan.sections}
    pointed = {*scope.passages, *query.rows}
    if not known.issuperset(scope.sections):
        return None
    if pointed - {passage.id for passage in plan.passages}:
        return None
    numbers = tuple(
        section.number
        for section in plan.sections
        if not in_sections(query) or section.number in scope.sections
    )
    every = [one for number in numbers for one in of_kind(plan.section(number), kind)]
    notes = {one.passage.id for one in plan.footnotes if one.number in scope.notes}
    wanted = tuple(
        passage
        for passage in every
        if (not pointed or passage.id in pointed)
        and passage.id not in query.excluded
        and (not scope.notes or kind is not Kind.FOOTNOTE or passage.id in notes)
    )
    return PassageList(query, kind, numbers, wanted, (*counts_of(wanted), *count_named(query)))


def of_kind(section: Section, kind: Kind | None) -> tuple[Passage, ...]:
    """Return the passages of `kind` in a section, all for None; boxes are no line of partners."""
    if kind is Kind.PARTNER:
        return section.partners.lines
    return tuple(one for one in section.passages if kind in (None, one.kind))


def write_passage_list(found: PassageList, draft: Draft, source: Source) -> None:
    """Tell the list: what it is a list of, how many, and each passage; or that there is none."""
    query, count = found.query, len(found.passages)
    said = frames("lists", source.lang, source.style)
    what = what_is_listed(query, found.kind, count, source)
    if not count:
        none = "none_found" if query.scope.passages and query.topic else "none"
        draft.add(said[none].format(what=what) + "\n")
        return
    is_part = _is_part(query) or bool(query.unapplied)
    lead = one_or_many(said["found" if is_part else "all"], count)
    draft.add(lead.format(what=what, count=count) + "\n")
    is_bare = query.act is Act.COUNT and not _is_part(query) and count > _TOLD_WITH_COUNT
    if is_tabular(query.style) and not is_bare:
        write_passages(draft, found.passages, source, query.style)
        return
    groups = {
        number: [passage for passage in found.passages if passage.section == number]
        for number in found.sections
    }
    has_one_each = not is_bare and all(len(here) == 1 for here in groups.values())
    in_section = "{section}" if has_one_each else said["in_section"]
    for number, here in groups.items():
        if len(found.sections) > 1 and (here or _names_each(query)):
            name = section_name(number, source)
            draft.add(in_section.format(section=name, count=len(here)))
            draft.add("" if is_bare else "\n")
        _write_items(here, is_bare, query, draft, source)
        draft.add("\n")


def _write_items(
    passages: Sequence[Passage], is_bare: bool, query: Query, draft: Draft, source: Source
) -> None:
    for passage in passages:
        if is_bare:
            draft.say("", passage, item_quotes(passage, query.style))
        else:
            write_item(draft, passage, source, query.style)


def _is_part(query: Query) -> bool:
    """Whether only some of a kind are wanted: those pointed at, or footnotes by number."""
    return is_pointed(query) or bool(query.scope.notes)


def _names_each(query: Query) -> bool:
    """Whether each section is told, also one that has none."""
    return query.scope.is_each or in_sections(query)

"""Lists and counts, whole over their scope: of kinds of passages, of rows, of sections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.answering.counts import count_of
from assistant.answering.draft import Draft
from assistant.answering.frames import frames
from assistant.answering.list_names import in_sections, is_held, is_pointed
from assistant.answering.passage_lists import PassageList, find_passages, write_passage_list
from assistant.answering.row_lists import RowList, find_rows, write_row_list
from assistant.answering.value import Value
from assistant.answering.wordings import chapter_names, one_or_many, section_name
from assistant.source import Source
from assistant.understanding.query import (
    LISTINGS,
    Act,
    AnswerType,
    Field,
    PartnerSlot,
    Query,
    State,
)
from corpus.plan import Kind, Passage

# What no list of the plan holds.
_ABSENT = frozenset({AnswerType.TREND, AnswerType.ELSEWHERE})
# No row is held to two of these.
_EXCLUDING = (
    frozenset({State.UP, State.DOWN, State.KEEP}),
    frozenset({State.VALUED, State.DIRECTED}),
    frozenset({State.REACHED, State.UNREACHED}),
    frozenset({State.DECIDED, State.UNDECIDED}),
)
_UNTOLD = frozenset({Field.TREND, Field.METHOD})


@dataclass(frozen=True, slots=True)
class SectionList:
    """The sections of the plan, each known by its goals."""

    passages: tuple[Passage, ...]
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ListResult:
    """What is listed or counted, a part for each kind (and section, where each is told apart)."""

    parts: tuple[RowList | PassageList | SectionList, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All that the list rests on."""
        return tuple(dict.fromkeys(one for part in self.parts for one in part.passages))

    @property
    def values(self) -> tuple[Value, ...]:
        """The counts, and what was worked out of rows."""
        return tuple(value for part in self.parts for value in part.values)


def execute(query: Query, source: Source) -> ListResult | None:
    """Return what `query` lists or counts; None where it cannot be carried out as it is."""
    if query.act not in LISTINGS or _asks_more(query):
        return None
    kinds = _kinds(query)
    if kinds is None:
        return ListResult((_sections(source),)) if _is_of_all(query) else None
    if (is_held(query) or query.rows) and Kind.INDICATOR not in kinds:
        return None
    if query.scope.notes and Kind.FOOTNOTE not in kinds:
        return None
    found = [
        _part(one, kind, source) for one in _by_section(query, kinds, source) for kind in kinds
    ]
    parts = tuple(part for part in found if part)
    return ListResult(parts) if len(parts) == len(found) else None


def write(result: ListResult, query: Query, draft: Draft, source: Source) -> None:
    """Tell each list after the other."""
    for part in result.parts:
        if isinstance(part, RowList):
            write_row_list(part, draft, source)
        elif isinstance(part, PassageList):
            write_passage_list(part, draft, source)
        else:
            _write_sections(query, draft, source)
        draft.add("\n")


def _part(query: Query, kind: Kind | None, source: Source) -> RowList | PassageList | None:
    if kind is Kind.INDICATOR:
        return find_rows(query, source)
    return find_passages(query, kind, source)


def _asks_more(query: Query) -> bool:
    """Whether the query holds what no list carries out."""
    scope = query.scope
    is_of_topic = bool(query.topic) and not is_pointed(query)
    counts_things = query.act is Act.COUNT and bool(query.topic) and not query.kinds
    is_narrowed = scope.item is not None or bool(query.phrases or query.terms)
    is_elsewhere = bool(query.elsewhere) or query.answer_type in _ABSENT
    is_untold = not _UNTOLD.isdisjoint(query.aspects)
    with_partners = query.partners != PartnerSlot()
    return is_of_topic or counts_things or is_narrowed or is_elsewhere or is_untold or with_partners


def _kinds(query: Query) -> tuple[Kind | None, ...] | None:
    """The kinds to be listed, (None,) for passages of any kind; None where it names nothing."""
    if query.kinds:
        return tuple(dict.fromkeys(query.kinds))
    if query.scope.notes:
        return (Kind.FOOTNOTE,)
    if is_held(query) or query.aspects or query.rows:
        return (Kind.INDICATOR,)
    return (None,) if query.scope.passages else None


def _is_of_all(query: Query) -> bool:
    return not (in_sections(query) or is_pointed(query))


def _by_section(query: Query, kinds: tuple[Kind | None, ...], source: Source) -> Iterator[Query]:
    """The query, once for each of states that exclude each other, and for each section.

    By section only where several kinds are wanted section by section.
    """
    apart = next((one for one in _EXCLUDING if len(one & set(query.states)) > 1), None)
    if apart:
        for state in (one for one in query.states if one in apart):
            others = tuple(one for one in query.states if one not in apart)
            yield replace(query, states=(state, *others))
        return
    if not (query.scope.is_each and len(kinds) > 1):
        yield query
        return
    numbers = query.scope.sections if in_sections(query) else ()
    for number in numbers or [section.number for section in source.plan.sections]:
        scope = replace(query.scope, sections=(number,), is_whole=False, is_each=False)
        yield replace(query, scope=scope)


def _sections(source: Source) -> SectionList:
    goals = tuple(section.goals[0] for section in source.plan.sections)
    return SectionList(goals, (count_of(goals),))


def _write_sections(query: Query, draft: Draft, source: Source) -> None:
    """Tell the sections of the plan, each with its goal; only the names where they are counted."""
    said = frames("lists", source.lang, source.style)
    sections = source.plan.sections
    key = "sections_count" if query.act is Act.COUNT else "sections"
    lead = one_or_many(said[key], len(sections))
    draft.add(lead.format(chapters=chapter_names(source), count=len(sections)) + "\n")
    for section in sections:
        goal, name = section.goals[0], section_name(section.number, source)
        view = source.view(goal)
        text = name if query.act is Act.COUNT else f"{name}: {view.text if view else goal.text}"
        draft.say(f"- {text}", goal, [goal.text])
        draft.add("\n")

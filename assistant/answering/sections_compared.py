"""Sections beside each other: how many passages of a kind each of them has, and which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.constraints import held_text
from assistant.answering.counts import count_of
from assistant.answering.draft import Draft
from assistant.answering.frames import frames
from assistant.answering.items import item_quotes, write_item
from assistant.answering.list_names import is_held, is_pointed
from assistant.answering.passage_lists import find_passages
from assistant.answering.rows import select
from assistant.answering.tables import is_tabular, write_passages
from assistant.answering.value import Value
from assistant.answering.wordings import kind_name, section_name, section_names
from assistant.source import Source
from assistant.understanding.query import AnswerType, PartnerSlot, Query
from corpus.plan import Kind, Passage

_PAIR = 2
# So many sections are told with each of their passages; of more only how many they have.
_TOLD_EACH = 3
_ABSENT = frozenset({AnswerType.TREND, AnswerType.ELSEWHERE})


@dataclass(frozen=True, slots=True)
class KindCompared:
    """The passages of a kind by section, and by how many the most and the fewest differ."""

    kind: Kind
    by_section: Mapping[str, tuple[Passage, ...]]
    difference: Value

    @property
    def most(self) -> int:
        """How many the section has that has the most."""
        return max(map(len, self.by_section.values()))

    @property
    def fewest(self) -> int:
        """How many the section has that has the fewest."""
        return min(map(len, self.by_section.values()))

    def with_count(self, count: int) -> tuple[str, ...]:
        """Return the sections that have `count` passages."""
        return tuple(number for number, here in self.by_section.items() if len(here) == count)


@dataclass(frozen=True, slots=True)
class SectionsCompared:
    """Sections compared by kinds."""

    kinds: tuple[KindCompared, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All the passages that are counted."""
        every = (here for kind in self.kinds for here in kind.by_section.values())
        return tuple(passage for here in every for passage in here)

    @property
    def values(self) -> tuple[Value, ...]:
        """The counts and their differences."""
        every = (here for kind in self.kinds for here in kind.by_section.values())
        return (*(count_of(here) for here in every), *(kind.difference for kind in self.kinds))


def compare_sections(query: Query, source: Source) -> SectionsCompared | None:
    """Compare the sections of the scope by the kinds asked for, by their initiatives for none.

    None where they are not several, or are to be compared by what cannot be counted.
    """
    kinds = tuple(dict.fromkeys(query.kinds)) or (Kind.INITIATIVE,)
    if _asks_more(query) or (is_held(query) and kinds != (Kind.INDICATOR,)):
        return None
    compared = tuple(_by_kind(query, kind, source) for kind in kinds)
    if any(one is None or len(one.by_section) < _PAIR for one in compared):
        return None
    return SectionsCompared(tuple(one for one in compared if one))


def write_sections_compared(
    compared: SectionsCompared, query: Query, draft: Draft, source: Source
) -> None:
    """Tell the counts beside each other and, of few sections, each passage."""
    for kind in compared.kinds:
        _write_kind(kind, query, draft, source)


def _asks_more(query: Query) -> bool:
    scope = query.scope
    is_of_topic = bool(query.topic) and not is_pointed(query)
    is_narrowed = scope.item is not None or bool(scope.notes or query.phrases or query.terms)
    is_ranked = query.order is not None or query.answer_type in _ABSENT
    names_several = len(scope.sections) > 1 or scope.is_whole or scope.is_each
    with_partners = query.partners != PartnerSlot()
    return is_of_topic or is_narrowed or is_ranked or with_partners or not names_several


def _by_kind(query: Query, kind: Kind, source: Source) -> KindCompared | None:
    found = find_passages(query, kind, source)
    if found is None:
        return None
    passages: Sequence[Passage] = found.passages
    if kind is Kind.INDICATOR:
        selection = select(query, source.plan)
        if selection is None:
            return None
        passages = [row.passage for row in selection.rows]
    by_section = {
        number: tuple(one for one in passages if one.section == number) for number in found.sections
    }
    return KindCompared(kind, by_section, _difference(by_section))


def _difference(by_section: Mapping[str, tuple[Passage, ...]]) -> Value:
    ranked = sorted(by_section.values(), key=len)
    fewest, most = ranked[0], ranked[-1]
    number = len(most) - len(fewest)
    ids = tuple(passage.id for passage in (*most, *fewest))
    working = f"{len(most)} − {len(fewest)} = {number}"
    return Value(str(number), float(number), None, ids, working)


def _write_kind(kind: KindCompared, query: Query, draft: Draft, source: Source) -> None:
    said = frames("comparison", source.lang, source.style)
    what = _what(kind.kind, query, source)
    tells_each = len(kind.by_section) <= _TOLD_EACH
    counts = source.joined(
        said["section_count"].format(section=section_name(number, source), count=len(here))
        for number, here in kind.by_section.items()
    )
    lead = said["sections" if tells_each else "many_sections"].format(what=what, counts=counts)
    finding = _finding(kind, said, source)
    draft.add(lead + (finding if tells_each else "") + "\n")
    if is_tabular(query.style) and tells_each:
        passages = [passage for here in kind.by_section.values() for passage in here]
        write_passages(draft, passages, source, query.style)
        return
    for number, here in kind.by_section.items():
        _write_section(number, here, tells_each, query, draft, source)
    draft.add("" if tells_each else finding + "\n")


def _write_section(
    number: str,
    passages: Sequence[Passage],
    tells_each: bool,
    query: Query,
    draft: Draft,
    source: Source,
) -> None:
    name = section_name(number, source)
    if tells_each:
        draft.add(f"{name}\n" if passages else "")
        for passage in passages:
            write_item(draft, passage, source, query.style)
        return
    frame = frames("lists", source.lang, source.style)["in_section"]
    draft.add(frame.format(section=name, count=len(passages)))
    for passage in passages:
        draft.say("", passage, item_quotes(passage, query.style))
    draft.add("\n")


def _finding(kind: KindCompared, said: Mapping[str, str], source: Source) -> str:
    if kind.most == kind.fewest:
        return said["as_many"]
    return said["more" if len(kind.by_section) == _PAIR else "most"].format(
        most=section_names(kind.with_count(kind.most), source),
        least=section_names(kind.with_count(kind.fewest), source),
        count=kind.most,
        fewest=kind.fewest,
        difference=kind.difference.text,
        working=kind.difference.working,
    )


def _what(kind: Kind, query: Query, source: Source) -> str:
    """The kind in words, with what rows are held to."""
    said = frames("comparison", source.lang, source.style)
    held = held_text(query, source) if kind is Kind.INDICATOR else ""
    return said["held"].format(kind=kind_name(kind, _PAIR, source), held=held)

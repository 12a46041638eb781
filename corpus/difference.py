"""Two plans → what changed: passages added, removed, reworded, renumbered, and headings.

A passage is known again by its text, then by its name (an indicator's, a footnote's term, an
initiative's title), then by likeness within its section: an id alone says nothing, since it counts
places.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from corpus.plan import Frame, Indicator, Kind, Passage, Plan

# From where two texts are wordings of one: the share of letters that they have in common, in %.
_LIKE = 50


@dataclass(frozen=True, slots=True)
class Pair:
    """A passage of the old plan and what became of it in the new."""

    old: Passage
    new: Passage


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A part of an indicator that changed: its `name`, `latest` value or `target`."""

    what: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class PlanDifference:
    """What changed from one plan to another; each tuple is in the order of its plan.

    `renumbered` have the same text under another id. `headings` are the lines that hold a plan
    together: titles, the headings of blocks, heads of tables. `figures` are by the new id of the
    indicator.
    """

    added: tuple[Passage, ...]
    removed: tuple[Passage, ...]
    reworded: tuple[Pair, ...]
    renumbered: tuple[Pair, ...]
    headings_added: tuple[Frame, ...]
    headings_removed: tuple[Frame, ...]
    figures: dict[str, tuple[FigureChange, ...]]

    @property
    def none(self) -> bool:
        """Whether the plans say the same, line by line but for empty ones."""
        changed = (self.added, self.removed, self.reworded, self.renumbered)
        return not any((*changed, self.headings_added, self.headings_removed))


def difference(old: Plan, new: Plan) -> PlanDifference:
    """Return what changed from `old` to `new`."""
    pairs, removed, added = _paired(old, new)
    reworded = tuple(pair for pair in pairs if pair.old.text != pair.new.text)
    renumbered = (p for p in pairs if p.old.text == p.new.text and p.old.id != p.new.id)
    rows, new_rows = old.indicators_by_id, new.indicators_by_id
    gone, come = _headings(old, new)
    return PlanDifference(
        added=added,
        removed=removed,
        reworded=reworded,
        renumbered=tuple(renumbered),
        headings_added=come,
        headings_removed=gone,
        figures={
            pair.new.id: _figures(rows[pair.old.id], new_rows[pair.new.id])
            for pair in reworded
            if pair.new.kind is Kind.INDICATOR
        },
    )


def _paired(old: Plan, new: Plan) -> tuple[list[Pair], tuple[Passage, ...], tuple[Passage, ...]]:
    """The pairs in the new plan's order, what the old plan alone has, what the new one alone."""
    left = {passage.id: passage for passage in old.passages}
    come = {passage.id: passage for passage in new.passages}
    became: dict[str, Passage] = {}
    old_names, new_names = _names(old), _names(new)

    def same(key: Callable[[Passage], Hashable], key_new: Callable[[Passage], Hashable]) -> None:
        waiting: dict[Hashable, list[Passage]] = {}
        for passage in left.values():
            waiting.setdefault(key(passage), []).append(passage)
        for passage in [*come.values()]:
            known = waiting.get(key_new(passage))
            if known:
                pair(known.pop(0), passage)

    def pair(before: Passage, after: Passage) -> None:
        became[after.id] = left.pop(before.id)
        del come[after.id]

    for key in (_in_place, _in_section, _anywhere):
        same(key, key)
    same(lambda one: old_names.get(one.id, one.id), lambda one: new_names.get(one.id))
    for before, after in _alike([*left.values()], [*come.values()]):
        pair(before, after)
    pairs = [Pair(became[one.id], one) for one in new.passages if one.id in became]
    return pairs, tuple(left.values()), tuple(come.values())


def _in_place(passage: Passage) -> Hashable:
    return passage.id, passage.text


def _in_section(passage: Passage) -> Hashable:
    return passage.kind, passage.section, passage.text


def _anywhere(passage: Passage) -> Hashable:
    return passage.kind, passage.text


def _names(plan: Plan) -> dict[str, Hashable]:
    """What a passage is called within its section, by its id, where it has a name."""
    rows = {row.passage.id: row.name for row in plan.indicators}
    rows |= {note.passage.id: note.term for note in plan.footnotes}
    rows |= {one.passage.id: one.title for part in plan.sections for one in part.initiatives}
    sections = {passage.id: (passage.kind, passage.section) for passage in plan.passages}
    return {key: (*sections[key], name) for key, name in rows.items()}


def _alike(left: Sequence[Passage], come: Sequence[Passage]) -> list[tuple[Passage, Passage]]:
    """Those of one section and kind that are wordings of each other, the likest first."""
    likeness = [
        (-fuzz.ratio(before.text, after.text), row, column)
        for row, before in enumerate(left)
        for column, after in enumerate(come)
        if (before.kind, before.section) == (after.kind, after.section)
    ]
    found: dict[int, int] = {}
    for unlike, row, column in sorted(likeness):
        if unlike <= -_LIKE and row not in found and column not in found.values():
            found[row] = column
    return [(left[row], come[column]) for row, column in found.items()]


def _figures(old: Indicator, new: Indicator) -> tuple[FigureChange, ...]:
    said = (
        ("name", old.name, new.name),
        ("latest", old.latest.text, new.latest.text),
        ("target", old.target.text, new.target.text),
    )
    return tuple(FigureChange(*one) for one in said if one[1] != one[2])


def _headings(old: Plan, new: Plan) -> tuple[tuple[Frame, ...], tuple[Frame, ...]]:
    """The headings that are gone, and those that have come."""
    before, after = _frames(old), _frames(new)
    matched = SequenceMatcher(
        None, [one.text for one in before], [one.text for one in after], autojunk=False
    )
    gone: list[Frame] = []
    come: list[Frame] = []
    for what, a, b, c, d in matched.get_opcodes():
        if what != "equal":
            gone += before[a:b]
            come += after[c:d]
    return tuple(gone), tuple(come)


def _frames(plan: Plan) -> list[Frame]:
    found = [chapter.heading for chapter in plan.chapters]
    for section in plan.sections:
        found += [section.heading, *section.frames]
    return sorted(found, key=lambda frame: frame.span.first)

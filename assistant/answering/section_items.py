"""The items of a kind in a section of the plan, by their place."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.plan import Kind, Passage, Plan, Section


def items_of(section: Section, kind: Kind) -> tuple[Passage, ...]:
    """Return the items of `kind` in `section`, in the plan's order; check boxes are none."""
    by_kind = {
        Kind.GOAL: section.goals,
        Kind.CURRENT: section.currents,
        Kind.ISSUE: section.issues,
        Kind.INITIATIVE: tuple(one.passage for one in section.initiatives),
        Kind.PARTNER: section.partners.lines,
        Kind.INDICATOR: tuple(row.passage for row in section.indicators),
        Kind.FOOTNOTE: tuple(note.passage for note in section.footnotes),
    }
    return by_kind[kind]


def item_at(items: Sequence[Passage], item: int) -> Passage | None:
    """Return the item at place `item`, counted from 1, or from the end where it is below 0."""
    place = item - 1 if item > 0 else len(items) + item
    return items[place] if item and 0 <= place < len(items) else None


def is_boxes(passage: Passage, plan: Plan) -> bool:
    """Whether `passage` is the rows of check boxes of a section's partners."""
    return passage == plan.section(passage.section).partners.boxes_passage

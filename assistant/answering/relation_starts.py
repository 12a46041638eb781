"""Where a question on what belongs together starts from, and to which kinds it leads."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.section_items import is_boxes, item_at, items_of
from assistant.answering.topics import held_to_sections, is_topic_left
from assistant.source import Source
from assistant.understanding.query import Query
from corpus.plan import Footnote, Kind, Passage, Plan

# A question on several kinds starts from the first of these that it names or points at.
_FIRST = (
    Kind.ISSUE,
    Kind.CURRENT,
    Kind.INITIATIVE,
    Kind.INDICATOR,
    Kind.PARTNER,
    Kind.GOAL,
    Kind.FOOTNOTE,
)
# To what a passage of a kind leads where nothing is named.
_NATURAL = {
    Kind.INITIATIVE: (Kind.ISSUE, Kind.INDICATOR),
    Kind.INDICATOR: (Kind.INITIATIVE, Kind.ISSUE),
}
_TARGETS = (Kind.ISSUE, Kind.CURRENT, Kind.INITIATIVE, Kind.INDICATOR, Kind.PARTNER)


def starts(query: Query, source: Source) -> tuple[Passage, ...] | None:
    """Return the passages that `query` starts from; None for unknown ones, or none at all.

    Rows that are named come first, then what the conversation points at, an item by its number,
    and all items of a kind in the sections.
    """
    plan = source.plan
    try:
        rows = [plan.indicators_by_id[one].passage for one in query.rows]
        pointed = [plan.passage(one) for one in query.scope.passages]
        sections = [plan.section(one) for one in query.scope.sections]
    except KeyError:
        return None
    if rows or pointed:
        rows, pointed = held_to_sections(rows, query), held_to_sections(pointed, query)
        if not (rows or pointed):
            return None
    if rows:
        return tuple(rows)
    pointed = [one for one in pointed if not is_boxes(one, plan)]
    if pointed:
        return _of_one_kind(pointed, query.kinds)
    if query.scope.item is None and is_topic_left(query, source):
        return None
    if query.scope.is_whole:
        sections = list(plan.sections)
    if query.scope.item is not None:
        kind = _kind_of_item(query.kinds)
        items = (item_at(items_of(one, kind), query.scope.item) for one in sections)
        return tuple(item for item in items if item) or None
    kind = _kind_of_sections(query.kinds)
    return tuple(item for one in sections for item in items_of(one, kind)) or None


def notes_asked(query: Query, plan: Plan) -> tuple[Footnote, ...]:
    """Return the footnotes that `query` starts from, named or pointed at alone."""
    pointed = set(query.scope.passages)
    if query.rows:
        return ()
    notes = {note.passage.id: note for note in plan.footnotes}
    if pointed:
        is_of_notes = pointed <= notes.keys()
        return tuple(note for key, note in notes.items() if is_of_notes and key in pointed)
    return tuple(note for note in plan.footnotes if note.number in query.scope.notes)


def targets(query: Query, start: Kind, *, is_stated: bool = False) -> tuple[Kind, ...]:
    """Return the kinds that a passage of kind `start` is to be linked to.

    Where the query names none but `start` itself, they are those that it naturally leads to; none
    where the plan states what it was asked for.
    """
    named = tuple(kind for kind in _TARGETS if kind in query.kinds and kind is not start)
    if named or (is_stated and query.kinds):
        return named
    return _NATURAL.get(start, (Kind.INITIATIVE, Kind.INDICATOR))


def is_unlinked(query: Query, start: Kind) -> bool:
    """Whether `query` asks from `start` for a kind that is never linked: a goal, a footnote."""
    never = {kind for kind in query.kinds if kind not in _TARGETS}
    return bool(never - {start} - ({Kind.FOOTNOTE} if query.scope.notes else set()))


def _of_one_kind(pointed: Sequence[Passage], kinds: Sequence[Kind]) -> tuple[Passage, ...]:
    """Those of the first kind that is not asked for; of a chain of kinds, of the first of all."""
    there = {passage.kind for passage in pointed}
    asked = set(kinds) if len(kinds) == 1 and there - set(kinds) else set()
    first = next(kind for kind in _FIRST if kind in there and kind not in asked)
    return tuple(passage for passage in pointed if passage.kind is first)


def _kind_of_item(kinds: Sequence[Kind]) -> Kind:
    """The kind of an item by its number: the first of several, or that which leads to the one."""
    if len(kinds) > 1:
        return kinds[0]
    return Kind.ISSUE if tuple(kinds) == (Kind.INITIATIVE,) else Kind.INITIATIVE


def _kind_of_sections(kinds: Sequence[Kind]) -> Kind:
    """The kind from which the items of a section lead to `kinds`."""
    if len(kinds) == 1:
        return Kind.ISSUE if kinds[0] is Kind.INITIATIVE else Kind.INITIATIVE
    return next((kind for kind in _FIRST if kind in kinds), Kind.ISSUE)

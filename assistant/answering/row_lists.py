"""Lists and counts of rows of the indicator table, held to states, bounds and years, or ranked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.counts import count_named, count_of, counts_of
from assistant.answering.draft import Draft
from assistant.answering.figure_sentences import gap_value
from assistant.answering.frames import frames
from assistant.answering.items import write_row
from assistant.answering.list_names import in_sections, is_held, is_pointed, what_is_listed
from assistant.answering.row_ranks import place_values, write_rankings
from assistant.answering.rows import Selection, select
from assistant.answering.tables import is_tabular, write_rows
from assistant.answering.value import Value
from assistant.answering.wordings import one_or_many, section_name, section_names
from assistant.source import Source
from assistant.understanding.query import Act, Field, Query, State
from corpus.plan import Indicator, Kind, Passage

# So many rows are cited as looked through where none fits.
_LOOKED_THROUGH = 30


@dataclass(frozen=True, slots=True)
class RowList:
    """The rows that a query selects; `query` is that of this list, which may be one of several."""

    query: Query
    selection: Selection
    with_gap: bool
    values: tuple[Value, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The rows that fit; those that were looked through where none does."""
        chosen = self.selection
        rows = (*chosen.rows, *_looked_through(chosen), *chosen.undecidable, *chosen.headed)
        return tuple(dict.fromkeys(row.passage for row in rows))


def find_rows(query: Query, source: Source) -> RowList | None:
    """Return the rows that `query` selects; None where it cannot be carried out."""
    selection = select(query, source.plan)
    if selection is None:
        return None
    with_gap = _with_gap(query)
    gaps = (gap_value(row, source) for row in selection.rows) if with_gap else ()
    counts = (
        *counts_of(row.passage for row in selection.rows),
        *(count_of(row.passage for row in rows) for rows in _counted_beside(selection)),
        *count_named(query),
        *_places(query, selection),
    )
    return RowList(query, selection, with_gap, (*counts, *(one for one in gaps if one)))


def write_row_list(found: RowList, draft: Draft, source: Source) -> None:
    """Tell the list: what it is a list of, how many, and each row; or that none fits."""
    query, chosen = found.query, found.selection
    said = frames("lists", source.lang, source.style)
    count = len(chosen.rows)
    if not chosen.scope and not is_pointed(query):
        scope = section_names(query.scope.sections, source)
        draft.add(said["no_rows" if in_sections(query) else "no_rows_whole"].format(scope=scope))
        draft.add("\n")
        return
    if not chosen.rows or (query.order and not chosen.rankings):
        _write_none(found, draft, source)
        return
    if query.order:
        write_rankings(query, chosen, draft, source)
        is_of_gap = query.order.field is Field.GAP
        _write_beside(chosen.unranked, "unranked_gap" if is_of_gap else "unranked", draft, source)
    else:
        what = what_is_listed(query, Kind.INDICATOR, count, source)
        is_part = is_pointed(query) or bool(query.unapplied)
        lead = one_or_many(said["found" if is_part else "all"], count)
        draft.add(lead.format(what=what, count=count) + "\n")
        _write_each(found, draft, source)
        _write_beside(chosen.headed, _headed(query), draft, source)
    _write_beside(chosen.undecidable, "undecidable", draft, source)


def _counted_beside(chosen: Selection) -> tuple[tuple[Indicator, ...], ...]:
    """The rows, besides those of the list, of which it is told how many there are."""
    ranked = tuple(ranking.rows for ranking in chosen.rankings)
    every = (*ranked, chosen.unranked, chosen.undecidable, chosen.headed, _looked_through(chosen))
    return tuple(rows for rows in every if rows)


def _places(query: Query, chosen: Selection) -> Iterator[Value]:
    if query.order:
        for ranking in chosen.rankings:
            yield from place_values(ranking.rows, query.order.field)


def _looked_through(chosen: Selection) -> tuple[Indicator, ...]:
    """The rows that are cited where none of them fits, unless they are too many."""
    fits = bool(chosen.rows and (chosen.rankings or not chosen.unranked))
    return () if fits or len(chosen.scope) > _LOOKED_THROUGH else chosen.scope


def _headed(query: Query) -> str:
    return "higher" if State.UP in query.states else "lower"


def _write_each(found: RowList, draft: Draft, source: Source) -> None:
    """Tell the rows by section, or in a table; of a mere count of a scope, only how many."""
    query, rows = found.query, found.selection.rows
    said = frames("lists", source.lang, source.style)
    if is_tabular(query.style):
        write_rows(draft, rows, source, query.style, with_gap=found.with_gap)
        return
    is_bare = query.act is Act.COUNT and not is_held(query) and not is_pointed(query)
    scope = dict.fromkeys(row.passage.section for row in found.selection.scope)
    for section in scope:
        here = [row for row in rows if row.passage.section == section]
        if len(scope) > 1 and (here or query.scope.is_each or in_sections(query)):
            name = section_name(section, source)
            draft.add(said["in_section"].format(section=name, count=len(here)))
            draft.add("" if is_bare else "\n")
        for row in here:
            if is_bare:
                draft.say("", row.passage, [row.passage.text])
            else:
                write_row(draft, row, source, with_gap=found.with_gap)
        draft.add("\n")


def _write_none(found: RowList, draft: Draft, source: Source) -> None:
    """Say that no row fits, or that those that fit have no value to be sorted by."""
    query, chosen = found.query, found.selection
    said = frames("lists", source.lang, source.style)
    key = "none_found" if query.topic and query.scope.passages else "none"
    key = "none_ranked" if chosen.rows else key
    what = what_is_listed(query, Kind.INDICATOR, 0, source)
    draft.add(said[key].format(what=what) + "\n")
    _write_beside(_looked_through(chosen), "looked_through", draft, source)
    _write_beside(chosen.headed, _headed(query), draft, source)
    _write_beside(chosen.undecidable, "undecidable", draft, source)


def _write_beside(rows: Sequence[Indicator], key: str, draft: Draft, source: Source) -> None:
    """Tell how many rows stand beside the list, and which by their citations."""
    if rows:
        said = frames("lists", source.lang, source.style)
        draft.add(said[key].format(count=len(rows)))
        for row in rows:
            draft.say("", row.passage, [row.passage.text])
        draft.add(said["stop"] + "\n")


def _with_gap(query: Query) -> bool:
    """Whether the way to the target is told of each row."""
    held = any(one.field is Field.GAP for one in query.filters)
    sorts = query.order is not None and query.order.field is Field.GAP
    return held or sorts or not {Field.GAP, Field.REACHED}.isdisjoint(query.aspects)

"""Rows in order: the highest or lowest, the first few, or all of them sorted; ties are all told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answering.draft import Draft
from assistant.answering.figure_sentences import gap_value
from assistant.answering.frames import frames
from assistant.answering.items import write_parent
from assistant.answering.list_names import what_is_listed
from assistant.answering.quantities import latest_text, target_text, unit_name
from assistant.answering.row_values import number_of
from assistant.answering.rows import Ranking, Selection
from assistant.answering.tables import is_tabular, write_rows
from assistant.answering.value import Value
from assistant.answering.wordings import quoted, row_name, section_name
from assistant.source import Source
from assistant.understanding.query import Field, Order, Query
from corpus.plan import Indicator, Kind

_MANY = 2


def write_rankings(query: Query, chosen: Selection, draft: Draft, source: Source) -> None:
    """Tell the rankings of a query, each unit by itself where there are several."""
    order = query.order
    if order is None:
        return
    said = frames("lists", source.lang, source.style)
    what = what_is_listed(query, Kind.INDICATOR, _MANY, source)
    by_section: dict[str | None, list[Ranking]] = {}
    for ranking in chosen.rankings:
        by_section.setdefault(ranking.section, []).append(ranking)
    if any(len(rankings) > 1 for rankings in by_section.values()):
        draft.add(said["units_apart"].format(what=what) + "\n")
    for section, rankings in by_section.items():
        of = said["of"].format(what=what) if section is None else ""
        draft.add("" if section is None else f"{section_name(section, source)}\n")
        for ranking in rankings:
            unit = unit_name(ranking.unit, source)
            in_unit = said["in_unit" if unit else "in_no_unit"].format(unit=unit)
            before = in_unit if len(rankings) > 1 else of
            _write_ranking(ranking, before, query, order, draft, source)


def value_text(row: Indicator, field: Field, source: Source) -> str:
    """Return what a row is sorted by as an answer says it, years with their value."""
    if field is Field.TARGET:
        return target_text(row, source)
    if field is not Field.GAP:
        return latest_text(row, source)
    worked_out = gap_value(row, source)
    if worked_out is None or not number_of(row, field):
        return frames("lists", source.lang, source.style)["no_gap"]
    return f"{worked_out.text} ({worked_out.working})"


def places(rows: Sequence[Indicator], field: Field) -> tuple[int, ...]:
    """Return the place of each of sorted rows, the same for those that tie: 1, 2, 2, 4."""
    numbers = [number_of(row, field) for row in rows]
    return tuple(numbers.index(number) + 1 for number in numbers)


def place_values(rows: Sequence[Indicator], field: Field) -> Iterator[Value]:
    """Yield the place of each of sorted rows as a worked-out value."""
    for row, place in zip(rows, places(rows, field), strict=True):
        yield Value(str(place), float(place), None, (row.passage.id,), "")


def _write_ranking(
    ranking: Ranking, of: str, query: Query, order: Order, draft: Draft, source: Source
) -> None:
    said = frames("lists", source.lang, source.style)
    rows, field = ranking.rows, order.field
    key = _lead(ranking, order)
    text = said[key].format(
        of=of,
        field=said[field.value],
        most=said[f"{field.value}_{'most' if order.descending else 'least'}"],
        order=said[f"{field.value}_{'down' if order.descending else 'up'}"],
        count=len(rows),
        name=quoted(row_name(rows[0], source), source),
        value=value_text(rows[0], field, source),
    )
    text = text[:1].upper() + text[1:]
    in_table = is_tabular(query.style)
    if key in ("first", "only") and not in_table:
        draft.say(text, rows[0].passage, [rows[0].passage.text])
        write_parent(draft, rows[0], source)
        draft.add(said["stop"] + "\n")
        return
    draft.add(text + (said["stop"] if key in ("first", "only") else "") + "\n")
    if in_table:
        write_rows(draft, rows, source, query.style, with_gap=field is Field.GAP)
        return
    for row, place in zip(rows, places(rows, field), strict=True):
        name, value = row_name(row, source), value_text(row, field, source)
        line = said["tie" if key == "tied" else "place"]
        line = line.format(place=place, name=name, value=value)
        draft.say(line, row.passage, [row.passage.text])
        write_parent(draft, row, source)
        draft.add("\n")


def _lead(ranking: Ranking, order: Order) -> str:
    """The frame that fits how many rows are told, and of how many."""
    if ranking.of == 1:
        return "only"
    if order.limit == 1:
        return "first" if len(ranking.rows) == 1 else "tied"
    return "sorted" if len(ranking.rows) == ranking.of else "top"

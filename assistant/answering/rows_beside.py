"""Tells rows that were compared: each with its value, then what the comparison gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.answering.draft import Draft
from assistant.answering.figure_sentences import gap_value
from assistant.answering.frames import frames
from assistant.answering.items import write_parent, write_row
from assistant.answering.row_ranks import places, value_text
from assistant.answering.row_values import is_reached
from assistant.answering.rows_compared import RowsCompared
from assistant.answering.tables import is_tabular, write_rows
from assistant.answering.wordings import quoted, row_name
from assistant.source import Source
from assistant.understanding.query import Field, Query
from corpus.plan import Indicator

_PAIR = 2


def write_rows_compared(compared: RowsCompared, query: Query, draft: Draft, source: Source) -> None:
    """Tell the rows and how they compare, or why they cannot be compared."""
    said = frames("comparison", source.lang, source.style)
    with_gap = compared.field is Field.GAP
    if is_tabular(query.style):
        rows = (*compared.ranked, *compared.others)
        write_rows(draft, rows, source, query.style, with_gap=with_gap)
    else:
        if len(compared.ranked) == _PAIR:
            _write_pair(compared, draft, source)
        elif compared.ranked:
            _write_sorted(compared, draft, source)
        for row in compared.others:
            write_row(draft, row, source, with_gap=with_gap)
    findings = _findings(compared, query, said, source)
    draft.add(said["between"].join(sentence + said["stop"] for sentence in findings) + "\n")


def _write_pair(compared: RowsCompared, draft: Draft, source: Source) -> None:
    said = frames("comparison", source.lang, source.style)
    for key, row in zip(("first", "second"), compared.ranked, strict=True):
        text = said[key].format(
            name=quoted(row_name(row, source), source),
            field=said[compared.field.value],
            value=value_text(row, compared.field, source),
        )
        draft.say(text, row.passage, [row.passage.text])
        write_parent(draft, row, source)
    draft.add(said["stop"] + ("\n" if compared.others else said["between"]))


def _write_sorted(compared: RowsCompared, draft: Draft, source: Source) -> None:
    said, field = frames("comparison", source.lang, source.style), compared.field
    draft.add(said["sorted"].format(field=said[field.value], order=said[f"{field.value}_down"]))
    draft.add("\n")
    lists = frames("lists", source.lang, source.style)
    for row, place in zip(compared.ranked, places(compared.ranked, field), strict=True):
        name, value = row_name(row, source), value_text(row, field, source)
        draft.say(
            lists["place"].format(place=place, name=name, value=value),
            row.passage,
            [row.passage.text],
        )
        write_parent(draft, row, source)
        draft.add("\n")


def _findings(
    compared: RowsCompared, query: Query, said: Mapping[str, str], source: Source
) -> Iterator[str]:
    """What the comparison gives, sentence by sentence, without the stop."""
    difference, ratio, field = compared.difference, compared.ratio, compared.field
    is_pair = len(compared.ranked) == _PAIR
    if difference is not None and difference.value == 0:
        yield said["equal" if is_pair else "all_equal"]
    elif difference is not None:
        key = "higher" if is_pair else "spread"
        yield said[key].format(
            difference=difference.text,
            working=difference.working,
            more=said[f"{field.value}_more"],
            most=said[f"{field.value}_most"],
            least=said[f"{field.value}_least"],
        )
    if ratio is not None and not query.style.is_short:
        about = "exactly" if "=" in ratio.working else "about"
        number = said[about].format(ratio=ratio.text)
        yield said["ratio"].format(ratio=number, working=ratio.working)
    if compared.nearest:
        yield _nearest(compared.nearest, said, source)
    if field is Field.LATEST and len({row.latest.year for row in compared.ranked}) > 1:
        yield said["years_differ"]
    if compared.others:
        yield said["units" if compared.are_apart else f"unknown_{field.value}"]


def _nearest(rows: Sequence[Indicator], said: Mapping[str, str], source: Source) -> str:
    names = source.joined(quoted(row_name(row, source), source) for row in rows)
    apart = gap_value(rows[0], source)
    if is_reached(rows[0]) or apart is None:
        return said["nearest_reached"].format(names=names)
    return said["nearest"].format(names=names, gap=apart.text)

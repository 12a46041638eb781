"""The figures of `make bench` as Markdown: each section under its title, a table for each group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bench.beside_table import beside_table
from bench.sections import SECTIONS

Cells = Mapping[str, Any]
_MOST_HEADS = 8


def markdown(report: Mapping[str, Any]) -> str:
    """Return the whole report."""
    parts = [_told_of(report["machine"])]
    for name, found in report["sections"].items():
        parts.append(f"## {SECTIONS[name].title}")
        parts.append(_section(found))
    return "\n\n".join(parts) + "\n"


def _told_of(machine: Cells) -> str:
    versions = ", ".join(f"{name} {value}" for name, value in machine["versions"].items())
    return (
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB; "
        f"{machine['system']}; Python {machine['python']}, {versions}; {machine['day']}, "
        f"load {machine['load_before']} before it, where Python counts to a million in "
        f"{machine['pace_ms']} ms. Ratios are within one run."
    )


def _section(found: Cells) -> str:
    if "failed" in found:
        return f"**Not measured:** {found['failed']}"
    apart = {title: value for title, value in found.items() if _is_apart(value)}
    if not apart and _has_rows(found):
        return _rows(found)
    alone = {title: value for title, value in found.items() if title not in apart}
    tables = [_table([alone])] if alone else []
    for title, value in apart.items():
        tables += [f"### {title}", beside_table(value) if "ways" in value else _rows(value)]
    return "\n\n".join(tables)


def _is_apart(value: object) -> bool:
    """Whether a value is a table under a title of its own."""
    return isinstance(value, Mapping) and ("ways" in value or _has_rows(value))


def _has_rows(value: Cells) -> bool:
    return bool(value) and all(isinstance(row, Mapping) for row in value.values())


def _rows(rows: Mapping[str, Cells]) -> str:
    """Rows by name; where they have many cells, each row as a column."""
    names = list(dict.fromkeys(name for row in rows.values() for name in row))
    if len(names) > _MOST_HEADS:
        columns = ({key: row.get(name) for key, row in rows.items()} for name in names)
        return _table([{"": name, **cells} for name, cells in zip(names, columns, strict=True)])
    return _table([{"": key, **row} for key, row in rows.items()])


def _table(rows: Sequence[Cells]) -> str:
    """Rows of cells by name; a name that a row lacks is an empty cell."""
    heads = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[_cell(row.get(head)) for head in heads] for row in rows]
    lines = [heads, ["---"] * len(heads), *cells]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_cell(one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return " to ".join(map(_cell, value))
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value).replace("|", "\\|").replace("\n", " ")

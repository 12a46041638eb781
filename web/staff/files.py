"""A table of the staff as CSV, whose cells a spreadsheet never runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from web.indicator_files import MARK, safe_cell
from web.staff.figures import Table


def table_csv(table: Table, words: Mapping[str, str]) -> str:
    """Return `table` as CSV (RFC 4180), with the names of its columns in `words`."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([words[f"column_{column}"] for column in table.columns])
    writer.writerows([safe_cell(cell.text) for cell in row] for row in table.rows)
    return MARK + out.getvalue()

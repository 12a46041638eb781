"""The indicators as files to take away: CSV that a spreadsheet opens rightly, and JSON."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence

from corpus.plan import Indicator, Plan

# A spreadsheet takes UTF-8 for what it is only behind a byte order mark.
MARK = "\ufeff"
_NUMBER = re.compile(r"\d[\d.,]*")
# A cell that begins so would be a formula (OWASP, CSV injection); a Japanese spreadsheet takes the
# wide letters for the narrow ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def indicators_csv(plan: Plan, rows: Sequence[Indicator], words: Mapping[str, str]) -> str:
    """Return `rows` as CSV (RFC 4180), with the column names in `words`."""
    out = io.StringIO()
    writer = csv.writer(out)
    columns = ("section", "name_column", "latest", "unit", "year", "target", "direction")
    writer.writerow(["id", *(words[column] for column in columns)])
    for row in rows:
        title = plan.section(row.passage.section).title
        direction = words[row.target.direction] if row.target.direction else ""
        number = _NUMBER.match(row.latest.text)
        latest = number[0] if number else row.latest.text
        fields = [
            row.passage.id,
            f"{row.passage.section} {title}",
            row.name,
            latest,
            row.latest.unit or "",
            row.latest.year or "",
            row.target.text,
            direction,
        ]
        writer.writerow([safe_cell(str(field)) for field in fields])
    return MARK + out.getvalue()


def safe_cell(text: str) -> str:
    """Return `text` so that a spreadsheet shows it and never runs it."""
    return f"'{text}" if text.startswith(_FORMULA) else text

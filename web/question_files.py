"""The questions that were kept as files: JSONL for programs, CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, fields

from web.indicator_files import MARK, safe_cell
from web.question_log import Asked


def questions_jsonl(asked: Sequence[Asked]) -> str:
    """Return one JSON object a line."""
    return "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in asked)


def questions_csv(asked: Sequence[Asked]) -> str:
    """Return CSV (RFC 4180) whose cells a spreadsheet never runs."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([field.name for field in fields(Asked)])
    for one in asked:
        answerable = "yes" if one.answerable else "no"
        cells = (one.day, one.question, one.lang, one.intent, answerable, " ".join(one.passages))
        writer.writerow([safe_cell(cell) for cell in cells])
    return MARK + out.getvalue()

"""What a search found as files to take away: CSV for a spreadsheet, Markdown for a document."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence

from assistant.answer import passage_url
from corpus.about import About
from corpus.plan import Passage, Plan
from web.indicator_files import MARK, safe_cell

# What Markdown, or HTML within it, would take for more than a letter.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|!&~]|^[-+=])")
# What would begin a numbered list.
_NUMBERED = re.compile(r"^(\d{1,9})([.)])")


def found_csv(
    plan: Plan, about: About | None, passages: Sequence[Passage], words: Mapping[str, str]
) -> str:
    """Return `passages` as CSV (RFC 4180), with the column names in `words`."""
    out = io.StringIO()
    writer = csv.writer(out)
    columns = ("section", "kind", "heading_column", "text_column", "lines_column", "address")
    writer.writerow(["id", *(words[column] for column in columns)])
    for passage in passages:
        fields = [
            passage.id,
            f"{passage.section} {plan.section(passage.section).title}",
            words[passage.kind.value],
            passage.heading,
            passage.text,
            f"{passage.lines[0]}-{passage.lines[1]}",
            passage_url(passage, about),
        ]
        writer.writerow([safe_cell(field) for field in fields])
    return MARK + out.getvalue()


def found_markdown(plan: Plan, passages: Sequence[Passage], words: Mapping[str, str]) -> str:
    """Return `passages` as Markdown: each a quotation with its place below."""
    parts = []
    for passage in passages:
        quoted = "\n".join(f"> {_plain(line)}" for line in passage.text.splitlines())
        title = plan.section(passage.section).title
        place = f"{passage.section} {title} {passage.heading}"
        lines = words["lines"].format(first=passage.lines[0], last=passage.lines[1])
        parts.append(f"{quoted}\n>\n> — {_plain(place)}, {lines} ({passage.id})\n")
    return "\n".join(parts)


def _plain(text: str) -> str:
    line = _SPECIAL.sub(r"\\\1", text.replace("\t", " ").strip())
    return _NUMBERED.sub(r"\1\\\2", line)

"""The grammar of a plan's lines: headings, marks, numbered titles, check boxes.

Each function reads one line and answers None where the line is not of that form.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from corpus.plan import Kind, PartnerBox

BLOCK_MARKS = {
    "◎": Kind.GOAL,
    "◆": Kind.CURRENT,
    "◇": Kind.ISSUE,
    "○": Kind.INITIATIVE,
    "▽": Kind.PARTNER,
    "→": Kind.INDICATOR,
}
BULLET = "- "

_SECTION = re.compile(r"(\d+(?:-\d+)+)[ \u3000]+(\S.*)", re.ASCII)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_INITIATIVE = re.compile(rf"([{_CIRCLED}])[ \u3000]*(\S.*)")
_BOX = re.compile(r"(■|□|<input\b[^<>]*>)\s*([^\s■□<>][^\t■□<>]*?)\s*(?=\t|■|□|<input|$)")
_CHECKBOX_TYPE = re.compile(r"""\btype\s*=\s*["']?checkbox\b""")
_CHECKED = re.compile(r"\bchecked\b")


@dataclass(frozen=True, slots=True)
class SectionHeading:
    """A section's number and title: 「2-1 福祉」."""

    number: str
    title: str

    @property
    def chapter_number(self) -> str:
        """The number before the last hyphen: sections that share it are of one chapter."""
        return self.number.rpartition("-")[0]


def section_heading(line: str) -> SectionHeading | None:
    """Read 「2-1 福祉」."""
    match = _SECTION.fullmatch(line.strip())
    return SectionHeading(match[1], match[2]) if match else None


def block_kind(line: str) -> Kind | None:
    """Read the mark of a block's heading: 「◎ 目標とするまちの姿」."""
    mark, _, title = line.strip().partition(" ")
    return BLOCK_MARKS.get(mark) if title.strip() else None


def is_foreign_heading(line: str) -> bool:
    """Whether `line` looks like a block's heading with a mark that no plan has: 「★ 展望」."""
    mark, _, title = line.strip().partition(" ")
    return bool(title) and len(mark) == 1 and unicodedata.category(mark) == "So"


def initiative_title(line: str) -> tuple[int, str] | None:
    """Read 「① 包括的支援体制を整備します」 into its number and title."""
    match = _INITIATIVE.fullmatch(line.strip())
    return (_CIRCLED.index(match[1]) + 1, match[2]) if match else None


def circled(number: int) -> str:
    """Return the circled digit of an initiative's `number` (1 to 50)."""
    return _CIRCLED[number - 1]


def check_boxes(line: str) -> tuple[PartnerBox, ...] | None:
    """Read a row of check boxes, 「■ 市民	□ その他」 or their HTML form."""
    boxes = []
    position = 0
    stripped = line.strip()
    for match in _BOX.finditer(stripped):
        if stripped[position : match.start()].strip():
            return None
        mark = match[1]
        if mark.startswith("<") and not _CHECKBOX_TYPE.search(mark):
            return None
        boxes.append(PartnerBox(match[2], mark == "■" or bool(_CHECKED.search(mark))))
        position = match.end()
    return tuple(boxes) if boxes and not stripped[position:].strip() else None

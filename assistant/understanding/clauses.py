"""Several questions in one text: 「出生数の目標と、ケアラーへの支援を教えて」."""

from __future__ import annotations

import re

_MOST = 3
_SHORTEST = 4
# Where one question may end and the next begin.
_BETWEEN = re.compile(
    r"(?<=[?？。!！])\s*(?=\S)|\n+|(?<!それ)と、|、(?:それと(?!も)|あと|それから|また)、?|[;；]\s*"
    r"|(?<=[.])\s+(?=[A-Z])"
    r"|,? and (?=(?:what|how|who|which|where|when|is|are|does|do|can|will)\b)",
    re.IGNORECASE,
)
_ENDS_OF_QUESTIONS = ("?", "？", "か", "の", "は", "教えて", "ください")
_LEAD = re.compile(
    r"^(?:それと|あと|また|それから|ついでに)[、,]?\s*|^(?:and|also)\b,?\s*", re.IGNORECASE
)


def clauses(text: str) -> tuple[str, ...]:
    """Return the sentences and clauses that `text` may ask one by one; () where it is one.

    Whether they are questions of their own is for the caller to find out.
    """
    parts = [_LEAD.sub("", part).strip() for part in _BETWEEN.split(text)]
    told = tuple(part for part in parts if len(part) >= _SHORTEST)
    return told if 1 < len(told) <= _MOST else ()


def asks(clause: str) -> bool:
    """Return whether a clause ends as a question does."""
    return clause.rstrip("。. ").endswith(_ENDS_OF_QUESTIONS)

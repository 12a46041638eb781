"""Several questions in one: 「出生数の目標と、ケアラーへの支援を教えて」."""

from __future__ import annotations

import re

_MOST = 3
_SHORTEST = 4
# Where one question may end and the next begin.
_BETWEEN = re.compile(
    r"(?<=[?？])\s*(?=\S)|(?<=[。])\s*(?=(?:それと(?!も)|あと|また|それから|ついでに))"
    r"|(?<!それ)と、|、(?:それと(?!も)|あと|それから|また)、?|[;；]\s*|\s+(?:および|ならびに)\s*"
    r"|,? and (?=(?:what|how|who|which|where|when|is|are|does|do|can|will)\b)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:それと|あと|また|それから|ついでに)[、,]?\s*|^(?:and|also)\b,?\s*", re.IGNORECASE
)


def parts_of(text: str) -> tuple[str, ...]:
    """Return the questions that `text` may consist of, in order; () where it is one.

    Whether they are questions of their own is for the caller to find out.
    """
    parts = [_LEAD.sub("", part).strip() for part in _BETWEEN.split(text)]
    told = tuple(part for part in parts if part)
    several = 1 < len(told) <= _MOST and all(len(part) >= _SHORTEST for part in told)
    return told if several else ()

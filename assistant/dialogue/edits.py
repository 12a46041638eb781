"""How a turn edits the last query: one function a way of referring, slots and never text.

Each returns the query that the turn means beside the last one, None where it cannot be meant so.
`fresh` is what the turn says by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.dialogue.asking_more import doubt, elaborate, meaning, relate, source, trend
from assistant.dialogue.narrowing import narrow, other, rank_of
from assistant.dialogue.ordinals import nth
from assistant.dialogue.restating import back, easier, repeat, restyled, shorter
from assistant.dialogue.state import State
from assistant.dialogue.switching import switch
from assistant.understanding.query import Query
from corpus.plan import Plan

Edit = Callable[[Query, State, Plan], Query | None]

EDITS: Mapping[str, Edit] = {
    "switch": switch,
    "narrow": narrow,
    "rank_of": rank_of,
    "nth": nth,
    "elaborate": elaborate,
    "other": other,
    "source": source,
    "repeat": repeat,
    "shorter": shorter,
    "easier": easier,
    "language": repeat,
    "format": restyled,
    "relate": relate,
    "meaning": meaning,
    "doubt": doubt,
    "trend": trend,
    "back": back,
}

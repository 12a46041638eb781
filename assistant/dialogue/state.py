"""The state of a conversation: the last query, and the passages that were told."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.understanding.query import Query
from corpus.plan import Plan


@dataclass(frozen=True, slots=True)
class State:
    """What a follow-up may refer to.

    `query` is the last that was answered from the plan and `told` the ids of the passages that the
    answer rests on, in its order; `first` is the first query of the conversation.
    """

    query: Query
    told: tuple[str, ...]
    first: Query

    def rows(self, plan: Plan) -> tuple[str, ...]:
        """Return the ids of the rows that were told."""
        return tuple(one for one in self.told if one in plan.indicators_by_id)

    def sections(self, plan: Plan) -> tuple[str, ...]:
        """Return the sections of what was told, each once."""
        return tuple(dict.fromkeys(plan.passage(one).section for one in self.told))

"""The state of a conversation: the last query, and the passages that were told."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.understanding.query import Query
from assistant.understanding.tags import HOW_MANY, REFUSAL
from corpus.plan import Kind, Plan

# From how many on they are many, as the examples have it.
_MANY = 5
# Answers further back are not spoken of.
_MOST_EARLIER = 4


@dataclass(frozen=True, slots=True)
class State:
    """What a follow-up may refer to.

    `query` is the last that was asked of the plan and `told` the ids of the passages that the
    answer rests on, in its order; `first` is the first query of the conversation, and `listed` the
    ids of the last answer that had several; `earlier` are those of each answer before. Where the
    last question `is_refused`, `told` is what was told before.
    """

    query: Query
    told: tuple[str, ...]
    first: Query
    listed: tuple[str, ...] = ()
    is_refused: bool = False
    earlier: tuple[tuple[str, ...], ...] = ()

    def after(self, query: Query, told: tuple[str, ...]) -> State:
        """Return the state after the next answer of the conversation."""
        earlier = (*self.earlier, self.told)[-_MOST_EARLIER:]
        return State(query, told, self.first, self._listed(told), earlier=earlier)

    def _listed(self, told: tuple[str, ...]) -> tuple[str, ...]:
        """Several things are a list; so are two that were told one after the other."""
        if len(told) > 1 or not told:
            return told or self.listed
        if len(self.told) == 1 and self.told != told and told[0] not in self.listed:
            return (*self.told, *told)
        return self.listed

    @classmethod
    def begun(cls, query: Query, told: tuple[str, ...]) -> State:
        """Return the state after the first answer."""
        return cls(query, told, query, told if len(told) > 1 else ())

    def rows(self, plan: Plan) -> tuple[str, ...]:
        """Return the ids of the rows that were told."""
        return _rows(self.told, plan)

    def rows_before(self, plan: Plan) -> tuple[str, ...]:
        """Return the ids of the rows that were told last, now or before."""
        answers = (self.told, *reversed(self.earlier))
        return next(filter(None, (_rows(told, plan) for told in answers)), ())

    def sections(self, plan: Plan) -> tuple[str, ...]:
        """Return the sections of what was told, each once."""
        return tuple(dict.fromkeys(plan.passage(one).section for one in self.told))

    def kinds(self, plan: Plan) -> tuple[Kind, ...]:
        """Return the kind of what was told; () where it is of several."""
        kinds = {plan.passage(one).kind for one in self.told}
        return tuple(kinds) if len(kinds) == 1 else ()

    def previous(self, plan: Plan) -> tuple[str, ...]:
        """Return what was answered in words of `tags.PREVIOUS`: act, first kind, how many."""
        if self.is_refused or not self.told:
            return (REFUSAL, HOW_MANY[0])
        kind = plan.passage(self.told[0]).kind.value
        return (self.query.act.value, kind, _how_many(len(self.told)))


def _rows(told: tuple[str, ...], plan: Plan) -> tuple[str, ...]:
    return tuple(one for one in told if one in plan.indicators_by_id)


def _how_many(count: int) -> str:
    return HOW_MANY[1 if count == 1 else 2 if count < _MANY else 3]

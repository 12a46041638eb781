"""The state of a conversation: the last query, and the passages that were cited."""

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

    `query` is the last that was asked of the plan and `cited` the ids of the passages that the
    answer rests on, in its order; `first` is the first query of the conversation, and `listed` the
    ids of the last answer that had several; `earlier` are those of each answer before. Where the
    last question `is_refused`, `cited` is what was cited before.
    """

    query: Query
    cited: tuple[str, ...]
    first: Query
    listed: tuple[str, ...] = ()
    is_refused: bool = False
    earlier: tuple[tuple[str, ...], ...] = ()

    def after(self, query: Query, cited: tuple[str, ...]) -> State:
        """Return the state after the next answer of the conversation."""
        earlier = (*self.earlier, self.cited)[-_MOST_EARLIER:]
        return State(query, cited, self.first, self._listed(cited), earlier=earlier)

    def _listed(self, cited: tuple[str, ...]) -> tuple[str, ...]:
        """Several things are a list; so are two that were cited one after the other."""
        if len(cited) > 1 or not cited:
            return cited or self.listed
        if len(self.cited) == 1 and self.cited != cited and cited[0] not in self.listed:
            return (*self.cited, *cited)
        return self.listed

    @classmethod
    def begun(cls, query: Query, cited: tuple[str, ...]) -> State:
        """Return the state after the first answer."""
        return cls(query, cited, query, cited if len(cited) > 1 else ())

    def rows(self, plan: Plan) -> tuple[str, ...]:
        """Return the ids of the rows that were cited."""
        return _rows(self.cited, plan)

    def rows_before(self, plan: Plan) -> tuple[str, ...]:
        """Return the ids of the rows that were cited last, now or before."""
        answers = (self.cited, *reversed(self.earlier))
        return next(filter(None, (_rows(cited, plan) for cited in answers)), ())

    def sections(self, plan: Plan) -> tuple[str, ...]:
        """Return the sections of what was cited, each once."""
        return tuple(dict.fromkeys(plan.passage(one).section for one in self.cited))

    def kinds(self, plan: Plan) -> tuple[Kind, ...]:
        """Return the kind of what was cited; () where it is of several."""
        kinds = {plan.passage(one).kind for one in self.cited}
        return tuple(kinds) if len(kinds) == 1 else ()

    def previous(self, plan: Plan) -> tuple[str, ...]:
        """Return what was answered in words of `tags.PREVIOUS`: act, first kind, how many."""
        if self.is_refused or not self.cited:
            return (REFUSAL, HOW_MANY[0])
        kind = plan.passage(self.cited[0]).kind.value
        return (self.query.act.value, kind, _how_many(len(self.cited)))


def _rows(cited: tuple[str, ...], plan: Plan) -> tuple[str, ...]:
    return tuple(one for one in cited if one in plan.indicators_by_id)


def _how_many(count: int) -> str:
    return HOW_MANY[1 if count == 1 else 2 if count < _MANY else 3]

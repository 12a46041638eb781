"""The key of a passage, as it is kept with what cited it → the passage, where it is served."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import passage_url
from assistant.errors import NoSuchPlanError
from assistant.plans.many_plans import ManyPlans
from assistant.service import Assistant
from corpus.about import About
from corpus.errors import CorpusError
from corpus.plan import Passage, Plan
from index.errors import SearchIndexError
from web.rendering import legible

_LONGEST_GIST = 40


class CitedPassages:
    """Finds passages of the plan `own`, whose keys may name no plan, and of `many` plans.

    A plan is read at the first key that names it.
    """

    def __init__(self, own: Assistant, many: ManyPlans | None) -> None:
        self._own = own
        self._many = many
        self._plans: dict[str, Plan | None] = {"": own.plan, own.about.id: own.plan}

    def find(self, key: str) -> tuple[Passage, str] | None:
        """Return the passage of `key` and its address; None for what is not served just now."""
        plan_id, _, passage_id = key.rpartition("/")
        if plan_id not in self._plans:
            self._plans[plan_id] = self._read(plan_id)
        plan = self._plans[plan_id]
        try:
            passage = plan.passage(passage_id) if plan else None
        except KeyError:
            # Only an earlier plan had it.
            return None
        return (passage, passage_url(passage, self._about(plan_id))) if passage else None

    def _read(self, plan_id: str) -> Plan | None:
        try:
            return self._many.read(plan_id) if self._many else None
        except (NoSuchPlanError, SearchIndexError, CorpusError, OSError):
            return None

    def _about(self, plan_id: str) -> About | None:
        """Whose plan the address names: none where there is but one."""
        return self._many.about(plan_id) if self._many and plan_id else None


@dataclass(frozen=True, slots=True)
class PassageCell:
    """A cell of a table that names a passage; its plan is looked at where the cell is shown."""

    key: str
    passages: CitedPassages

    @property
    def text(self) -> str:
        """The key, with what the passage begins with where it is found."""
        found = self.passages.find(self.key)
        if found is None:
            return self.key
        text = " ".join(legible(found[0].text).split())
        gist = text if len(text) <= _LONGEST_GIST else f"{text[:_LONGEST_GIST]}…"
        return f"{self.key} {gist}"

    @property
    def url(self) -> str:
        """The address of the passage, "" where it is not found."""
        found = self.passages.find(self.key)
        return found[1] if found else ""

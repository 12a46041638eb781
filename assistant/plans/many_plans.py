"""Several plans, each answered from by its own assistant, which is opened when it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.errors import NoSuchPlanError
from assistant.plans.across import AcrossPlans
from assistant.plans.built_plan import open_built, read_built
from assistant.plans.latest_open import LatestOpen
from assistant.plans.models import Models
from assistant.protocols import Answering
from assistant.service import Assistant
from corpus.about import About
from corpus.plan import Plan
from index.collection.protocols import PlanStore
from index.errors import REBUILD, IndexMissingError


@dataclass(frozen=True)
class ManyPlans:
    """The plans of a store: `default` is the id of the one that is asked where none is named."""

    store: PlanStore
    models: Models
    abouts: Sequence[About]
    default: str
    _open: LatestOpen[Assistant] = field(default_factory=LatestOpen)

    @classmethod
    def open(cls, store: PlanStore, models: Models, default: str | None = None) -> ManyPlans:
        """Open the plans that `store` has; the first is asked by default where none is named.

        Raises IndexMissingError where it has none, NoSuchPlanError where it has no such default.
        """
        abouts = tuple(store.abouts())
        if not abouts:
            raise IndexMissingError(f"no plan is indexed yet: {REBUILD}")
        plans = cls(store, models, abouts, default or abouts[0].id)
        plans.about(plans.default)
        return plans

    def about(self, plan_id: str) -> About:
        """Return whose plan `plan_id` is; NoSuchPlanError names those that there are."""
        for one in self.abouts:
            if one.id == plan_id:
                return one
        raise NoSuchPlanError(plan_id, [one.id for one in self.abouts])

    def plan(self, plan_id: str) -> Assistant:
        """Return the assistant of one plan; the last ones asked stay open.

        Raises NoSuchPlanError where there is none, SearchIndexError where it cannot be opened.
        """
        self.about(plan_id)
        return self._open.get(plan_id, self._opened)

    def read(self, plan_id: str) -> Plan:
        """Return one plan alone, to be looked at and not to be asked: it is not opened for that.

        Raises NoSuchPlanError, SearchIndexError, CorpusError or OSError.
        """
        self.about(plan_id)
        return read_built(self.store.folder(plan_id))

    def answering(self, plan_ids: Sequence[str] = ()) -> Answering:
        """Return what answers from the plans of these ids, from all where none is given.

        Raises NoSuchPlanError where there is no such plan.
        """
        chosen = tuple(self.about(plan_id) for plan_id in plan_ids) or tuple(self.abouts)
        if len(chosen) == 1:
            return self.plan(chosen[0].id)
        return AcrossPlans(self.store, chosen, len(chosen) == len(self.abouts), self.plan)

    def _opened(self, plan_id: str) -> Assistant:
        alone = len(self.abouts) == 1
        return open_built(self.store.folder(plan_id), plan_id, self.models, not alone)

"""Which plans a question is put to: the one that the pages are of, or those that it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from fastapi.exceptions import RequestValidationError

from assistant.errors import NoSuchPlanError
from assistant.plans.many_plans import ManyPlans
from assistant.protocols import Answering

Plans = Sequence[str] | Literal["all"] | None


@dataclass(frozen=True, slots=True)
class AskedPlans:
    """What answers: `own` where a question names no plans, else `many`, where there are several."""

    own: Answering
    many: ManyPlans | None = None

    def of(self, plans: Plans) -> Answering:
        """Return what answers from `plans`; RequestValidationError where one is none."""
        if not plans:
            return self.own
        try:
            if self.many is None:
                raise NoSuchPlanError(plans[0], ())
            return self.many.answering(() if plans == "all" else plans)
        except NoSuchPlanError as error:
            wrong = {"type": "no_such_plan", "loc": ("body", "plans"), "msg": str(error)}
            raise RequestValidationError([wrong]) from error

"""POST /api/feedback: whether an answer was useful."""

from __future__ import annotations

from fastapi import APIRouter, Request

from web.asked_plans import AskedPlans
from web.noted import noted
from web.schemas import PROBLEMS, FeedbackIn
from web.verdicts import Verdict, Verdicts


def feedback_router(asked_plans: AskedPlans, verdicts: Verdicts) -> APIRouter:
    """Return the route that takes verdicts."""
    router = APIRouter(prefix="/api", responses=PROBLEMS)

    @router.post("/feedback", status_code=204)
    def feedback(request: Request, given: FeedbackIn) -> None:
        """Keep whether the answer to a question was useful, with an optional word.

        The question itself is not kept; personal data in the word is masked.
        """
        answering = asked_plans.of(given.plans)
        answer = answering.ask(
            given.question, given.turns(), given.language, given.style, given.carry
        )
        verdicts.add(Verdict.on(answer, given.useful, given.word))
        noted(request.scope).useful = given.useful

    return router

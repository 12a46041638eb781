"""The programs' interface: /api/ask, /api/search, /api/plan, /api/indicators."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse

from assistant.answer import LinkedIndicator
from assistant.answer_json import answer_as_json, indicator_link_as_json, retrieved_as_json
from assistant.service import Assistant
from corpus.plan_json import plan_as_json
from web.asked_plans import AskedPlans
from web.noted import noted
from web.question_writer import Keep
from web.schemas import (
    PROBLEMS,
    AnswerOut,
    AskIn,
    IndicatorsOut,
    QuestionText,
    SearchOut,
)

_MOST_RESULTS = 100


def ask_router(asked_plans: AskedPlans, keep: Keep) -> APIRouter:
    """Return the routes that ask `asked_plans` and search them; answers are told to `keep`."""
    router = APIRouter(prefix="/api", responses=PROBLEMS)

    @router.post("/ask", response_model=AnswerOut)
    def ask(request: Request, asked: AskIn) -> JSONResponse:
        """Answer a question; every statement with the passage that it rests on."""
        answering = asked_plans.of(asked.plans)
        answer = answering.ask(
            asked.question, asked.turns(), asked.language, asked.style, asked.carry
        )
        keep(answer)
        noted(request.scope).intent = answer.intent
        # As a response of its own: the framework would check it against the model first.
        return JSONResponse(answer_as_json(answer, retrieved=asked.debug))

    @router.get("/search", response_model=SearchOut)
    def search(
        q: Annotated[QuestionText, Query()],
        k: Annotated[int, Query(ge=1, le=_MOST_RESULTS)] = 10,
    ) -> dict[str, Any]:
        """Find the `k` best passages for the query `q`."""
        return {"query": q, "results": retrieved_as_json(asked_plans.own.search(q, k))}

    return router


def plan_router(assistant: Assistant) -> APIRouter:
    """Return the routes that give a plan as data."""
    router = APIRouter(prefix="/api", responses=PROBLEMS)

    @router.get("/plan")
    def plan() -> dict[str, Any]:
        """The whole plan as it was read, every passage with its lines."""
        return plan_as_json(assistant.plan)

    @router.get("/indicators", response_model=IndicatorsOut, response_model_exclude_unset=True)
    def indicators() -> dict[str, Any]:
        """Every indicator of the plan."""
        links = (LinkedIndicator(row, about=assistant.told_of) for row in assistant.plan.indicators)
        return {"indicators": [indicator_link_as_json(link) for link in links]}

    return router

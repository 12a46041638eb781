"""POST /api/feedback: whether an answer was useful."""

from __future__ import annotations

import sqlite3

from fastapi import APIRouter, HTTPException, Request

from assistant.ask import Assistant
from web.feedback_store import FeedbackStore
from web.noted import noted
from web.schemas import PROBLEMS, FeedbackIn


def feedback_router(assistant: Assistant, store: FeedbackStore) -> APIRouter:
    """Return the route that takes verdicts."""
    router = APIRouter(prefix="/api", responses=PROBLEMS)

    @router.post("/feedback", status_code=204)
    def feedback(request: Request, given: FeedbackIn) -> None:
        """Keep whether the answer to a question was useful; the question itself is not kept."""
        answer = assistant.ask(given.question, given.turns(), given.language, given.style)
        try:
            store.add(answer, given.useful)
        except sqlite3.Error as error:
            raise HTTPException(503) from error
        noted(request.scope).useful = given.useful

    return router

"""The answer as server-sent events: `status`, `citation`, `delta`, `done`."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from assistant.answer import Answer, Style
from assistant.answer_json import answer_as_json
from web.answer_view import answer_view
from web.asked_plans import AskedPlans
from web.contexts import AnswerFragment, page
from web.noted import noted
from web.question_writer import Keep
from web.rendering import Renderer
from web.schemas import PROBLEMS, AnswerLanguage, AskIn, QuestionText

_STATEMENT = re.compile(r".*?(?:\[\d+\][。.]?|\n|$)", re.DOTALL)


class EventStream(StreamingResponse):
    """Server-sent events (WHATWG HTML, section 9.2)."""

    media_type = "text/event-stream"


def stream_router(asked_plans: AskedPlans, keep: Keep, renderer: Renderer) -> APIRouter:
    """Return the routes of the stream; answers are told to `keep`."""
    router = APIRouter(prefix="/api/ask", responses=PROBLEMS)

    def respond(request: Request, asked: AskIn) -> EventStream:
        answering = asked_plans.of(asked.plans)
        # Before the stream begins: what goes wrong has a status then.
        answer = answering.ask(
            asked.question, asked.turns(), asked.language, asked.style, asked.carry
        )
        keep(answer)
        noted(request.scope).intent = answer.intent
        return EventStream(
            _events(request, asked, answer, renderer),
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    @router.post("/stream", response_class=EventStream)
    def stream(request: Request, asked: AskIn) -> EventStream:
        """Answer a question as a stream of events; `done` carries the whole answer."""
        return respond(request, asked)

    @router.get("/stream", response_class=EventStream)
    def stream_by_address(
        request: Request,
        question: Annotated[QuestionText, Query()],
        lang: Annotated[AnswerLanguage, Query()] = "auto",
        style: Annotated[Style, Query()] = "normal",
    ) -> EventStream:
        """The same by address, for a question without turns before it."""
        return respond(request, AskIn(question=question, lang=lang, style=style))

    return router


def _events(request: Request, asked: AskIn, answer: Answer, renderer: Renderer) -> Iterator[str]:
    yield _event("status", {"state": "retrieving"})
    fields = answer_as_json(answer, retrieved=asked.debug)
    for citation in fields["citations"]:
        yield _event("citation", citation)
    for match in _STATEMENT.finditer(answer.text):
        if match[0]:
            yield _event("delta", {"text": match[0]})
    # The page may hold more answers than its history has turns: the key must be new to it.
    view = answer_view(answer, f"s{secrets.token_hex(4)}")
    html = renderer.html("answer.html", AnswerFragment(page(request, "nav_chat"), view))
    yield _event("done", {**fields, "html": html})


def _event(name: str, data: dict[str, Any]) -> str:
    # JSON holds no line break, so one data line is enough.
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"

"""The composition of the web: one assistant, its pages, its JSON, its stream."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from assistant.ask import Assistant
from web.admission import Admission, Room
from web.api import api_router
from web.chat import chat_router
from web.desk import desk_router
from web.feedback import feedback_router
from web.find import find_router
from web.headers import SecurityHeaders
from web.health import health_router
from web.hosts import Hosts
from web.indicators import indicators_router
from web.limits import BodyLimit
from web.metrics import Metrics, metrics_router
from web.origin import SameOrigin
from web.pages import pages_router
from web.problems import add_problem_handlers
from web.proxies import Network
from web.question_writer import QuestionWriter, keep_nothing
from web.rendering import Renderer
from web.sending import SendLimit
from web.staff.pages import Staff, staff_router
from web.stream import stream_router
from web.verdicts import Verdicts


def create_app(
    assistant: Assistant,
    feedback: Verdicts,
    room: Room | None = None,
    hosts: frozenset[str] = frozenset(),
    questions: QuestionWriter | None = None,
    staff: Staff | None = None,
    metrics: Metrics | None = None,
    scrapers: Sequence[Network] = (),
) -> FastAPI:
    """Return the application over `assistant`, which keeps verdicts on answers in `feedback`.

    It answers as many requests at once as `room` says, under the names `hosts` or under any.
    What is asked is kept by `questions`, and the pages of the `staff` open, where they are given;
    `metrics` are shown to the addresses `scrapers`.
    """
    app = FastAPI(
        title="道しるべ Michishirube",
        version="0.1.0",
        # The documentation page of the framework loads its script from another host.
        docs_url=None,
        redoc_url=None,
        # Traces and logs would hold the questions that stand in addresses.
        telemetry={"tracing": False, "logs": False},
    )
    renderer = Renderer()
    keep, days = (questions.keep, questions.log.days) if questions else (keep_nothing, 0)
    app.include_router(chat_router(assistant, feedback, keep, days, renderer))
    app.include_router(pages_router(assistant, days, renderer))
    app.include_router(indicators_router(assistant, renderer))
    app.include_router(find_router(assistant, renderer))
    app.include_router(desk_router(assistant, renderer))
    app.include_router(api_router(assistant, keep))
    app.include_router(feedback_router(assistant, feedback))
    app.include_router(stream_router(assistant, keep, renderer))
    log = questions.log if questions else None
    app.include_router(staff_router(staff, assistant.plan, feedback, log, renderer))
    app.include_router(health_router(assistant))
    app.include_router(metrics_router(metrics or Metrics(), scrapers))
    static = Path(str(resources.files("web"))) / "static"
    app.mount("/static", StaticFiles(directory=static), name="static")
    app.add_middleware(BodyLimit)
    app.add_middleware(SameOrigin, names=hosts, renderer=renderer)
    app.add_middleware(Admission, room=room or Room(), renderer=renderer)
    app.add_middleware(Hosts, names=hosts, renderer=renderer)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(SendLimit)
    add_problem_handlers(app, renderer)
    return app

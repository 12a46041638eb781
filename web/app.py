"""The composition of the web: one assistant, its pages, its JSON, its stream."""

from __future__ import annotations

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
from web.feedback_store import FeedbackStore
from web.find import find_router
from web.headers import SecurityHeaders
from web.health import health_router
from web.hosts import Hosts
from web.indicators import indicators_router
from web.limits import BodyLimit
from web.pages import pages_router
from web.problems import add_problem_handlers
from web.rendering import Renderer
from web.sending import SendLimit
from web.stream import stream_router


def create_app(
    assistant: Assistant,
    feedback: FeedbackStore,
    room: Room | None = None,
    hosts: frozenset[str] = frozenset(),
) -> FastAPI:
    """Return the application over `assistant`, which keeps verdicts on answers in `feedback`.

    It answers as many requests at once as `room` says, under the names `hosts` or under any.
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
    app.include_router(chat_router(assistant, feedback, renderer))
    app.include_router(pages_router(assistant, renderer))
    app.include_router(indicators_router(assistant, renderer))
    app.include_router(find_router(assistant, renderer))
    app.include_router(desk_router(assistant, renderer))
    app.include_router(api_router(assistant))
    app.include_router(feedback_router(assistant, feedback))
    app.include_router(stream_router(assistant, renderer))
    app.include_router(health_router(assistant))
    static = Path(str(resources.files("web"))) / "static"
    app.mount("/static", StaticFiles(directory=static), name="static")
    app.add_middleware(BodyLimit)
    app.add_middleware(Admission, room=room or Room(), renderer=renderer)
    app.add_middleware(Hosts, names=hosts, renderer=renderer)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(SendLimit)
    add_problem_handlers(app, renderer)
    return app

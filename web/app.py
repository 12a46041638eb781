"""The composition of the web: one assistant, its pages, its JSON, its stream."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from assistant.plans.many_plans import ManyPlans
from assistant.protocols import Answering
from assistant.service import Assistant
from corpus.companion import Companion
from corpus.plan import Section
from web.admission import Admission
from web.api import ask_router, plan_router
from web.asked_plans import AskedPlans
from web.beats import Beats
from web.chat import chat_router
from web.desk import desk_router
from web.feedback import feedback_router
from web.find import find_router
from web.headers import SecurityHeaders
from web.heads import Heads
from web.health import health_router
from web.hosts import Hosts
from web.indicators import indicators_router
from web.metrics import Metrics, metrics_router
from web.notices import notices_router
from web.origin import SameOrigin
from web.pages import pages_router
from web.places import Room
from web.plan_shown import PlanShown, show_plan
from web.plans import PlanPages, plans_router, refuse_taken
from web.problems import add_problem_handlers
from web.proxies import Network
from web.question_writer import Keep, QuestionWriter, keep_nothing
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
    many: ManyPlans | None = None,
    beats: Beats | None = None,
) -> FastAPI:
    """Return the application over `assistant`, which keeps verdicts on answers in `feedback`.

    It answers as many requests at once as `room` says, under the names `hosts` or under any.
    What is asked is kept by `questions`, and the pages of the `staff` open, where they are given;
    `metrics` are shown to the addresses `scrapers`. Where the plan is one of `many`, each of them
    has its pages under /{plan}/, and all of them together under /all/. `beats` are those of the
    processes that answer, where there are several.
    """
    renderer = Renderer()
    pages = _Pages(feedback, questions, renderer, many)
    app = pages.of_plan(assistant)
    log = questions.log if questions else None
    app.include_router(staff_router(staff, assistant, many, feedback, log, renderer))
    app.include_router(health_router(assistant, many, beats))
    app.include_router(metrics_router(metrics, scrapers))
    static = Path(str(resources.files("web"))) / "static"
    app.mount("/static", StaticFiles(directory=static), name="static")
    if many:
        app.include_router(plans_router(many, renderer))
        refuse_taken(many)
        app.mount("/{plan}", PlanPages(many, pages.of_plan, pages.of_all))
    app.add_middleware(Heads)
    app.add_middleware(Admission, room=room or Room(), renderer=renderer)
    app.add_middleware(SameOrigin, names=hosts, renderer=renderer)
    app.add_middleware(Hosts, names=hosts, renderer=renderer)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(SendLimit)
    return app


@dataclass(frozen=True)
class _Pages:
    """Makes the pages of a plan, or of all of `many`; what is asked goes to one place."""

    feedback: Verdicts
    questions: QuestionWriter | None
    renderer: Renderer
    many: ManyPlans | None

    @property
    def _keep(self) -> Keep:
        return self.questions.keep if self.questions else keep_nothing

    @property
    def _days(self) -> int:
        return self.questions.log.days if self.questions else 0

    def of_all(self, many: ManyPlans) -> FastAPI:
        """Return the pages on which all plans are asked."""
        app = self._asked(many.answering(), (), {}, {})
        show_plan(app, PlanShown(None, others=True))
        return app

    def of_plan(self, assistant: Assistant) -> FastAPI:
        """Return the pages of one plan."""
        plan, renderer = assistant.plan, self.renderer
        app = self._asked(
            assistant, plan.sections, assistant.companions, assistant.sources.examples
        )
        app.include_router(pages_router(assistant, renderer))
        app.include_router(indicators_router(assistant, renderer))
        app.include_router(find_router(assistant, renderer))
        app.include_router(desk_router(assistant, renderer))
        app.include_router(plan_router(assistant))
        chapters = tuple(chapter.title for chapter in plan.chapters)
        show_plan(app, PlanShown(assistant.about, chapters, self.many is not None))
        return app

    def _asked(
        self,
        answering: Answering,
        sections: tuple[Section, ...],
        companions: Mapping[str, Companion],
        examples: Mapping[str, Sequence[str]],
    ) -> FastAPI:
        app = FastAPI(
            title="道しるべ Michishirube",
            version="0.1.0",
            # The documentation page of the framework loads its script from another host.
            docs_url=None,
            redoc_url=None,
            # Traces and logs would hold the questions that stand in addresses.
            telemetry={"tracing": False, "logs": False},
        )
        asked, keep, renderer = AskedPlans(answering, self.many), self._keep, self.renderer
        chat = chat_router(
            answering, sections, companions, examples, self.feedback, keep, self._days, renderer
        )
        app.include_router(chat)
        app.include_router(notices_router(self._days, renderer))
        app.include_router(ask_router(asked, keep))
        app.include_router(feedback_router(asked, self.feedback))
        app.include_router(stream_router(asked, keep, renderer))
        add_problem_handlers(app, renderer)
        return app

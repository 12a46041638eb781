"""/plans, /{plan}/… and /all/…: the pages of each of several plans, and of all of them at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import StringConstraints
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.errors import NoSuchPlanError, TakenPlanIdError
from assistant.plans.latest_open import LatestOpen
from assistant.plans.many_plans import ManyPlans
from assistant.service import Assistant
from index.errors import SearchIndexError
from web.contexts import PlansPage, page
from web.rendering import Renderer
from web.schemas import Text

ALL = "all"
_City = Annotated[Text, StringConstraints(max_length=40)]
# What the addresses of other pages begin with: those of a plan of this id would lie behind them.
TAKEN = frozenset(
    {"accessibility", "api", "desk", "docs", "find", "glossary", "healthz", "indicators", "metrics"}
    | {"plan", "plans", "privacy", "readyz", "staff", "static", ALL}
)


def refuse_taken(many: ManyPlans) -> None:
    """Refuse a plan whose pages nobody would reach; TakenPlanIdError names it."""
    for about in many.abouts:
        if about.id in TAKEN:
            raise TakenPlanIdError(about.id)


def plans_router(many: ManyPlans, renderer: Renderer) -> APIRouter:
    """Return the route of the page on which a plan is chosen."""
    router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

    @router.get("/plans")
    def plans(request: Request, q: Annotated[_City, Query()] = "") -> HTMLResponse:
        sought = q.strip().lower()
        found = [one for one in many.abouts if sought in f"{one.city} {one.city_en}".lower()]
        context = PlansPage(page(request, "plans_title"), q, tuple(found))
        return renderer.page("plans.html", context)

    return router


class PlanPages:
    """ASGI application under /{plan}/: `of_plan` makes the pages of one, `of_all` those of all.

    Those of the plans that were asked last stay open.
    """

    def __init__(
        self,
        many: ManyPlans,
        of_plan: Callable[[Assistant], ASGIApp],
        of_all: Callable[[ManyPlans], ASGIApp],
    ) -> None:
        self._many = many
        self._of_plan = of_plan
        self._of_all = of_all
        self._open: LatestOpen[ASGIApp] = LatestOpen()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer by the pages of the plan that the address names; HTTPException 404 for none.

        Raises SearchIndexError where that plan cannot be opened.
        """
        try:
            plan_id = scope["path_params"]["plan"]
            pages = await run_in_threadpool(self._open.get, plan_id, self._make)
        except (NoSuchPlanError, SearchIndexError) as error:
            # The page that says so is of the plan that is asked by default, as its links are.
            scope["root_path"] = scope["app_root_path"]
            if isinstance(error, NoSuchPlanError):
                raise HTTPException(404) from error
            raise
        await pages(scope, receive, send)

    def _make(self, plan_id: str) -> ASGIApp:
        if plan_id == ALL:
            return self._of_all(self._many)
        return self._of_plan(self._many.plan(plan_id))

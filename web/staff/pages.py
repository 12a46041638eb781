"""/staff: what citizens look for in vain and what they think of it; shut unless a city opens it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup
from pydantic import StringConstraints

from assistant.plans.many_plans import ManyPlans
from assistant.service import Assistant
from web.contexts import page
from web.days import today
from web.forms import FormRoute
from web.problems import refusal
from web.question_log import QuestionLog
from web.rendering import Renderer
from web.staff.chart import bars
from web.staff.cited import CitedPassages
from web.staff.contexts import SignInPage, StaffClosedPage, StaffPage
from web.staff.door import COOKIE, Door, Visit
from web.staff.figures import Kept, tables
from web.staff.files import table_csv
from web.staff.password import LONGEST
from web.staff.rebuilding import Rebuilding
from web.staff.sessions import IDLE_S
from web.verdicts import Verdicts

_SPANS = (7, 30, 90, 365)
_MOST_ROWS = 100
_FORBIDDEN, _TOO_MANY, _SEE_OTHER = 403, 429, 303

_Days = Annotated[int, Query(ge=1, le=max(_SPANS))]
_Token = Annotated[str, Form(max_length=200)]
_Password = Annotated[str, StringConstraints(max_length=LONGEST), Form()]


@dataclass(frozen=True, slots=True)
class Staff:
    """What the pages of the staff have beside those of everybody."""

    door: Door
    rebuilding: Rebuilding


def staff_router(
    staff: Staff | None,
    assistant: Assistant,
    many: ManyPlans | None,
    verdicts: Verdicts,
    log: QuestionLog | None,
    renderer: Renderer,
) -> APIRouter:
    """Return the routes of the staff, all of them shut where `staff` is None.

    Passages lead to the plan of the `assistant`, or to that of `many` which their keys name.
    """
    router = APIRouter(prefix="/staff", include_in_schema=False, route_class=FormRoute)

    def visit_of(request: Request) -> Visit | None:
        return staff.door.visit(request) if staff else None

    def outside(request: Request, visit: Visit | None) -> Response:
        """Where one is led who is not inside."""
        shown = page(request, "staff_title")
        if visit and visit.takes_password:
            return RedirectResponse(f"/staff/sign-in{shown.suffix}", _SEE_OTHER)
        context = StaffClosedPage(shown, by_proxy=visit is not None)
        return renderer.page("staff_closed.html", context, _FORBIDDEN)

    def kept(days: int) -> Kept:
        first = today() - timedelta(days=days - 1)
        judged = [one for one in verdicts.all() if one.day >= first.isoformat()]
        asked = None
        if log:
            asked = [one for one in log.all() if one.day >= first.isoformat()]
        return Kept(first, today(), judged, asked)

    @router.get("")
    def overview(request: Request, days: _Days = 30) -> Response:
        visit = visit_of(request)
        if not (staff and visit and visit.inside):
            return outside(request, visit)
        shown = page(request, "staff_title")
        found = kept(days)
        context = StaffPage(
            page=shown,
            tables=tables(found, CitedPassages(assistant, many), shown.words),
            most=_MOST_ROWS,
            charts=_charts(found, shown.words),
            days=days,
            spans=_SPANS,
            log_days=log.days if log else 0,
            signs_out=visit.session.signed_in,
            token=visit.token,
            rebuilding=staff.rebuilding.state,
            said=staff.rebuilding.said,
        )
        return _sent(renderer.page("staff.html", context), request, visit)

    @router.get("/{name}.csv")
    def as_csv(request: Request, name: str, days: _Days = 30) -> Response:
        visit = visit_of(request)
        if not (visit and visit.inside):
            return outside(request, visit)
        words = page(request, "staff_title").words
        every = tables(kept(days), CitedPassages(assistant, many), words)
        table = next((one for one in every if one.name == name), None)
        if table is None:
            raise HTTPException(404)
        headers = {"Content-Disposition": f'attachment; filename="{table.name}.csv"'}
        text = table_csv(table, words)
        response = Response(text, media_type="text/csv; charset=utf-8", headers=headers)
        return _sent(response, request, visit)

    @router.get("/sign-in")
    def form(request: Request) -> Response:
        visit = visit_of(request)
        if not (visit and visit.takes_password):
            return outside(request, visit)
        return sign_in_page(request, visit)

    def sign_in_page(
        request: Request, visit: Visit, said: str = "", status: int = 200, wait: int = 0
    ) -> Response:
        shown = page(request, "staff_sign_in")
        told = shown.words[said].format(minutes=-(-wait // 60)) if said else ""
        context = SignInPage(shown, visit.token, told)
        response = renderer.page("staff_sign_in.html", context, status)
        if wait:
            response.headers["Retry-After"] = str(wait)
        return _sent(response, request, visit)

    @router.post("/sign-in")
    def sign_in(request: Request, password: _Password = "", token: _Token = "") -> Response:
        visit = visit_of(request)
        if not (staff and visit and visit.takes_password):
            return outside(request, visit)
        if not staff.door.is_own_form(visit, token):
            return sign_in_page(request, visit, "staff_again", _FORBIDDEN)
        wait = staff.door.wait(request)
        if wait:
            return sign_in_page(request, visit, "staff_wait", _TOO_MANY, max(1, round(wait)))
        entered = staff.door.sign_in(request, password)
        if entered is None:
            return sign_in_page(request, visit, "staff_wrong", _FORBIDDEN)
        return _sent(_to("/staff", request), request, entered)

    def own_form(request: Request, token: str) -> tuple[Staff, Visit] | Response:
        """The visit of a form that may change something, or what is answered instead."""
        visit = visit_of(request)
        if not (staff and visit and visit.inside):
            return outside(request, visit)
        if not staff.door.is_own_form(visit, token):
            return refusal(request, renderer, _FORBIDDEN)
        return staff, visit

    @router.post("/sign-out")
    def sign_out(request: Request, token: _Token = "") -> Response:
        let_in = own_form(request, token)
        if isinstance(let_in, Response):
            return let_in
        inside, visit = let_in
        inside.door.sign_out(visit)
        response = _to("/staff", request)
        response.delete_cookie(COOKIE, path="/staff")
        return response

    @router.post("/rebuild")
    def rebuild(request: Request, token: _Token = "") -> Response:
        let_in = own_form(request, token)
        if isinstance(let_in, Response):
            return let_in
        inside, visit = let_in
        inside.rebuilding.start()
        return _sent(_to("/staff", request), request, visit)

    return router


def _to(path: str, request: Request) -> Response:
    return RedirectResponse(f"{path}{page(request, '').suffix}", _SEE_OTHER)


def _sent(response: Response, request: Request, visit: Visit) -> Response:
    """Send the session with `response`, which nobody may store."""
    response.headers["Cache-Control"] = "no-store"
    response.set_cookie(
        COOKIE,
        visit.cookie,
        IDLE_S,
        path="/staff",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return response


def _charts(kept: Kept, words: Mapping[str, str]) -> tuple[tuple[str, Markup], ...]:
    """Questions, those that got no answer upon them, and verdicts, a day each."""
    per_day = [counts for _, counts in kept.per_day()]
    charts = []
    if kept.asked is not None:
        pairs = [(one["asked"] - one["refused"], one["refused"]) for one in per_day]
        refused = sum(pair[1] for pair in pairs)
        asked = sum(sum(pair) for pair in pairs)
        share = f"{100 * refused / asked:.0f}" if asked else "0"
        name = words["chart_asked"].format(count=asked, refused=refused, share=share)
        charts.append((name, bars(name, pairs)))
    pairs = [(one["useful_yes"], one["useful_no"]) for one in per_day]
    yes, no = (sum(pair[place] for pair in pairs) for place in (0, 1))
    name = words["chart_judged"].format(yes=yes, no=no)
    charts.append((name, bars(name, pairs)))
    return tuple(charts)

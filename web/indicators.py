"""/indicators: every indicator in a table to sort and filter, as pictures, and as files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, StringConstraints

from assistant.answer import LinkedIndicator
from assistant.answer_json import indicator_link_as_json
from assistant.answering.linking import initiatives_of
from assistant.service import Assistant
from corpus.plan import Indicator
from index.morphology import morphemes
from web.contexts import IndicatorFacets, IndicatorRow, IndicatorsPage, english, page
from web.indicator_files import indicators_csv
from web.rendering import Renderer
from web.schemas import Text

_LONGEST_FACET = 40
_NOT_YET = float("inf")


def _reading(row: Indicator) -> str:
    return "".join(m.kana or m.surface for m in morphemes(row.name))


# By what the table may be sorted; what has no value comes last.
SORTS: dict[str, Callable[[Indicator], Any]] = {
    "plan": lambda row: row.passage.lines,
    "name": _reading,
    "latest": lambda row: _NOT_YET if row.latest.value is None else row.latest.value,
    "year": lambda row: (row.latest.year or 0, row.passage.lines),
    "target": lambda row: _NOT_YET if row.target.value is None else row.target.value,
}
TARGETS = ("up", "down", "keep", "valued")


_Facet = Annotated[Text, StringConstraints(max_length=_LONGEST_FACET)]


class _Asked(BaseModel):
    section: _Facet = ""
    target: _Facet = ""
    state: _Facet = ""
    sort: _Facet = "plan"


def indicators_router(assistant: Assistant, renderer: Renderer) -> APIRouter:
    """Return the routes of the indicators."""
    router = APIRouter(include_in_schema=False)
    plan = assistant.plan
    source = assistant.source("ja", "normal")
    initiatives = {row.passage.id: initiatives_of(row, source) for row in plan.indicators}

    @router.get("/indicators")
    def indicators(request: Request, asked: Annotated[_Asked, Query()]) -> HTMLResponse:
        shown = page(request, "nav_indicators")
        rows = _wanted(plan.indicators, asked)
        context = IndicatorsPage(
            page=shown,
            rows=tuple(
                IndicatorRow(row, plan.section(row.passage.section), initiatives[row.passage.id])
                for row in rows
            ),
            facets=IndicatorFacets(asked.section, asked.target, asked.state, asked.sort),
            sections=plan.sections,
            sorts=tuple(SORTS),
            targets=TARGETS,
            query=request.url.query,
            english=english(assistant.companions, shown),
            parents=plan.indicators_by_id,
        )
        return renderer.page("indicators.html", context)

    @router.get("/indicators.csv")
    def as_csv(request: Request, asked: Annotated[_Asked, Query()]) -> Response:
        said = page(request, "nav_indicators").words
        text = indicators_csv(plan, _wanted(plan.indicators, asked), said)
        headers = {"Content-Disposition": 'attachment; filename="indicators.csv"'}
        return Response(text, media_type="text/csv; charset=utf-8", headers=headers)

    @router.get("/indicators.json")
    def as_json(asked: Annotated[_Asked, Query()]) -> JSONResponse:
        links = [LinkedIndicator(row) for row in _wanted(plan.indicators, asked)]
        headers = {"Content-Disposition": 'attachment; filename="indicators.json"'}
        fields = {"indicators": [indicator_link_as_json(link) for link in links]}
        return JSONResponse(fields, headers=headers)

    return router


def _wanted(rows: Sequence[Indicator], asked: _Asked) -> list[Indicator]:
    kept = [row for row in rows if _is_wanted(row, asked)]
    return sorted(kept, key=SORTS.get(asked.sort, SORTS["plan"]))


def _is_wanted(row: Indicator, asked: _Asked) -> bool:
    measured = row.latest.value is not None
    valued = asked.target == "valued" and row.target.value is not None
    return (
        asked.section in ("", row.passage.section)
        and (asked.target in ("", row.target.direction) or valued)
        and (asked.state != "measured" or measured)
        and (asked.state != "undecided" or not measured)
    )

"""/find: passages by words, section, kind, partner and direction, for who knows the plan."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from assistant.ask import Assistant
from corpus.plan import Kind, Passage, Plan, Section
from web.answer_view import stretches
from web.contexts import Facets, FindPage, Found, english, page
from web.rendering import Renderer
from web.schemas import LONGEST_QUESTION, Text

# Search ranks every passage; one that scores less than these is not about the words.
_LEAST_SCORE = 0.2
_LEAST_SHARE_OF_BEST = 0.3
_LONGEST_FACET = 40


def find_router(assistant: Assistant, renderer: Renderer) -> APIRouter:
    """Return the route of the search."""
    router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
    plan = assistant.plan
    boxes = {box.name: box for one in plan.sections for box in one.partners.boxes}

    @router.get("/find")
    def find(
        request: Request,
        q: Annotated[Text, Query(max_length=LONGEST_QUESTION)] = "",
        section: Annotated[Text, Query(max_length=_LONGEST_FACET)] = "",
        kind: Annotated[Text, Query(max_length=_LONGEST_FACET)] = "",
        partner: Annotated[Text, Query(max_length=_LONGEST_FACET)] = "",
        direction: Annotated[Text, Query(max_length=_LONGEST_FACET)] = "",
    ) -> HTMLResponse:
        shown = page(request, "nav_find")
        facets = Facets(q.strip(), section, kind, partner, direction)
        context = FindPage(
            page=shown,
            facets=facets,
            sections=plan.sections,
            kinds=tuple(kind.value for kind in Kind),
            boxes=tuple(boxes.values()),
            found=_found(assistant, facets),
            english=english(assistant.companions, shown),
        )
        return renderer.page("find.html", context)

    return router


def _found(assistant: Assistant, facets: Facets) -> tuple[Found, ...]:
    plan = assistant.plan
    ranked = _about(facets.q, assistant) if facets.q else plan.passages
    wanted = [p for p in ranked if _is_wanted(p, plan.section(p.section), facets)]
    return tuple(_shown(passage, plan, facets.q.split()) for passage in wanted)


def _about(q: str, assistant: Assistant) -> tuple[Passage, ...]:
    ranked = assistant.search(q, len(assistant.plan.passages))
    best = ranked[0].score if ranked else 0.0
    least = max(_LEAST_SCORE, _LEAST_SHARE_OF_BEST * best)
    return tuple(one.passage for one in ranked if one.score >= least or q in one.passage.text)


def _shown(passage: Passage, plan: Plan, sought: list[str]) -> Found:
    text = passage.text.removeprefix(passage.heading).strip()
    return Found(passage, plan.section(passage.section).title, stretches(text, sought))


def _is_wanted(passage: Passage, section: Section, facets: Facets) -> bool:
    directions = {row.passage.id: row.target.direction for row in section.indicators}
    partners = {box.name for box in section.partners.boxes if box.checked}
    return (
        facets.section in ("", passage.section)
        and facets.kind in ("", passage.kind)
        and (not facets.partner or facets.partner in partners)
        and (not facets.direction or directions.get(passage.id) == facets.direction)
    )

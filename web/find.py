"""/find: passages by words, section, kind, partner and direction, for who knows the plan."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, StringConstraints

from assistant.service import Assistant
from assistant.understanding.language import language_of
from corpus.plan import Kind, Passage, Plan, Section
from web.answer_view import stretches
from web.contexts import Facets, FindPage, Found, english, page
from web.found_files import found_csv, found_markdown
from web.rendering import Renderer
from web.schemas import SearchText, Text

# Search ranks every passage; one that scores less than these is not about the words.
_LEAST_SCORE = 0.2
_LEAST_SHARE_OF_BEST = 0.3
_LONGEST_FACET = 40
_ALIKE = 4


_Facet = Annotated[Text, StringConstraints(max_length=_LONGEST_FACET)]


class _Asked(BaseModel):
    q: SearchText = ""
    section: _Facet = ""
    kind: _Facet = ""
    partner: _Facet = ""
    direction: _Facet = ""
    order: _Facet = ""

    def facets(self) -> Facets:
        return Facets(
            self.q.strip(), self.section, self.kind, self.partner, self.direction, self.order
        )


def find_router(assistant: Assistant, renderer: Renderer) -> APIRouter:
    """Return the routes of the search."""
    router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
    plan = assistant.plan
    boxes = {box.name: box for one in plan.sections for box in one.partners.boxes}

    @router.get("/find")
    def find(request: Request, asked: Annotated[_Asked, Query()]) -> HTMLResponse:
        shown = page(request, "nav_find")
        context = FindPage(
            page=shown,
            facets=asked.facets(),
            sections=plan.sections,
            kinds=tuple(kind.value for kind in Kind),
            boxes=tuple(boxes.values()),
            found=tuple(
                _shown(passage, plan, asked.q.split()) for passage in _found(assistant, asked)
            ),
            alike=_alike(assistant, asked.q),
            query=request.url.query,
            english=english(assistant.companions, shown),
        )
        return renderer.page("find.html", context)

    @router.get("/find.csv")
    def as_csv(request: Request, asked: Annotated[_Asked, Query()]) -> Response:
        text = found_csv(
            plan, assistant.told_of, _found(assistant, asked), page(request, "nav_find").words
        )
        return _file(text, "passages.csv", "text/csv")

    @router.get("/find.md")
    def as_markdown(request: Request, asked: Annotated[_Asked, Query()]) -> Response:
        text = found_markdown(plan, _found(assistant, asked), page(request, "nav_find").words)
        return _file(text, "passages.md", "text/markdown")

    return router


def _file(text: str, name: str, kind: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type=f"{kind}; charset=utf-8", headers=headers)


def _found(assistant: Assistant, asked: _Asked) -> list[Passage]:
    plan, facets = assistant.plan, asked.facets()
    ranked = _about(facets.q, assistant) if facets.q else plan.passages
    wanted = [p for p in ranked if _is_wanted(p, plan.section(p.section), facets)]
    return sorted(wanted, key=lambda p: p.lines) if asked.order == "plan" else wanted


def _alike(assistant: Assistant, q: str) -> tuple[str, ...]:
    """Ways in which people ask for the passage that comes first, nearest to `q`."""
    found = assistant.search(q, 1) if q.strip() else ()
    asks = assistant.asks.passages.get(found[0].passage.id) if found else None
    if asks is None:
        return ()
    texts = asks.en if language_of(q) == "en" else asks.ja
    near = assistant.index.nearness(q, texts)
    ranked = sorted(zip(texts, near, strict=True), key=lambda pair: -pair[1])
    return tuple(text for text, _ in ranked if text != q)[:_ALIKE]


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

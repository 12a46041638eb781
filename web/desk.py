"""/desk: the exact figure or wording within the keystroke, for who has somebody before them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from assistant.answer import Answer, Citation
from assistant.answering.draft import cite
from assistant.service import Assistant
from corpus.plan import Indicator, Kind
from web.contexts import DeskCard, DeskFragment, DeskPage, english, page
from web.noted import noted
from web.rendering import Renderer
from web.schemas import SearchText

_MOST_CARDS = 8
_SHARE_OF_BEST = 0.6


def desk_router(assistant: Assistant, renderer: Renderer) -> APIRouter:
    """Return the routes of the front desk."""
    router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

    def fragment(request: Request, q: str) -> DeskFragment:
        shown = page(request, "nav_desk")
        said = ""
        cards: tuple[DeskCard, ...] = ()
        if q.strip():
            answer = assistant.ask(q.strip(), lang=shown.lang)
            noted(request.scope).intent = answer.intent
            said = "" if answer.citations else answer.text
            cards = _cards(answer, assistant)
        return DeskFragment(shown, q, said, cards, english(assistant.companions, shown))

    @router.get("/desk")
    def desk(request: Request, q: Annotated[SearchText, Query()] = "") -> HTMLResponse:
        found = fragment(request, q)
        context = DeskPage(found.page, found.q, found.said, found.cards, found.english)
        return renderer.page("desk.html", context)

    @router.get("/desk/results")
    def results(request: Request, q: Annotated[SearchText, Query()] = "") -> HTMLResponse:
        return renderer.page("desk_results.html", fragment(request, q))

    return router


def _cards(answer: Answer, assistant: Assistant) -> tuple[DeskCard, ...]:
    """The passages of the answer, figures first; then what else was found."""
    cited = sorted(answer.citations, key=lambda one: one.passage.kind is not Kind.INDICATOR)
    told = {one.passage.id for one in cited}
    best = max((one.score for one in answer.retrieved), default=0.0)
    more = [
        cite(0, one.passage, (), assistant.plan, assistant.companions, answer.lang)
        for one in answer.retrieved
        if one.passage.id not in told and one.score >= best * _SHARE_OF_BEST
    ]
    rows = assistant.plan.indicators_by_id
    cards = [_card(one, True, rows) for one in cited] + [_card(one, False, rows) for one in more]
    return tuple(cards[: max(_MOST_CARDS, len(cited))])


def _card(citation: Citation, answers: bool, rows: Mapping[str, Indicator]) -> DeskCard:
    return DeskCard(citation, rows.get(citation.passage.id), answers)

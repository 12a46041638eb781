"""The pages of the plan to read: contents, section, glossary."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from assistant.service import Assistant
from corpus.plan import Footnote, Passage, Section
from index.morphology import katakana, morphemes
from web.contexts import (
    GlossaryPage,
    PlanPage,
    SectionPage,
    english,
    page,
    plain,
)
from web.rendering import Renderer


def _in_kana(note: Footnote) -> str:
    return katakana("".join(m.kana or m.surface for m in morphemes(note.term)))


def pages_router(assistant: Assistant, renderer: Renderer) -> APIRouter:
    """Return the routes of the pages."""
    router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
    plan, companions = assistant.plan, assistant.companions
    notes_by_number = {note.number: note for note in plan.footnotes}
    places = {section.number: place for place, section in enumerate(plan.sections)}

    def chapter_key(section: Section) -> str:
        order = [chapter.title for chapter in plan.chapters]
        return f"chapter.{order.index(section.chapter) + 1}" if section.chapter in order else ""

    def uses(note: Footnote) -> tuple[Passage, ...]:
        return tuple(p for p in plan.passages if note.term in p.text and p != note.passage)

    @router.get("/plan")
    def contents(request: Request) -> HTMLResponse:
        shown = page(request, "nav_plan")
        context = PlanPage(shown, plan.sections, english(companions, shown))
        return renderer.page("plan.html", context)

    @router.get("/plan/{number}")
    def section(request: Request, number: str) -> HTMLResponse:
        if number not in places:
            raise HTTPException(404)
        place = places[number]
        one = plan.sections[place]
        shown = page(request, f"{one.number} {one.title}")
        companion = english(companions, shown)
        context = SectionPage(
            page=shown,
            section=one,
            english=companion,
            plain=plain(companions, shown),
            notes=notes_by_number,
            chapter_english=companion.titles.get(chapter_key(one), "") if companion else "",
            parents=plan.indicators_by_id,
            before=plan.sections[place - 1] if place else None,
            after=plan.sections[place + 1] if place + 1 < len(places) else None,
        )
        return renderer.page("section.html", context)

    @router.get("/glossary")
    def glossary(request: Request) -> HTMLResponse:
        shown = page(request, "nav_glossary")
        notes = tuple((note, uses(note)) for note in sorted(plan.footnotes, key=_in_kana))
        return renderer.page(
            "glossary.html",
            GlossaryPage(shown, notes, english(companions, shown), plain(companions, shown)),
        )

    return router

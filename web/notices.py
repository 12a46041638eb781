"""What is said of the pages themselves: /docs, /privacy, /accessibility."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from web.contexts import AccessibilityPage, DocsPage, PrivacyPage, page
from web.rendering import Renderer


def notices_router(days: int, renderer: Renderer) -> APIRouter:
    """Return the routes of the pages; questions are kept for `days` days, 0 for not at all."""
    router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

    @router.get("/accessibility")
    def accessibility(request: Request) -> HTMLResponse:
        shown = page(request, "accessibility")
        return renderer.page("accessibility.html", AccessibilityPage(shown))

    @router.get("/privacy")
    def privacy(request: Request) -> HTMLResponse:
        return renderer.page("privacy.html", PrivacyPage(page(request, "privacy_title"), days))

    @router.get("/docs")
    def docs(request: Request) -> HTMLResponse:
        paths: dict[str, Any] = request.app.openapi()["paths"]
        operations = tuple(
            (method.upper(), path, operation.get("description", ""))
            for path, methods in paths.items()
            for method, operation in methods.items()
        )
        return renderer.page("docs.html", DocsPage(page(request, "docs_title"), operations))

    return router

"""Errors as problem documents (RFC 9457) for programs, as pages for people."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from assistant.answer import Language
from index.budget import OverBudgetError
from index.errors import SearchIndexError
from web.contexts import ErrorPage, page
from web.headers import SECURITY_HEADERS
from web.language import language
from web.log_lines import LOGGER
from web.noted import noted
from web.rendering import Renderer
from web.verdicts import NotKeptError
from web.words import words

# /api/… or /{plan}/api/…
_OF_PROGRAMS = re.compile(r"(?:/[a-z][a-z0-9-]*)?/api/")
# The name of a field that somebody may have meant; of another name nothing is given back.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")
_MOST_FIELDS = 10
_log = logging.getLogger(LOGGER)
PROBLEM = "application/problem+json"
_BAD_INPUT = 422
_SERVER_ERROR = 500
_NOT_THERE = 503
_TITLES = {
    403: "problem_forbidden",
    404: "problem_not_found",
    405: "problem_method",
    408: "problem_slow",
    413: "problem_too_large",
    421: "problem_host",
    429: "problem_busy",
    500: "problem_server",
    _NOT_THERE: "problem_not_there",
}


def add_problem_handlers(app: FastAPI, renderer: Renderer) -> None:
    """Answer every error of `app` in the asker's language."""

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - registered for it alone
        said = words(language(request))
        response = _respond(request, renderer, error.status_code, _title(said, error.status_code))
        response.headers.update(error.headers or {})
        return response

    async def on_invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it alone
        said = words(_language_of(request, error.body))
        fields = [_field(one, said) for one in error.errors()[:_MOST_FIELDS]]
        detail = " ".join(f"{one['field']}: {one['message']}" for one in fields)
        title = _title(said, _BAD_INPUT)
        return _respond(request, renderer, _BAD_INPUT, title, detail, fields)

    async def on_failure(request: Request, error: Exception) -> Response:
        title = _title(words(language(request)), _SERVER_ERROR)
        response = _respond(request, renderer, _SERVER_ERROR, title)
        # This response is made outside of the middleware that adds them to every other.
        response.headers.update(SECURITY_HEADERS)
        return response

    async def on_too_involved(request: Request, error: Exception) -> Response:
        """A search of which the answer itself cannot say that it took too long."""
        title = words(language(request))["problem_too_involved"]
        return _respond(request, renderer, _BAD_INPUT, title, page_says="error_too_involved")

    async def on_not_there(request: Request, error: Exception) -> Response:
        """A database or an index that cannot be used just now; the log says which and why."""
        _log.error("%s", error)
        return refusal(request, renderer, _NOT_THERE)

    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(NotKeptError, on_not_there)
    app.add_exception_handler(SearchIndexError, on_not_there)
    app.add_exception_handler(OverBudgetError, on_too_involved)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(Exception, on_failure)


def is_of_programs(path: str) -> bool:
    """Return whether programs ask at `path`, and are told of errors by problem documents."""
    return bool(_OF_PROGRAMS.match(path))


def problem(
    status: int,
    title: str,
    detail: str = "",
    fields: list[dict[str, str]] | None = None,
    request_id: str = "",
) -> dict[str, Any]:
    """Return the problem document of a request; without an id where that is not known."""
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail or title,
        "errors": fields or [],
    }
    return {**document, "request_id": request_id} if request_id else document


def refusal(request: Request, renderer: Renderer, status: int) -> Response:
    """Answer a request that is not passed on, in the asker's language."""
    return _respond(request, renderer, status, _title(words(language(request)), status))


def _title(said: Mapping[str, str], status: int) -> str:
    return said[_TITLES.get(status, "problem_bad_input")]


def _language_of(request: Request, body: Any) -> Language:
    """The language that a body asks its answer in goes before that of the request."""
    named = body.get("lang") if isinstance(body, dict) else None
    if named in ("ja", "en"):
        return "en" if named == "en" else "ja"
    return language(request)


def _field(error: Mapping[str, Any], said: Mapping[str, str]) -> dict[str, str]:
    sentence = said.get(f"invalid_{error['type']}", said["invalid_other"])
    return {
        "field": ".".join(_shown(part) for part in error["loc"]),
        "message": sentence.format_map(error.get("ctx", {})),
    }


def _shown(part: str | int) -> str:
    return str(part) if isinstance(part, int) or _NAME.fullmatch(part) else "…"


def _respond(
    request: Request,
    renderer: Renderer,
    status: int,
    title: str,
    detail: str = "",
    fields: list[dict[str, str]] | None = None,
    page_says: str = "",
) -> Response:
    if not is_of_programs(request.url.path):
        shown = page(request, "error_title")
        said = shown.words.get(page_says or f"error_{status}", shown.words["error_422"])
        return renderer.page("error.html", ErrorPage(shown, said), status)
    document = problem(status, title, detail, fields, noted(request.scope).request_id)
    return JSONResponse(document, status, media_type=PROBLEM)

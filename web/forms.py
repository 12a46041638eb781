"""What a form sends is decoded beside the event loop: a megabyte takes a tenth of a second."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from web.limits import FORM, kind_of


class FormRequest(Request):
    """A request whose form is read as browsers write it (WHATWG URL, section 5)."""

    async def form(self, **limits: Any) -> FormData:  # type: ignore[override]
        """Return its fields, none where it sends no form; web/limits.py has bounded them."""
        if kind_of(self.headers) != FORM:
            return FormData()
        text = (await self.body()).decode("latin-1")
        return FormData([*await run_in_threadpool(_fields, text)])


class FormRoute(APIRoute):
    """A route that takes forms."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request by its form."""
        handle = super().get_route_handler()

        async def handle_form(request: Request) -> Response:
            return await handle(FormRequest(request.scope, request.receive))

        return handle_form


def _fields(text: str) -> list[tuple[str, str]]:
    return parse_qsl(text, keep_blank_values=True)

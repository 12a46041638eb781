"""What is said to whom there is no room for: made before, so that it costs next to nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Literal

from starlette.requests import Request
from starlette.types import Message, Scope, Send

from assistant.answer import Language
from web.contexts import BusyPage
from web.language import language
from web.noted import noted
from web.places import Room
from web.problems import PROBLEM, is_of_programs, problem
from web.reading import reading_of
from web.rendering import Renderer
from web.words import words

TOO_MANY = 429
_Said = Literal["ja", "en", "plain"]
_EVERY: tuple[_Said, ...] = ("ja", "en", "plain")


# What a request and its task take meanwhile is some 10 kB.
_MOST_HELD_BACK = 1000


class Busy:
    """Answers 429, and says to come again after the time for which `room` lets others wait.

    Who does not heed that asks again at once: 64 of them left a third of what eight were answered
    (`make load`). So a refusal is held back for a moment, which costs nothing.
    """

    def __init__(self, renderer: Renderer, room: Room) -> None:
        self._after = str(max(1, round(room.seconds))).encode()
        self._seconds = room.held_back
        self._held_back = 0
        self._pages = {one: _page(renderer, one) for one in _EVERY}
        self._problems = {one: _open_problem(words(one)) for one in _EVERY}

    async def __call__(self, scope: Scope, send: Send) -> None:
        """Answer the request `scope`, which is not read."""
        if self._held_back < _MOST_HELD_BACK:
            self._held_back += 1
            try:
                await asyncio.sleep(self._seconds)
            finally:
                self._held_back -= 1
        for message in self._messages(scope):
            await send(message)

    def _messages(self, scope: Scope) -> tuple[Message, Message]:
        request = Request(scope)
        lang = language(request)
        if is_of_programs(scope["path"]):
            body, kind = self._problem(scope, lang), PROBLEM.encode()
        else:
            said: _Said = "plain" if lang == "ja" and reading_of(request).plain else lang
            body, kind = self._pages[said], b"text/html; charset=utf-8"
        headers = [
            (b"content-type", kind),
            (b"content-length", b"%d" % len(body)),
            (b"content-language", lang.encode()),
            (b"vary", b"Accept-Language, Cookie"),
            (b"retry-after", self._after),
        ]
        start: Message = {"type": "http.response.start", "status": TOO_MANY, "headers": headers}
        return start, {"type": "http.response.body", "body": body}

    def _problem(self, scope: Scope, lang: Language) -> bytes:
        request_id = noted(scope).request_id
        named = b', "request_id": "%s"' % request_id.encode() if request_id else b""
        return self._problems[lang] + named + b"}"


def _page(renderer: Renderer, said: _Said) -> bytes:
    context = BusyPage("en" if said == "en" else "ja", words(said))
    return renderer.html("busy.html", context).encode()


def _open_problem(said: Mapping[str, str]) -> bytes:
    """The document but for the id of the request and its end."""
    return json.dumps(problem(TOO_MANY, said["problem_busy"]), ensure_ascii=False)[:-1].encode()

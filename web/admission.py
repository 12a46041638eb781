"""Who is let in: whose request is whole and finds a place; others are told to come later."""

from __future__ import annotations

from contextlib import ExitStack

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.busy import Busy
from web.clients import client_at
from web.limits import Allowance, Bodies, UnreadError
from web.noted import noted
from web.places import NoRoomError, Places, Room
from web.problems import refusal
from web.rendering import Renderer

_FREE = ("/healthz", "/readyz", "/metrics", "/static/")


class Admission:
    """ASGI middleware that answers 429 with Retry-After to whom there is no room for.

    A place is held while an answer is made: its request has been read before, it is sent after
    (it is made before its stream begins). So who is slow at either holds no place.
    """

    def __init__(
        self,
        app: ASGIApp,
        room: Room,
        renderer: Renderer,
        allowance: Allowance | None = None,
    ) -> None:
        self._app = app
        self._renderer = renderer
        self._places = Places(room)
        self._bodies = Bodies(allowance or Allowance())
        self._busy = Busy(renderer, room)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on once it is read and there is a place, or answer why not."""
        if scope["type"] != "http" or scope["path"].startswith(_FREE):
            await self._app(scope, receive, send)
            return
        client = client_at(scope["client"][0]) if scope["client"] else ""
        with ExitStack() as asked:
            try:
                answer = await self._answer(scope, receive, client, asked)
            except NoRoomError:
                noted(scope).refused = True
                await self._busy(scope, send)
                return
            except UnreadError as error:
                response = refusal(Request(scope), self._renderer, error.status)
                await response(scope, receive, send)
                return
            for message in answer:
                await send(message)

    async def _answer(
        self, scope: Scope, receive: Receive, client: str, asked: ExitStack
    ) -> list[Message]:
        """Return what is answered; until `asked` ends, it counts as asked by its client."""
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        # Before its body: there is no use in reading what there is no room for.
        self._places.look(client)
        async with self._bodies.read(scope, receive, client) as whole:
            asked.enter_context(self._places.asked_by(client))
            async with self._places.held(client):
                await self._app(scope, whole, keep)
        return answer

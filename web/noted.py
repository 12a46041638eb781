"""What a request leaves for who observes it: its id and what became of it, never what it asked."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.types import Scope

_KEY = "michishirube.noted"


@dataclass(slots=True)
class Noted:
    """The id of a request, the intent of the answer, a verdict, whether there was no room for it.

    Written while the request is answered, read at its end.
    """

    request_id: str = ""
    intent: str = ""
    useful: bool | None = None
    refused: bool = False


def noted(scope: Scope) -> Noted:
    """Return what is noted of the request `scope`."""
    found: Noted = scope.setdefault(_KEY, Noted())
    return found

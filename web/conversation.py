"""The conversation as the page's form carries it: its turns, and where one began anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi.exceptions import RequestValidationError
from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import from_json

from assistant.dialogue.turn import Turn
from assistant.limits import MOST_TURNS
from web.schemas import TurnIn


class KeptTurn(TurnIn):
    """A turn of the page; `carry` is False where a question took over nothing from those before."""

    carry: bool = True


_CONVERSATION = TypeAdapter(Annotated[list[KeptTurn], Field(max_length=MOST_TURNS)])


def conversation_as_json(turns: Sequence[KeptTurn]) -> str:
    """Return `turns` as the form carries them."""
    return _CONVERSATION.dump_json(list(turns), exclude_defaults=True).decode()


def conversation_from_json(text: str) -> tuple[KeptTurn, ...]:
    """Read the turns that a form carried; RequestValidationError where they are spoilt."""
    try:
        # Not by `validate_json`: it looks at every turn before it counts them.
        return tuple(_CONVERSATION.validate_python(from_json(text)))
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_input=False)) from error
    except ValueError as error:
        raise RequestValidationError([{"type": "json_invalid", "loc": ("history",)}]) from error


def turns_before(turns: Sequence[KeptTurn], place: int) -> tuple[Turn, ...]:
    """Return what the question at `place` may take over: the turns since one began anew.

    The question after the last of the `turns` is at the place `len(turns)`.
    """
    if place < len(turns) and not turns[place].carry:
        return ()
    starts = [at for at, turn in enumerate(turns[:place]) if not turn.carry]
    first = starts[-1] if starts else 0
    return tuple(turn.turn() for turn in turns[first:place])

"""A turn of the conversation as the client sends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the conversation so far, oldest first."""

    role: Literal["user", "assistant"]
    content: str

"""A value that was worked out of the plan's own figures, with its working."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Value:
    """A worked-out value: 「43 人」 = 828 − 785.

    `rows` are the ids of the passages that it rests on; `working` shows how it was worked out.
    """

    text: str
    value: float
    unit: str | None
    rows: tuple[str, ...]
    working: str

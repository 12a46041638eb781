"""A query with what it is carried out on, and how likely that is what is meant."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.understanding.query import Query

# A row or passage below this is not what is meant (calibrated probabilities of `evidence`).
LEAST = 0.3
LEAST_CONFIDENT = 0.5
# What is less likely an answer only comes near.
ANSWERS = 0.65


@dataclass(frozen=True, slots=True)
class Grounded:
    """A query with the ids that it is carried out on; `is_open` where several rows are as near."""

    query: Query
    confidence: float = 1.0
    is_open: bool = False

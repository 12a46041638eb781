"""Evidence → score: what speaks for a passage, and how it is added up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields

import numpy as np

from index.protocols import Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each piece of evidence counts.

    Learnt on the tuning half of our questions (softmax over the passages, held near equal
    weights): `tests/eval/fit_weights.py`.
    """

    nearest: float = 0.248
    asked: float = 0.162
    nearest_parts: float = 0.101
    asked_parts: float = 0.139
    words: float = 0.033
    grams: float = 0.038
    kana: float = 0.019
    english_words: float = 0.08
    asked_words: float = 0.181


_NAMES = tuple(field.name for field in fields(Weights))


def scores(evidence: dict[str, Floats], weights: Weights, present: Collection[str]) -> Floats:
    """Return one score a passage: the weighted mean of its evidence, n values a name.

    What the names are is said at `PlanIndex.evidence`.
    `present` names the evidence that the index can give: one without companions has less.
    """
    of_text = np.maximum(evidence["original"], evidence["plain"])
    nearest = np.maximum(of_text, evidence["english"])
    total, whole = weights.nearest * nearest, weights.nearest
    for name in _NAMES:
        if name in present:
            weight = getattr(weights, name)
            total += weight * evidence[name]
            whole += weight
    return np.asarray(total / whole, dtype=np.float32)


def best(scores_: Floats, k: int) -> Sequence[int]:
    """Return the numbers of the `k` best passages, best first, ties in the plan's order."""
    found: list[int] = np.argsort(-scores_, kind="stable")[:k].tolist()
    return found

"""Evidence → score: what speaks for a passage, and how it is added up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields

import numpy as np

from index.protocols import Floats


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a passage as the answer to a query.

    `original` to `asked_parts` are how near its views are to the query (`index.dense`); `words` to
    `asked_words` are the shares, by rarity, of the query's terms that the passage holds, 0 to 1.
    """

    original: float = 0.0
    plain: float = 0.0
    english: float = 0.0
    asked: float = 0.162
    nearest_parts: float = 0.101
    asked_parts: float = 0.139
    words: float = 0.033
    grams: float = 0.038
    kana: float = 0.019
    english_words: float = 0.08
    asked_words: float = 0.181


NAMES = tuple(field.name for field in fields(Evidence))


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


def scores(evidence: dict[str, Floats], weights: Weights, present: Collection[str]) -> Floats:
    """Return one score a passage: the weighted mean of its evidence, n values a name.

    `present` names the evidence that the index can give: one without companions has less.
    """
    nearest = np.max([evidence["original"], evidence["plain"], evidence["english"]], axis=0)
    total, whole = weights.nearest * nearest, weights.nearest
    for name in (field.name for field in fields(Weights) if field.name in present):
        total = total + getattr(weights, name) * evidence[name]
        whole += getattr(weights, name)
    return np.asarray(total / whole, dtype=np.float32)


def evidence_of(values: dict[str, Floats]) -> list[Evidence]:
    """Return the evidence of each passage out of the values of all."""
    return [Evidence(*of) for of in zip(*(values[name].tolist() for name in NAMES), strict=True)]


def best(scores_: Floats, k: int) -> Sequence[int]:
    """Return the numbers of the `k` best passages, best first, ties in the plan's order."""
    return [int(number) for number in np.argsort(-scores_, kind="stable")[:k]]

"""Evidence → score: what speaks for a passage, and how it is added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from index.protocols import Floats


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a passage as the answer to a query.

    `original` to `asked_parts` are how near its views are to the query (`index.dense`); `words`,
    `grams`, `kana`, `plain_words`, `english_words` and `asked_words` are the shares, by rarity, of the query's terms that
    the passage holds, 0 to 1.
    """

    original: float = 0.0
    plain: float = 0.0
    english: float = 0.0
    asked: float = 0.0
    nearest_parts: float = 0.0
    asked_parts: float = 0.0
    words: float = 0.0
    grams: float = 0.0
    kana: float = 0.0
    plain_words: float = 0.0
    english_words: float = 0.0
    asked_words: float = 0.0

    @property
    def dense(self) -> float:
        """The cosine of the view that is nearest."""
        return max(self.original, self.plain, self.english)

    @property
    def lexical(self) -> float:
        """The share of the query's words in the view that holds most of them."""
        return max(self.words, self.plain_words, self.english_words)


NAMES = tuple(field.name for field in fields(Evidence))


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each piece of evidence counts.

    Learnt on the tuning half of our questions (softmax over the passages, held near equal
    weights): `tests/eval/fit_weights.py`.
    """

    nearest: float = 1.03
    asked: float = 1.01
    nearest_parts: float = 0.74
    asked_parts: float = 0.76
    words: float = 0.25
    grams: float = 0.20
    kana: float = 0.38
    plain_words: float = 0.02
    english_words: float = 0.36
    asked_words: float = 1.00


def scores(evidence: dict[str, Floats], weights: Weights) -> Floats:
    """Return one score a passage: the weighted sum of its evidence, n values a name."""
    nearest = np.max([evidence["original"], evidence["plain"], evidence["english"]], axis=0)
    total = weights.nearest * nearest
    for name in (field.name for field in fields(Weights) if field.name != "nearest"):
        total = total + getattr(weights, name) * evidence[name]
    return np.asarray(total, dtype=np.float32)


def evidence_of(values: dict[str, Floats], number: int) -> Evidence:
    """Return the evidence of passage `number` out of the values of all."""
    return Evidence(**{name: float(values[name][number]) for name in NAMES})


def best(scores_: Floats, k: int) -> Sequence[int]:
    """Return the numbers of the `k` best passages, best first, ties in the plan's order."""
    return [int(number) for number in np.argsort(-scores_, kind="stable")[:k]]

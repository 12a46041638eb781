"""What is learnt from, line by line, and a classifier fitted to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from assistant.evidence.answer_signals import answer_signals
from assistant.evidence.asking import Asked
from assistant.evidence.quadratic import Quadratic, expanded, standing
from index.protocols import Floats

# Inverse strength of the L2 penalty, and what products are scaled by, so that they are held nearer
# to none: by cross-validation over 0.03 to 1 and 0.1 to 1.
C = 0.1
_OF_PRODUCTS = 0.25
# Of each question the passages found first are learnt from, and some of the others.
_FIRST, _OTHERS = 12, 5
# What is asked of a plan without a section counts less: plans are whole.
_WEIGHT_OF_PART = 0.2


@dataclass(frozen=True)
class Lines:
    """What is learnt from, line by line: the signals, whether it answers, its weight and fold."""

    names: tuple[str, ...]
    table: Floats
    labels: npt.NDArray[np.bool_]
    weights: Floats
    folds: npt.NDArray[np.int64]

    def fit(self, paired: Sequence[str], held_out: int | None) -> Quadratic:
        """Learn from all lines but those of the fold `held_out`."""
        kept = self.folds != held_out
        table, labels, weights = self.table[kept], self.labels[kept], self.weights[kept]
        mean, deviation = table.mean(axis=0), table.std(axis=0)
        places = tuple(self.names.index(name) for name in paired)
        values = expanded(standing(table, mean, deviation), places)
        values[:, len(self.names) :] *= _OF_PRODUCTS
        model = LogisticRegression(C=C, max_iter=400).fit(values, labels, weights)
        single, pairs = np.split(model.coef_[0].astype(np.float32), [len(self.names)])
        products = np.zeros((len(paired), len(paired)), dtype=np.float32)
        products[np.triu_indices(len(paired))] = pairs * _OF_PRODUCTS
        bias = float(model.intercept_[0])
        return Quadratic(self.names, places, mean, deviation, single, products, bias)


def passage_lines(asked: Sequence[Asked], folds: dict[str, int]) -> Lines:
    """Collect the passages found first, those that answer, and some others that count for all."""
    chance = np.random.default_rng(0)
    names = tuple(asked[0].found.columns)
    tables, labels, weights, of_fold = [], [], [], []
    for one in asked:
        if one.gold is None or not one.is_judged:
            continue
        order = np.argsort(-one.found.of("score"), kind="stable")
        rest = order[_FIRST:]
        others = rest[~one.gold[rest]]
        some = chance.choice(others, min(_OTHERS, len(others)), replace=False)
        sure = np.concatenate([order[:_FIRST], rest[one.gold[rest]]])
        kept = np.concatenate([sure, some])
        weight = np.ones(len(kept), dtype=np.float32)
        weight[len(sure) :] = len(others) / max(len(some), 1)
        tables.append(one.found.table(names)[kept])
        labels.append(one.gold[kept])
        weights.append(weight)
        of_fold.append(np.full(len(kept), folds[one.example.id]))
    return Lines(names, *map(np.concatenate, (tables, labels, weights, of_fold)))


def answer_lines(asked: Sequence[Asked], judged: Sequence[Floats], folds: dict[str, int]) -> Lines:
    """Collect a line a question, with its passages as judged by those that did not learn it."""
    rows = []
    for one, probabilities in zip(asked, judged, strict=True):
        order = np.argsort(-probabilities, kind="stable")
        rows.append(answer_signals(one.query, one.found, order.tolist(), probabilities[order]))
    table = np.array([list(row.values()) for row in rows], dtype=np.float32)
    weights = [_WEIGHT_OF_PART if one.missing else 1.0 for one in asked]
    return Lines(
        tuple(rows[0]),
        table,
        np.array([one.is_answered for one in asked]),
        np.array(weights, dtype=np.float32),
        np.array([folds[one.example.id] for one in asked]),
    )

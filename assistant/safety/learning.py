"""Examples → a head: logistic regressions, whose weights are rounded to 8 bits.

They are learnt over the hashed features and over what the bundled embedding model knows of the
lemmas. That is linear in the lemmas too, so that it becomes a part of their weights: words that no
example has are weighed by their likeness to those that one has. Needs scikit-learn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression

from assistant.safety.distress import (
    LEMMA_BUCKETS,
    LETTER_BUCKETS,
    DistressHead,
    Features,
    Need,
    Weights,
)
from assistant.safety.examples import NONE, Example
from assistant.understanding.features import buckets_of_tokens
from index.embedding import bundled_model_folder
from index.feature_table import FeatureTable
from index.features import unpacked

_STRENGTH = 0.5  # the inverse of the regularisation
_LEAST_EXAMPLES = 2  # that have a feature which is learnt
_OF_LEMMAS = 0.5  # how much lemmas count beside letters
_OF_MEANING = 3.0  # and what is known of their meaning
_MOST_FREQUENT = {"w:": 40_000, "e:": 12_000}  # lemmas whose meaning is taken into account

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Matrices:
    """The features of texts, a row each: of letters, of lemmas."""

    letters: Any
    lemmas: Any

    @classmethod
    def of(cls, texts: Sequence[str]) -> Matrices:
        """Read `texts`."""
        found = [Features.of(text) for text in texts]
        return cls(
            _rows([one.letters for one in found], LETTER_BUCKETS),
            _rows([one.lemmas for one in found], LEMMA_BUCKETS),
        )

    def __getitem__(self, rows: Array) -> Matrices:
        return Matrices(self.letters[rows], self.lemmas[rows])


def _rows(counted: Sequence[tuple[Array, Array]], size: int) -> Any:
    starts = np.cumsum([0, *(len(buckets) for buckets, _ in counted)])
    buckets, values = (np.concatenate([one[part] for one in counted]) for part in (0, 1))
    return sparse.csr_matrix((values, buckets, starts), shape=(len(counted), size))


def meanings(lemmas: Any) -> Array:
    """Return what the embedding model knows of each lemma bucket: buckets × dimension.

    They are scaled so that the texts with `lemmas` have sums of length one, on the average.
    """
    table = FeatureTable.load(bundled_model_folder())
    kept: dict[int, int] = {}
    left = dict(_MOST_FREQUENT)
    for name, row in table.vocabulary.rows.items():
        kind, lemma = name[:2], name[2:]
        if left.get(kind, 0) and not lemma.startswith("##"):
            left[kind] -= 1
            kept.setdefault(int(buckets_of_tokens([lemma], LEMMA_BUCKETS)[0]), row)
    known = np.zeros((LEMMA_BUCKETS, table.dimension), dtype=np.float32)
    rows = np.array(list(kept.values()))
    known[list(kept)] = unpacked(table.table[rows]) * table.scales[rows, np.newaxis]
    return np.asarray(known / np.linalg.norm(lemmas @ known, axis=1).mean())


def learn(seen: Matrices, examples: Sequence[Example], known: Array) -> DistressHead:
    """Learn the head from `examples`, whose features are `seen`; its thresholds are not yet set."""
    labels = np.array([one.need or NONE for one in examples])
    another = np.array([one.is_for_another for one in examples])
    in_distress = np.flatnonzero(labels != NONE)
    of_need = _learn(seen, labels, known, [NONE, *Need])
    of_whom = _learn(seen[in_distress], another[in_distress], known, [True])
    return DistressHead(
        needs=tuple(Need),
        letters=Weights.of(np.hstack([of_need[0], of_whom[0]])),
        lemmas=Weights.of(np.hstack([of_need[1], of_whom[1]])),
        bias=np.concatenate([of_need[2], of_whom[2]]).astype(np.float32),
        threshold=1.0,
        sentence_threshold=1.0,
    )


def _learn(
    seen: Matrices, labels: Array, known: Array, columns: Sequence[object]
) -> tuple[Array, Array, Array]:
    """Return the weights of letters and lemmas, and the bias, a column each of `columns`."""
    parts, factors = [], []
    for counted, factor in ((seen.letters, 1.0), (seen.lemmas, _OF_LEMMAS)):
        having = np.asarray((counted > 0).sum(axis=0)).ravel()
        rarity = factor * (np.log((1 + counted.shape[0]) / (1 + having)) + 1)
        rarity[having < _LEAST_EXAMPLES] = 0
        factors.append(rarity)
        parts.append((counted @ sparse.diags(rarity))[:, np.flatnonzero(rarity)])
    parts.append(sparse.csr_matrix(seen.lemmas @ known * _OF_MEANING))
    regression = LogisticRegression(C=_STRENGTH, max_iter=200, tol=1e-3)
    regression.fit(sparse.hstack(parts).tocsr(), labels)
    classes = regression.classes_.tolist()
    order = [classes.index(one) for one in columns] if len(classes) > 2 else [0]
    of_letters, of_lemmas, of_meaning = np.split(
        regression.coef_[order].T, np.cumsum([part.shape[1] for part in parts[:-1]])
    )
    weights = []
    for rarity, learnt in zip(factors, (of_letters, of_lemmas), strict=True):
        whole = np.zeros((len(rarity), len(columns)))
        rows = np.flatnonzero(rarity)
        whole[rows] = learnt * rarity[rows, np.newaxis]
        weights.append(whole)
    return weights[0], weights[1] + _OF_MEANING * (known @ of_meaning), regression.intercept_[order]

"""A logistic regression over signals and the products of some of them, as NumPy runs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from index.protocols import Floats

# A signal so many deviations from its mean counts no more: what was never seen is not foreseen.
_FARTHEST = 5.0
# One that hardly ever differs is not blown up.
_LEAST_DEVIATION = 0.1


@dataclass(frozen=True, eq=False)
class Quadratic:
    """The signals `names` and, of each two of those at `paired`, their product → a probability.

    Signals are taken as deviations from `mean` in units of `deviation`; `weights` are of those
    alone, `products` (p × p, upper triangle) of the products.
    """

    names: tuple[str, ...]
    paired: tuple[int, ...]
    mean: Floats
    deviation: Floats
    weights: Floats
    products: Floats
    bias: float

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Quadratic:
        """Read what `written` gave."""
        arrays = {
            name: np.array(said[name], dtype=np.float32)
            for name in ("mean", "deviation", "weights", "products")
        }
        names, paired = tuple(said["names"]), tuple(said["paired"])
        return cls(names, paired, **arrays, bias=float(said["bias"]))

    @property
    def written(self) -> dict[str, Any]:
        """What is to be kept, as JSON has it; numbers to five digits."""

        def short(values: Floats) -> Any:
            return [float(f"{value:.5g}") for value in values.tolist()]

        return {
            "names": list(self.names),
            "paired": list(self.paired),
            "mean": short(self.mean),
            "deviation": short(self.deviation),
            "weights": short(self.weights),
            "products": [short(row) for row in self.products],
            "bias": round(self.bias, 5),
        }

    def probabilities(self, table: Floats) -> Floats:
        """Return a probability a row of `table`: rows × `names`."""
        seen = standing(table, self.mean, self.deviation)
        pairs = seen[:, self.paired]
        logits = seen @ self.weights + ((pairs @ self.products) * pairs).sum(axis=1) + self.bias
        return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float32)


def standing(table: Floats, mean: Floats, deviation: Floats) -> Floats:
    """Return the signals as deviations from their means, held within bounds."""
    found = (table - mean) / np.maximum(deviation, np.float32(_LEAST_DEVIATION))
    return np.asarray(np.clip(found, -_FARTHEST, _FARTHEST), dtype=np.float32)


def expanded(seen: Floats, paired: Sequence[int]) -> Floats:
    """Return the signals with the products of those at `paired`, each pair once."""
    first, second = np.triu_indices(len(paired))
    pairs = seen[:, list(paired)]
    return np.concatenate([seen, pairs[:, first] * pairs[:, second]], axis=1)

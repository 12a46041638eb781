"""What is learnt from English and Japanese that say the same: sentences, and words with glosses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import torch

from index.features import Vocabulary
from index.training import objectives
from index.training.bags import Bags, Table

Floats = npt.NDArray[np.float32]
_DROPPED = 0.1
_GROUP = 40
_TAKEN_FROM_GROUP = 12
_PART = 4096


class TaughtPairs:
    """Pairs in both languages with the teacher's vectors of the English side."""

    def __init__(
        self,
        table: Table,
        vocabulary: Vocabulary,
        pairs: Sequence[tuple[str, str]],
        taught: Floats,
        rng: np.random.Generator,
    ) -> None:
        self._table = table
        self._english = Bags(vocabulary, [one for one, _ in pairs])
        self._japanese = Bags(vocabulary, [other for _, other in pairs])
        self._taught = torch.from_numpy(taught)
        self._groups = _alike(self._taught, rng)
        self._rng = rng

    def losses(self, size: int, pairing: float, likeness: float) -> Iterator[torch.Tensor]:
        """Yield losses without end: English ↔ Japanese, and likeness within either language.

        Half of each batch is drawn by meaning, so that it holds much that is nearly the same.
        """
        while True:
            chosen = self._drawn(size)
            taught = self._taught[chosen]
            english = self._table.embed(self._english.batch(chosen).thinned(_DROPPED, self._rng))
            japanese = self._table.embed(self._japanese.batch(chosen).thinned(_DROPPED, self._rng))
            within = objectives.distilled(english, taught) + objectives.distilled(japanese, taught)
            yield pairing * objectives.paired(english, japanese, taught) + likeness * within

    def _drawn(self, size: int) -> npt.NDArray[np.int64]:
        alike = [
            self._rng.permutation(self._groups[n])[:_TAKEN_FROM_GROUP]
            for n in self._rng.choice(len(self._groups), size // (2 * _TAKEN_FROM_GROUP))
        ]
        rest = self._rng.choice(len(self._taught), size // 2, replace=False)
        return np.unique(np.concatenate([*alike, rest]))


def ranked(
    table: Table,
    vocabulary: Vocabulary,
    pairs: Sequence[tuple[str, str]],
    size: int,
    rng: np.random.Generator,
) -> Iterator[torch.Tensor]:
    """Yield losses without end: which text of the one side belongs to which of the other."""
    first = Bags(vocabulary, [one for one, _ in pairs])
    second = Bags(vocabulary, [other for _, other in pairs])
    while True:
        chosen = rng.choice(len(pairs), size, replace=False)
        yield objectives.both_ways(
            table.embed(first.batch(chosen)), table.embed(second.batch(chosen).thinned(0.1, rng))
        )


def _alike(vectors: torch.Tensor, rng: np.random.Generator) -> list[npt.NDArray[np.int64]]:
    """Put each vector with the nearest of some that are drawn."""
    centres = vectors[rng.choice(len(vectors), max(1, len(vectors) // _GROUP), replace=False)]
    parts = [vectors[start : start + _PART] for start in range(0, len(vectors), _PART)]
    nearest = torch.cat([(part @ centres.T).argmax(dim=1) for part in parts]).numpy()
    order = np.argsort(nearest, kind="stable")
    return [g for g in np.split(order, np.flatnonzero(np.diff(nearest[order])) + 1) if len(g) > 1]

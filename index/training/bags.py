"""Texts as bags of feature rows, and the table that sums them while it is trained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from index.features import Vocabulary

Numbers = Sequence[int] | npt.NDArray[np.int64]
_DECAY = 0.9
_SQUARE_DECAY = 0.999
_EPSILON = 1e-8


@dataclass(frozen=True, slots=True)
class Batch:
    """Some texts: each entry is a row of the table, how often it stands in which text."""

    rows: npt.NDArray[np.int64]
    counts: npt.NDArray[np.float32]
    texts: npt.NDArray[np.int64]
    size: int

    def kept(self, keep: npt.NDArray[np.bool_]) -> Batch:
        """Return the batch with the entries that `keep` marks."""
        return Batch(self.rows[keep], self.counts[keep], self.texts[keep], self.size)

    def thinned(self, share: float, rng: np.random.Generator) -> Batch:
        """Return the batch with a random `share` of its entries left out."""
        return self.kept(rng.random(len(self.rows)) >= share)

    def shared_with(self, other: Batch) -> npt.NDArray[np.bool_]:
        """Mark the entries whose row stands in the same text of `other` too."""
        span = 1 + max(self.rows.max(initial=0), other.rows.max(initial=0))
        found: npt.NDArray[np.bool_] = np.isin(
            self.texts * span + self.rows, other.texts * span + other.rows
        )
        return found

    def plus(self, other: Batch, sign: int = 1) -> Batch:
        """Return text by text what both hold together; with sign -1, what `other` leaves of it."""
        span = 1 + max(self.rows.max(initial=0), other.rows.max(initial=0))
        keys = np.concatenate([self.texts * span + self.rows, other.texts * span + other.rows])
        unique, places = np.unique(keys, return_inverse=True)
        counts = np.bincount(places, np.concatenate([self.counts, sign * other.counts]))
        left = counts > 0
        return Batch(
            unique[left] % span, counts[left].astype(np.float32), unique[left] // span, self.size
        )


class Bags:
    """The feature rows of many texts, read once."""

    def __init__(self, vocabulary: Vocabulary, texts: Sequence[str]) -> None:
        found = vocabulary.counted_rows(texts)
        self._rows = found.rows
        self._counts = found.counts.astype(np.float32)
        self._starts = np.asarray(found.starts)
        self.size = len(texts)

    def batch(self, numbers: Numbers) -> Batch:
        """Return the texts `numbers`, in their order."""
        chosen = np.asarray(numbers, dtype=np.int64)
        lengths = self._starts[chosen + 1] - self._starts[chosen]
        texts = np.repeat(np.arange(len(chosen)), lengths)
        firsts = np.repeat(self._starts[chosen] - (np.cumsum(lengths) - lengths), lengths)
        entries = np.arange(len(texts)) + firsts
        return Batch(self._rows[entries], self._counts[entries], texts, len(chosen))


class Table:
    """The rows of all features; a text is the weighted sum of its own, at unit length.

    Only the rows that stand in a step's texts are touched by it: lazy Adam (Kingma and Ba 2015).
    """

    def __init__(self, rows: npt.NDArray[np.float32]) -> None:
        self._rows = torch.from_numpy(rows.copy())
        self._mean = torch.zeros_like(self._rows)
        self._square = torch.zeros_like(self._rows)
        self._summed: list[tuple[Batch, torch.Tensor]] = []
        self._steps = 0

    def __call__(self, bags: Bags, numbers: Numbers) -> torch.Tensor:
        """Embed the texts `numbers` of `bags`: n × dimension."""
        return self.embed(bags.batch(numbers))

    def embed(self, batch: Batch) -> torch.Tensor:
        """Embed the texts of `batch`: n × dimension, to be learnt from at the next `learn`."""
        sums = _sums(self._rows, batch.rows, np.sqrt(batch.counts), batch.texts, batch.size)
        self._summed.append((batch, sums.requires_grad_()))
        return functional.normalize(sums, dim=1)

    def learn(self, loss: torch.Tensor, rate: float) -> None:
        """Take one step down the gradient of `loss`, which the last embeddings made."""
        loss.backward()  # type: ignore[no-untyped-call]
        sizes = np.cumsum([0, *(batch.size for batch, _ in self._summed)])
        batches = [batch for batch, _ in self._summed]
        texts = np.concatenate([b.texts + n for b, n in zip(batches, sizes, strict=False)])
        weights = np.sqrt(np.concatenate([batch.counts for batch in batches]))
        order = np.argsort(rows := np.concatenate([b.rows for b in batches]), kind="stable")
        unique, places = np.unique(rows[order], return_inverse=True)
        gradients = torch.cat(
            [torch.zeros_like(s) if s.grad is None else s.grad for _, s in self._summed]
        )
        slopes = _sums(gradients, texts[order], weights[order], places, len(unique))
        self._summed.clear()
        self._descend(torch.from_numpy(unique), slopes, rate)

    def _descend(self, touched: torch.Tensor, slopes: torch.Tensor, rate: float) -> None:
        self._steps += 1
        mean = self._mean[touched].lerp_(slopes, 1 - _DECAY)
        square = self._square[touched].lerp_(slopes.square_(), 1 - _SQUARE_DECAY)
        self._mean[touched], self._square[touched] = mean, square
        correction = (1 - _SQUARE_DECAY**self._steps) ** 0.5
        size = rate * correction / (1 - _DECAY**self._steps)
        step = mean.div_(square.sqrt_().add_(_EPSILON)).mul_(-size)
        self._rows.index_add_(0, touched, step)

    def rows(self) -> npt.NDArray[np.float32]:
        """Return a copy of the table as it stands."""
        return np.asarray(self._rows.numpy().copy())


def _sums(
    table: torch.Tensor,
    rows: npt.NDArray[np.int64],
    weights: npt.NDArray[np.float32],
    groups: npt.NDArray[np.int64],
    size: int,
) -> torch.Tensor:
    """Sum up the weighted `rows` of `table` by their `groups`, which ascend: size × dimension."""
    return functional.embedding_bag(
        torch.from_numpy(rows),
        table,
        torch.from_numpy(np.searchsorted(groups, np.arange(size))),
        per_sample_weights=torch.from_numpy(weights),
        mode="sum",
    )

"""Texts as bags of feature rows, and the table that sums them while it is trained."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from index.features import Vocabulary


class Bags:
    """The feature rows of many texts, read once."""

    def __init__(self, vocabulary: Vocabulary, texts: Sequence[str]) -> None:
        pairs = [vocabulary.weighted_rows(text) for text in texts]
        self._rows = np.concatenate([rows for rows, _ in pairs])
        self._weights = np.concatenate([weights for _, weights in pairs])
        lengths = np.array([len(rows) for rows, _ in pairs])
        self._starts = np.concatenate([[0], np.cumsum(lengths)])
        self.size = len(texts)

    def batch(self, numbers: Sequence[int] | npt.NDArray[np.int64]) -> tuple[torch.Tensor, ...]:
        """Return rows, offsets and weights of the texts `numbers`, as EmbeddingBag takes them."""
        spans = [slice(self._starts[n], self._starts[n + 1]) for n in numbers]
        rows = np.concatenate([self._rows[span] for span in spans])
        weights = np.concatenate([self._weights[span] for span in spans])
        offsets = np.cumsum([0, *(span.stop - span.start for span in spans[:-1])])
        return torch.from_numpy(rows), torch.from_numpy(offsets), torch.from_numpy(weights)


class Table(nn.Module):
    """The rows of all features; a text is the weighted sum of its own, at unit length."""

    def __init__(self, rows: npt.NDArray[np.float32]) -> None:
        super().__init__()
        self.bag = nn.EmbeddingBag.from_pretrained(
            torch.from_numpy(rows), freeze=False, mode="sum", sparse=True
        )

    def forward(self, bags: Bags, numbers: Sequence[int] | npt.NDArray[np.int64]) -> torch.Tensor:
        """Embed the texts `numbers`: n × dimension."""
        rows, offsets, weights = bags.batch(numbers)
        return functional.normalize(self.bag(rows, offsets, per_sample_weights=weights), dim=1)

    def rows(self) -> npt.NDArray[np.float32]:
        """Return the table as it stands."""
        return np.asarray(self.bag.weight.detach().numpy().copy())

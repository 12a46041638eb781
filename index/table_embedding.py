"""The bundled model as the embedder of a process that answers: its table alone, without torch.

sentence-transformers, which takes seconds to import, gives the same vectors (a test holds them to
each other) and builds, trains and runs every other model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.feature_table import FeatureTable
from index.protocols import Floats

# What the length of a vector is divided by at least, as sentence-transformers' Normalize does.
_LEAST = 1e-12


@dataclass(frozen=True, eq=False)
class TableEmbedder:
    """Embeds by a table; its `fingerprint` is that of the same model in sentence-transformers."""

    name: str
    fingerprint: str
    table: FeatureTable

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self.table.dimension

    def passages(self, texts: Sequence[str]) -> Floats:
        """Embed passages: n texts → n × dimension, rows of unit length."""
        sums = self.table.vectors(texts)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        return np.asarray(sums / np.maximum(lengths, _LEAST), dtype=np.float32)

    def queries(self, texts: Sequence[str]) -> Floats:
        """Embed queries, which the model takes as it takes passages."""
        return self.passages(texts)

"""The trained table → the files of the bundled model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.feature_embedding import FeatureEmbedding
from index.features import Vocabulary

_LARGEST = 127


def export(vocabulary: Vocabulary, rows: npt.NDArray[np.float32], folder: Path) -> FeatureEmbedding:
    """Write `rows` as int8 with one scale each into `folder`; return the model as it will load."""
    scales = np.maximum(np.abs(rows).max(axis=1), 1e-8) / _LARGEST
    table = np.rint(rows / scales[:, None]).astype(np.int8)
    FeatureEmbedding(vocabulary, table, scales.astype(np.float32)).save(str(folder))
    return FeatureEmbedding.load(str(folder))

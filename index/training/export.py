"""The trained table → the files of the bundled model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.feature_table import FeatureTable
from index.features import Vocabulary, packed

_LOWEST, _HIGHEST = -8, 7
# Where a row is cut off, as a share of its largest value: outliers would cost the rest its steps.
_CUTS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)


def export(vocabulary: Vocabulary, rows: npt.NDArray[np.float32], folder: Path) -> FeatureTable:
    """Write `rows` in 4 bits into `folder`; return the model as it will load."""
    values, scales = quantised(rows)
    FeatureTable(vocabulary, packed(values), scales).save(folder)
    return FeatureTable.load(folder)


def quantised(
    rows: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Return `rows` in 4 bits and their scales, each row cut off where its error is least."""
    largest = np.maximum(np.abs(rows).max(axis=1), 1e-3)
    values = np.zeros(rows.shape, dtype=np.int8)
    scales = np.ones(len(rows), dtype=np.float32)
    least = np.full(len(rows), np.inf)
    for cut in _CUTS:
        # The scale is kept as float16: what is rounded here is what will be read back.
        step = (largest * cut / _HIGHEST).astype(np.float16).astype(np.float32)
        tried = np.clip(np.rint(rows / step[:, None]), _LOWEST, _HIGHEST)
        error = np.square(tried * step[:, None] - rows).sum(axis=1)
        better = error < least
        values[better], scales[better], least[better] = tried[better], step[better], error[better]
    return values, scales

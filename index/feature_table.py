"""The bundled embedding model by itself: a table of feature rows, read and summed without torch.

Its folder holds `table.npy` (rows × half the dimension: two values of 4 bits to a byte),
`scales.npy` (one float16 a row), `features.txt` (the names of the first rows, one a line) and
`config.json`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.features import VERSION, Vocabulary, unpacked

_CONFIG, _FEATURES, _SCALES, _TABLE = "config.json", "features.txt", "scales.npy", "table.npy"
FILES = (_CONFIG, _FEATURES, _SCALES, _TABLE)


@dataclass(frozen=True)
class FeatureTable:
    """Sums the rows of a text's features; a text without any feature is the zero vector.

    `table` is packed (rows × dimension / 2), `scales` has a factor for each of its rows; `values`
    is the table unpacked, where many texts are to be embedded. Raises ValueError where `vocabulary`
    has another number of rows.
    """

    vocabulary: Vocabulary
    table: npt.NDArray[np.uint8]
    scales: npt.NDArray[np.float32]
    values: npt.NDArray[np.int8] | None = None

    def __post_init__(self) -> None:
        size = self.vocabulary.size
        if self.table.shape[0] != size or self.scales.shape != (size,):
            rows, scales = self.table.shape[0], self.scales.shape[0]
            raise ValueError(f"{rows} rows, {scales} scales, {size} features")

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return 2 * int(self.table.shape[1])

    def vectors(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return the weighted sums of the rows of `texts`: n × dimension.

        The weight of a row is its scale times the root of how often the text has it.
        """
        found = self.vocabulary.counted_rows(texts)
        weights = self.scales[found.rows] * np.sqrt(found.counts, dtype=np.float32)
        sums = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for total, (start, end) in zip(sums, pairwise(found.starts), strict=True):
            np.matmul(weights[start:end], self._values_of(found.rows[start:end]), out=total)
        return sums

    def _values_of(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        if self.values is None:
            return unpacked(self.table.take(rows, axis=0)).astype(np.float32)
        return self.values.take(rows, axis=0).astype(np.float32)

    def in_bulk(self) -> FeatureTable:
        """Return the same table unpacked: three times the memory, less time, the same vectors."""
        return replace(self, values=unpacked(self.table))

    def save(self, folder: Path) -> None:
        """Write the model's files into `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / _TABLE, self.table)
        np.save(folder / _SCALES, self.scales.astype(np.float16))
        names = "\n".join(self.vocabulary.rows)
        (folder / _FEATURES).write_text(names + "\n", encoding="utf-8")
        config = {
            "features": VERSION,
            "buckets": self.vocabulary.buckets,
            "dimension": self.dimension,
        }
        (folder / _CONFIG).write_text(json.dumps(config) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> FeatureTable:
        """Load what `save` wrote; ValueError where it was made for other features than the code's.

        Raises OSError where a file of the model is missing.
        """
        config = json.loads((folder / _CONFIG).read_text(encoding="utf-8"))
        if config.get("features") != VERSION:
            message = f"{folder} is made for features of version {config.get('features')}"
            raise ValueError(f"{message}, the program has version {VERSION}")
        names = (folder / _FEATURES).read_text(encoding="utf-8").split("\n")[:-1]
        return cls(
            Vocabulary.of(names, config["buckets"]),
            np.load(folder / _TABLE, allow_pickle=False),
            np.load(folder / _SCALES, allow_pickle=False).astype(np.float32),
        )

"""The bundled embedding model as a module of sentence-transformers: a table of feature rows.

Its folder holds `table.npy` (rows × half the dimension: two values of 4 bits to a byte),
`scales.npy` (one float16 a row), `features.txt` (the names of the first rows, one a line) and
`config.json`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from sentence_transformers.base.modules.input_module import InputModule

from index.features import VERSION, Vocabulary, combine

_CONFIG, _FEATURES, _SCALES, _TABLE = "config.json", "features.txt", "scales.npy", "table.npy"
FILES = (_CONFIG, _FEATURES, _SCALES, _TABLE)


class FeatureEmbedding(InputModule):
    """Sums the rows of a text's features; a text without any feature is the zero vector."""

    config_keys: list[str] = []  # noqa: RUF012 - the name and type that sentence-transformers reads

    def __init__(
        self,
        vocabulary: Vocabulary,
        table: npt.NDArray[np.uint8],
        scales: npt.NDArray[np.float32],
    ) -> None:
        """Take a packed `table` (rows × dimension / 2) with one scale for each of its rows.

        Raises ValueError where `vocabulary` has another number of rows.
        """
        super().__init__()  # type: ignore[no-untyped-call]
        if table.shape[0] != vocabulary.size or scales.shape != (vocabulary.size,):
            message = f"{table.shape[0]} rows, {scales.shape[0]} scales, {vocabulary.size} features"
            raise ValueError(message)
        self.vocabulary = vocabulary
        self._table = table
        self._scales = scales

    def preprocess(  # type: ignore[override]
        self, inputs: Sequence[str], prompt: str | None = None, **_: Any
    ) -> dict[str, torch.Tensor]:
        """Sum up each text's rows: n texts → n × dimension."""
        prompted = self._prepend_prompt(list(inputs), prompt) if prompt else inputs
        return {"sentence_embedding": torch.from_numpy(self.vectors(prompted))}

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        """Pass the sums on; the next module brings them to unit length."""
        return features

    def vectors(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return the sums of the rows of `texts`: n × dimension."""
        sums = np.zeros((len(texts), self.get_embedding_dimension()), dtype=np.float32)
        for number, text in enumerate(texts):
            rows, weights = self.vocabulary.weighted_rows(text)
            if len(rows):
                sums[number] = combine(self._table, self._scales, rows, weights)
        return sums

    def get_embedding_dimension(self) -> int:
        """The length of a vector."""
        return 2 * int(self._table.shape[1])

    get_sentence_embedding_dimension = get_embedding_dimension

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Write the model's files into the folder `output_path`."""
        folder = Path(output_path)
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / _TABLE, self._table)
        np.save(folder / _SCALES, self._scales.astype(np.float16))
        names = "\n".join(self.vocabulary.rows)
        (folder / _FEATURES).write_text(names + "\n", encoding="utf-8")
        config = {
            "features": VERSION,
            "buckets": self.vocabulary.buckets,
            "dimension": self.get_embedding_dimension(),
        }
        (folder / _CONFIG).write_text(json.dumps(config) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, model_name_or_path: str, **_: Any) -> FeatureEmbedding:  # type: ignore[override]
        """Load what `save` wrote; ValueError where it was made for other features than the code's.

        Raises OSError where a file of the model is missing.
        """
        folder = Path(model_name_or_path)
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

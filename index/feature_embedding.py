"""The bundled embedding model as a module of sentence-transformers: a table of feature rows.

Its folder holds `table.npy` (rows × dimension, int8), `scales.npy` (one float16 a row),
`features.txt` (the names of the first rows, one a line) and `config.json`.
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

from index.features import Vocabulary, combine


class FeatureEmbedding(InputModule):
    """Sums the rows of a text's features; a text without any feature is the zero vector."""

    config_keys: list[str] = []  # noqa: RUF012 - the name and type that sentence-transformers reads

    def __init__(
        self,
        vocabulary: Vocabulary,
        table: npt.NDArray[np.int8],
        scales: npt.NDArray[np.float32],
    ) -> None:
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
        sums = np.zeros((len(texts), self._table.shape[1]), dtype=np.float32)
        for number, text in enumerate(texts):
            rows, weights = self.vocabulary.weighted_rows(text)
            if len(rows):
                sums[number] = combine(self._table, self._scales, rows, weights)
        return sums

    def get_embedding_dimension(self) -> int:
        """The length of a vector."""
        return int(self._table.shape[1])

    get_sentence_embedding_dimension = get_embedding_dimension

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Write the model's files into the folder `output_path`."""
        folder = Path(output_path)
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "table.npy", self._table)
        np.save(folder / "scales.npy", self._scales.astype(np.float16))
        names = "\n".join(self.vocabulary.rows)
        (folder / "features.txt").write_text(names + "\n", encoding="utf-8")
        config = {"buckets": self.vocabulary.buckets, "dimension": self._table.shape[1]}
        (folder / "config.json").write_text(json.dumps(config) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, model_name_or_path: str, **_: Any) -> FeatureEmbedding:  # type: ignore[override]
        """Load what `save` wrote."""
        folder = Path(model_name_or_path)
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        names = (folder / "features.txt").read_text(encoding="utf-8").split("\n")[:-1]
        return cls(
            Vocabulary.of(names, config["buckets"]),
            np.load(folder / "table.npy", allow_pickle=False),
            np.load(folder / "scales.npy", allow_pickle=False).astype(np.float32),
        )

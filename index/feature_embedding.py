"""The bundled embedding model as a module of sentence-transformers, which builds with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from sentence_transformers.base.modules.input_module import InputModule

from index.feature_table import FeatureTable


class FeatureEmbedding(InputModule):
    """Sums the rows of a text's features, as its `table` does."""

    config_keys: list[str] = []  # noqa: RUF012 - the name and type that sentence-transformers reads

    def __init__(self, table: FeatureTable) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.table = table

    def preprocess(  # type: ignore[override]
        self, inputs: Sequence[str], prompt: str | None = None, **_: Any
    ) -> dict[str, torch.Tensor]:
        """Sum up each text's rows: n texts → n × dimension."""
        prompted = self._prepend_prompt(list(inputs), prompt) if prompt else inputs
        return {"sentence_embedding": torch.from_numpy(self.table.vectors(prompted))}

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        """Pass the sums on; the next module brings them to unit length."""
        return features

    def get_embedding_dimension(self) -> int:
        """The length of a vector."""
        return self.table.dimension

    get_sentence_embedding_dimension = get_embedding_dimension

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Write the model's files into the folder `output_path`."""
        self.table.save(Path(output_path))

    @classmethod
    def load(cls, model_name_or_path: str, **_: Any) -> FeatureEmbedding:  # type: ignore[override]
        """Load what `save` wrote; raises what `FeatureTable.load` does."""
        return cls(FeatureTable.load(Path(model_name_or_path)))

"""The embedding models that are opened once for all plans."""

from __future__ import annotations

from dataclasses import dataclass

from index.embedding import open_embedder
from index.protocols import Embedder


@dataclass(frozen=True)
class Models:
    """The model that passages are found by, and the bundled one, whose vectors the heads know."""

    embedder: Embedder
    reads: Embedder

    @classmethod
    def open(cls, name_or_path: str | None = None) -> Models:
        """Open an embedding model by its name or path, the bundled one where none is named.

        Raises EmbeddingModelError where it cannot be loaded.
        """
        embedder = open_embedder(name_or_path)
        return cls(embedder, open_embedder() if name_or_path else embedder)

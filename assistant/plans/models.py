"""What reads questions whatever the plan: the embedding model."""

from __future__ import annotations

from dataclasses import dataclass

from index.embedding import open_embedder
from index.protocols import Embedder


@dataclass(frozen=True)
class Models:
    """The embedding model."""

    embedder: Embedder

    @classmethod
    def open(cls, name_or_path: str | None = None) -> Models:
        """Open an embedding model by its name or path, the bundled one where none is named.

        Raises EmbeddingModelError where it cannot be loaded.
        """
        return cls(open_embedder(name_or_path))

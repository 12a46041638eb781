"""What reads questions whatever the plan: the embedding model, and exemplars of questions."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.exemplars import Exemplars, bundled_elsewhere, bundled_smalltalk
from index.embedding import open_embedder
from index.protocols import Embedder


@dataclass(frozen=True)
class Models:
    """The embedding model, the matters that no plan holds, and what is said in small talk.

    `reads` is the bundled model, whose vectors the trained heads know.
    """

    embedder: Embedder
    reads: Embedder
    elsewhere: Exemplars
    smalltalk: Exemplars

    @classmethod
    def open(cls, name_or_path: str | None = None) -> Models:
        """Open an embedding model by its name or path, the bundled one where none is named.

        Raises EmbeddingModelError where it cannot be loaded.
        """
        embedder = open_embedder(name_or_path)
        reads = open_embedder() if name_or_path else embedder
        return cls(embedder, reads, bundled_elsewhere(embedder), bundled_smalltalk(embedder))

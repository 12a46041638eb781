"""Queries as vectors, each text embedded once within a question."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.once import once
from index.protocols import Embedder, Floats


def query_vectors(texts: Sequence[str], embedder: Embedder) -> Floats:
    """Embed queries: n texts → n × dimension, rows of unit length; n is at least 1."""
    return np.stack([_vector(text, embedder) for text in texts])


@once
def _vector(text: str, embedder: Embedder) -> Floats:
    found: Floats = embedder.queries([text])[0]
    return found

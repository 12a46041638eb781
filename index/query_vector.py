"""A query as a vector, each text embedded once within a question."""

from __future__ import annotations

from index.once import once
from index.protocols import Embedder, Floats


@once
def query_vector(text: str, embedder: Embedder) -> Floats:
    """Embed a query: a vector of unit length."""
    found: Floats = embedder.queries([text])[0]
    return found

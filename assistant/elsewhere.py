"""Matters that a comprehensive plan does not hold: how near a question is to one of them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

from index.protocols import Embedder, Floats

_FILE = "elsewhere.txt"


@dataclass(frozen=True)
class Elsewhere:
    """The matters of `elsewhere.txt` as vectors: n × dimension, rows of unit length."""

    vectors: Floats
    embedder: Embedder

    @classmethod
    def of(cls, embedder: Embedder) -> Elsewhere:
        """Embed the matters of the bundled file."""
        file = resources.files("assistant") / _FILE
        lines = file.read_text(encoding="utf-8").splitlines()
        matters = [line for line in lines if line and not line.startswith("#")]
        return cls(embedder.passages(matters), embedder)

    def nearness(self, question: str) -> float:
        """Return the cosine of `question` with the matter that is nearest to it."""
        return float((self.vectors @ self.embedder.queries([question])[0]).max())

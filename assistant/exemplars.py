"""Exemplars: sentences of one sort, and how near a question is to one of them.

`elsewhere.txt` holds matters that no comprehensive plan holds, `smalltalk.toml` what is said
without asking of the plan.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from index.protocols import Embedder, Floats
from index.query_vector import query_vector


@dataclass(frozen=True)
class Exemplars:
    """Sentences as vectors (n × dimension, rows of unit length), each with its `labels`."""

    labels: Sequence[str]
    vectors: Floats
    embedder: Embedder

    def nearest(self, question: str) -> tuple[float, str]:
        """Return the cosine of `question` with the sentence that is nearest, and its label."""
        near = self.vectors @ query_vector(question, self.embedder)
        number = int(near.argmax())
        return float(near[number]), self.labels[number]


def bundled_elsewhere(embedder: Embedder) -> Exemplars:
    """Embed the matters of `elsewhere.txt`, which have no label."""
    lines = _text("elsewhere.txt").splitlines()
    matters = [line for line in lines if line and not line.startswith("#")]
    return Exemplars([""] * len(matters), embedder.passages(matters), embedder)


def bundled_smalltalk(embedder: Embedder) -> Exemplars:
    """Embed the sentences of `smalltalk.toml`, labelled with what they are."""
    said = tomllib.loads(_text("smalltalk.toml"))
    labels = [kind for kind, sentences in said.items() for _ in sentences]
    sentences = [sentence for sentences in said.values() for sentence in sentences]
    return Exemplars(labels, embedder.passages(sentences), embedder)


def _text(file: str) -> str:
    return (resources.files("assistant") / file).read_text(encoding="utf-8")

"""Trained heads: a text as the encoder read it → its act, tags, subject, turn and distress.

Each head is linear over two vectors: the mean of those of the pieces, and one that attends to some
of them; what a text is about is said of each piece. They are trained by
`assistant.training.heads` and run here by NumPy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from assistant.understanding.encoder import FOLDER, Floats, States

# In the order of the rows of `Heads.weights`.
GROUPS = ("acts", "turns", "tags", "distress", "needs", "for_another")
_LIKELIER_THAN_NOT = 0.5


@dataclass(frozen=True, slots=True)
class Prediction:
    """Probabilities: `acts`, `turns` and `needs` add up to one each, each tag stands by itself.

    `about` are the spans of what the text is about, `distress` how likely somebody is in distress
    and `for_another` that they fear for somebody else.
    """

    acts: Mapping[str, float]
    turns: Mapping[str, float]
    tags: Mapping[str, float]
    about: tuple[tuple[int, int], ...]
    distress: float
    needs: Mapping[str, float]
    for_another: float


@dataclass(frozen=True)
class Heads:
    """The heads: `weights` labels × 2 widths, `attention` and `about` a weight each of a width.

    `labels` are the names of each of GROUPS.
    """

    labels: Mapping[str, tuple[str, ...]]
    weights: Floats
    bias: Floats
    attention: Floats
    about: Floats
    about_bias: float

    def predict(self, states: States) -> Prediction:
        """Return the probability of every label."""
        vectors = states.vectors
        attended = _softmax(vectors @ self.attention) @ vectors
        logits = self.weights @ np.concatenate([vectors.mean(axis=0), attended]) + self.bias
        said: dict[str, Floats] = {}
        first = 0
        for name in GROUPS:
            size = len(self.labels[name])
            said[name] = logits[first : first + size]
            first += size

        def named(name: str, likely: Floats) -> dict[str, float]:
            return dict(zip(self.labels[name], likely.tolist(), strict=True))

        return Prediction(
            named("acts", _softmax(said["acts"])),
            named("turns", _softmax(said["turns"])),
            named("tags", _sigmoid(said["tags"])),
            self._subjects(states),
            float(_sigmoid(said["distress"])[0]),
            named("needs", _softmax(said["needs"])),
            float(_sigmoid(said["for_another"])[0]),
        )

    def _subjects(self, states: States) -> tuple[tuple[int, int], ...]:
        likely = _sigmoid(states.vectors @ self.about + self.about_bias)
        spans: list[tuple[int, int]] = []
        for (start, end), of in zip(states.spans, likely.tolist(), strict=True):
            if end <= start or of < _LIKELIER_THAN_NOT:
                continue
            if spans and spans[-1][1] >= start:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
        return tuple(spans)


def _softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max())
    return np.asarray(raised / raised.sum(), dtype=np.float32)


def _sigmoid(logits: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float32)


@cache
def bundled_heads() -> Heads:
    """Read the heads that are bundled."""
    folder = resources.files(FOLDER)
    labels = json.loads((folder / "heads.json").read_text(encoding="utf-8"))
    with (folder / "heads.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        found = {name: arrays[name].astype(np.float32) for name in arrays.files}
    return Heads(
        {name: tuple(labels[name]) for name in GROUPS},
        found["weights"],
        found["bias"],
        found["attention"],
        found["about"],
        float(found["about_bias"][0]),
    )

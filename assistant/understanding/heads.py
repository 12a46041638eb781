"""Trained heads: a delexicalised question → its act, its tags, and how it refers to the last turn.

Each head is linear over hashed n-grams and the vector of the words of asking: a multinomial
logistic regression for the act and the turn, one binary regression a tag. They are trained by
`assistant.understanding.train` and run here by NumPy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from assistant.understanding.delexicalise import Delexicalised
from assistant.understanding.ngrams import Floats, Numbers, features

SIZE = 1 << 15
_ARRAYS = "heads.npz"
_NAMES = "heads.json"
# Stretches of so many words, by held-out precision and recall over 4, 6 and 8; what one says counts
# as so much less certain (in logits) than what the whole does.
_WINDOW = 6
_STEP = 2
_LESS_SURE = 0.6
_MASKED = re.compile("[\ue000-\ue0ff]+")


def words_asked_with(question: Delexicalised) -> str:
    """Return what is embedded of a question: its letters without the masks."""
    return _MASKED.sub(" ", question.letters).strip() or "?"


@dataclass(frozen=True)
class Linear:
    """A linear map, a row for each of `labels`.

    `sparse` is labels × SIZE over the n-grams, `dense` labels × dimension over the vector.
    """

    labels: tuple[str, ...]
    sparse: npt.NDArray[np.float16]
    dense: Floats
    bias: Floats

    def logits(self, numbers: Numbers, values: Floats, vector: Floats) -> Floats:
        """Return a logit a label."""
        columns = self.sparse[:, numbers].astype(np.float32)
        return np.asarray(columns @ values + self.dense @ vector + self.bias, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Prediction:
    """Probabilities: `acts` and `turns` add up to one each, each tag stands by itself."""

    acts: Mapping[str, float]
    tags: Mapping[str, float]
    turns: Mapping[str, float]


@dataclass(frozen=True)
class Heads:
    """The heads, the words of asking with how many examples hold each, the rarity of n-grams.

    `listing` are the words in which all of a kind is asked for.
    """

    asking: Mapping[str, int]
    listing: frozenset[str]
    rarity: Floats
    act: Linear
    tag: Linear
    turn: Linear

    def predict(
        self,
        question: Delexicalised,
        embed: Callable[[Sequence[str]], Floats],
        previous: Sequence[str] = (),
    ) -> Prediction:
        """Return the probabilities of every label; `embed` gives the vectors of texts, n × d.

        `previous` says in words of `tags.PREVIOUS` what was answered before.

        A tag is as likely as in the stretch of the question that says it best: in a long one
        a word counts less.
        """
        parts = (question, *question.windows(_WINDOW, _STEP))
        vectors = embed([words_asked_with(part) for part in parts])
        seen = [features(part.letters, part.tokens, previous, SIZE, self.rarity) for part in parts]
        acts = _softmax(self.act.logits(*seen[0], vectors[0]))
        turns = _softmax(self.turn.logits(*seen[0], vectors[0]))
        logits = np.stack(
            [self.tag.logits(*one, vector) for one, vector in zip(seen, vectors, strict=True)]
        )
        logits[1:] -= _LESS_SURE
        tags = 1 / (1 + np.exp(-logits.max(axis=0)))
        return Prediction(
            dict(zip(self.act.labels, acts.tolist(), strict=True)),
            dict(zip(self.tag.labels, tags.tolist(), strict=True)),
            dict(zip(self.turn.labels, turns.tolist(), strict=True)),
        )


def _softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max())
    return np.asarray(raised / raised.sum(), dtype=np.float32)


@cache
def bundled_heads() -> Heads:
    """Read the heads that are bundled."""
    folder = resources.files("assistant.understanding")
    names = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
    with (folder / _ARRAYS).open("rb") as file:
        return _read(file, names)


def _read(file: IO[bytes], names: Mapping[str, Any]) -> Heads:
    with np.load(file, allow_pickle=False) as arrays:
        linear = {
            name: Linear(
                tuple(names[name]),
                arrays[f"{name}_sparse"],
                arrays[f"{name}_dense"].astype(np.float32),
                arrays[f"{name}_bias"],
            )
            for name in ("act", "tag", "turn")
        }
        rarity = arrays["rarity"].astype(np.float32)
    listing = frozenset(names["listing"])
    return Heads(names["asking"], listing, rarity, linear["act"], linear["tag"], linear["turn"])

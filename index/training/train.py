"""Steps over a mixture of objectives; what is held out for measuring is never seen here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from tqdm import tqdm

from index.features import Vocabulary
from index.training import likeness
from index.training.alternatives import Alternatives
from index.training.bags import Table
from index.training.bilingual import TaughtPairs, ranked
from index.training.lexicon import Word
from index.training.reading import ReadingLosses
from index.training.sources import ReadingSet, Scored

Floats = npt.NDArray[np.float32]
_LEARNING_RATE = 2e-3
_WARM_UP = 100
_AVERAGED_SHARE = 0.3
_AVERAGED_EVERY = 25


@dataclass(frozen=True)
class Material:
    """Everything that is learnt from; the teacher's vectors go with English sides and glosses."""

    reading: ReadingSet
    pairs: Sequence[tuple[str, str]]
    pairs_taught: Floats
    words: Sequence[Word]
    common_taught: Floats
    synonyms: Sequence[tuple[str, str]]
    similar: Sequence[Scored]
    commonsense: Sequence[tuple[str, str, tuple[str, ...]]]


def train(
    table: Table, vocabulary: Vocabulary, material: Material, steps: int, seed: int
) -> Floats:
    """Train `table` in place for `steps`; return the mean of its rows over the last of them."""
    losses = _losses(table, vocabulary, material, np.random.default_rng(seed))
    averaged = np.zeros_like(table.rows())
    counted = 0
    for step in tqdm(range(steps), desc="training", unit="step", mininterval=5):
        rise, fall = min(1.0, (step + 1) / _WARM_UP), max(0.1, 1 - step / steps)
        table.learn(next(losses), _LEARNING_RATE * rise * fall)
        if step >= steps * (1 - _AVERAGED_SHARE) and step % _AVERAGED_EVERY == 0:
            averaged += table.rows()
            counted += 1
    return np.asarray(averaged / counted, dtype=np.float32)


def _losses(
    table: Table, vocabulary: Vocabulary, material: Material, rng: np.random.Generator
) -> Iterator[torch.Tensor]:
    glossed = [("; ".join(word.glosses), word.written) for word in material.words]
    common = [pair for pair, word in zip(glossed, material.words, strict=True) if word.common]
    pairs = TaughtPairs(table, vocabulary, material.pairs, material.pairs_taught, rng)
    words = TaughtPairs(table, vocabulary, common, material.common_taught, rng)
    alternatives = Alternatives(vocabulary, material.words)
    mixture = (
        iter(ReadingLosses(table, vocabulary, material.reading, alternatives, rng)),
        pairs.losses(size=320, pairing=1.0, likeness=0.5),
        words.losses(size=384, pairing=0.4, likeness=0.5),
        (0.2 * loss for loss in ranked(table, vocabulary, glossed, 384, rng)),
        (0.2 * loss for loss in ranked(table, vocabulary, material.synonyms, 128, rng)),
        likeness.scored(table, vocabulary, material.similar, rng),
        likeness.commonsense(table, vocabulary, material.commonsense, rng),
    )
    while True:
        yield torch.stack([next(losses) for losses in mixture]).sum()

"""What is learnt from small Japanese sets: synonyms, scored pairs, commonsense questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch

from index.features import Vocabulary
from index.training import objectives
from index.training.bags import Bags, Table
from index.training.sources import Scored

_SIZE = 128
_ORDERED, _CHOICE, _RANKED = 0.08, 0.15, 0.15


def scored(
    table: Table, vocabulary: Vocabulary, pairs: Sequence[Scored], rng: np.random.Generator
) -> Iterator[torch.Tensor]:
    """Yield losses without end: pairs in the order of their likeness."""
    first = Bags(vocabulary, [one.first for one in pairs])
    second = Bags(vocabulary, [one.second for one in pairs])
    scores = torch.tensor([one.score for one in pairs])
    while True:
        chosen = rng.choice(len(pairs), _SIZE, replace=False)
        yield _ORDERED * objectives.ordered(
            table(first, chosen), table(second, chosen), scores[chosen]
        )


def commonsense(
    table: Table,
    vocabulary: Vocabulary,
    asked: Sequence[tuple[str, str, tuple[str, ...]]],
    rng: np.random.Generator,
) -> Iterator[torch.Tensor]:
    """Yield losses without end: the right word against the four wrong ones, and against all."""
    questions = Bags(vocabulary, [question for question, _, _ in asked])
    right = Bags(vocabulary, [one for _, one, _ in asked])
    wrong = Bags(vocabulary, [one for _, _, others in asked for one in others])
    while True:
        chosen = rng.choice(len(asked), _SIZE, replace=False)
        others = (chosen[:, None] * 4 + np.arange(4)).reshape(-1)
        question, answer = table(questions, chosen), table(right, chosen)
        yield _CHOICE * objectives.choice(
            question, answer, table(wrong, others).view(_SIZE, 4, -1)
        ) + _RANKED * objectives.ranking(question, answer)

"""Does a passage answer what is asked, and does the plan? A calibrated probability of each.

The weights are learnt by `assistant.evidence.train`; what was measured is in `report.json`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from assistant.evidence.answer_signals import answer_signals
from assistant.evidence.quadratic import Quadratic
from assistant.evidence.signals import signals
from assistant.source import Source
from assistant.understanding.query import Query
from corpus.plan import Passage

_MOST_CHOSEN = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """A passage and how probable it is that it answers: 0 to 1.

    `score` is the index's, `coverage` the share, by rarity, of the topic's words that it holds.
    """

    passage: Passage
    probability: float
    score: float
    coverage: float


@dataclass(frozen=True)
class Classifiers:
    """The classifier of passages and that of answers.

    `beside` is the probability from which a passage is told beside the likeliest one.
    """

    passage: Quadratic
    answer: Quadratic
    beside: float


@cache
def bundled_classifiers() -> Classifiers:
    """Read the classifiers that are bundled."""
    text = (resources.files("assistant.evidence") / "weights.json").read_text(encoding="utf-8")
    said = json.loads(text)
    passage, answer = Quadratic.read(said["passage"]), Quadratic.read(said["answer"])
    return Classifiers(passage, answer, float(said["beside"]))


def judge(query: Query, source: Source) -> tuple[Judged, ...]:
    """Return every passage of the plan with the probability that it answers, likeliest first."""
    if not source.plan.passages:
        return ()
    classifier = bundled_classifiers().passage
    found = signals(query, source)
    probabilities = classifier.probabilities(found.table(classifier.names))
    order = np.argsort(-probabilities, kind="stable").tolist()
    columns = (probabilities.tolist(), found.of("score").tolist(), found.of("coverage").tolist())
    every = [Judged(*one) for one in zip(source.plan.passages, *columns, strict=True)]
    return tuple(every[number] for number in order)


def is_answered(query: Query, judged: Sequence[Judged], source: Source) -> float:
    """Return how probable it is that the plan answers `query`, not only its topic: 0 to 1.

    `judged` are passages of `judge`, likeliest first, all or those that are wanted.
    """
    if not judged:
        return 0.0
    classifier = bundled_classifiers().answer
    found = signals(query, source)
    numbers = {passage.id: number for number, passage in enumerate(source.plan.passages)}
    ranked = [numbers[one.passage.id] for one in judged]
    probabilities = np.array([one.probability for one in judged], dtype=np.float32)
    said = answer_signals(query, found, ranked, probabilities)
    table = np.array([[said[name] for name in classifier.names]], dtype=np.float32)
    return float(classifier.probabilities(table)[0])


def chosen(judged: Sequence[Judged]) -> tuple[Judged, ...]:
    """Return one to three of `judged` that each answer: the likeliest, others only if certain."""
    beside = bundled_classifiers().beside
    others = (one for one in judged[1:_MOST_CHOSEN] if one.probability >= beside)
    return (*judged[:1], *others)

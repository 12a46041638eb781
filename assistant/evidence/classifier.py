"""Does a passage answer what is asked, and does the plan? A calibrated probability of each.

The weights are learnt by `assistant.evidence.train`; what was measured is in `report.json`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

import numpy as np

from assistant.evidence.answer_signals import answer_signals, logit
from assistant.evidence.cross_encoder import bundled_cross_encoder
from assistant.evidence.quadratic import Quadratic
from assistant.evidence.signals import signals
from assistant.source import Source
from assistant.understanding.query import Act, AnswerType, Query
from corpus.plan import Passage

_MOST_CHOSEN = 3
# So many passages are read together with the question: more would take longer than all the rest.
READ = 4


@dataclass(frozen=True, slots=True)
class Judged:
    """A passage and how probable it is that it answers: 0 to 1.

    `score` is the index's, `coverage` the share, by rarity, of the topic's words that it holds;
    `read` is what the cross-encoder says of it, None where it was not read.
    """

    passage: Passage
    probability: float
    score: float
    coverage: float
    read: float | None = None


@dataclass(frozen=True)
class Classifiers:
    """The classifier of passages and that of answers.

    `beside` is the probability from which a passage is told beside the likeliest one; `reread` are
    the weights of a passage's probability and of its reading, in logits, and their bias.
    """

    passage: Quadratic
    answer: Quadratic
    beside: float
    reread: tuple[float, float, float]


@cache
def bundled_classifiers() -> Classifiers:
    """Read the classifiers that are bundled."""
    text = (resources.files("assistant.evidence") / "weights.json").read_text(encoding="utf-8")
    said = json.loads(text)
    passage, answer = Quadratic.read(said["passage"]), Quadratic.read(said["answer"])
    of_probability, of_reading, bias = map(float, said["reread"])
    return Classifiers(passage, answer, float(said["beside"]), (of_probability, of_reading, bias))


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


def asked_with_topic(query: Query) -> str:
    """Return a question as it is read beside a passage: a follow-up with what it is about."""
    if not query.topic or query.topic in query.text:
        return query.text
    return f"{query.topic} {query.text}"


def is_read(query: Query) -> bool:
    """Whether the likeliest passages are to be read together with `query`."""
    return query.act is Act.FIND and query.answer_type is not AnswerType.NUMBER


def reread(query: Query, judged: Sequence[Judged], source: Source) -> tuple[Judged, ...]:
    """Return `judged` after the likeliest were read together with the question, likeliest first.

    A question for a number is left as it is: the examples hold too few numbers that answer.
    """
    if not is_read(query):
        return tuple(judged)
    first = judged[:READ]
    passages = [one.passage for one in first]
    read = bundled_cross_encoder().likelihoods(asked_with_topic(query), passages, source.plan)
    weights = bundled_classifiers().reread
    found = [
        replace(one, read=said, probability=combined(one.probability, said, weights))
        for one, said in zip(first, read, strict=True)
    ]
    return tuple(sorted([*found, *judged[READ:]], key=lambda one: -one.probability))


def combined(probability: float, read: float, weights: tuple[float, float, float]) -> float:
    """Return the probability of a passage after it was read."""
    of_probability, of_reading, bias = weights
    sum_of = of_probability * logit(probability) + of_reading * logit(read) + bias
    return float(1 / (1 + np.exp(-sum_of)))


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
    said = answer_signals(query, found, ranked, probabilities, [one.read for one in judged])
    table = np.array([[said[name] for name in classifier.names]], dtype=np.float32)
    return float(classifier.probabilities(table)[0])


def chosen(judged: Sequence[Judged]) -> tuple[Judged, ...]:
    """Return one to three of `judged` that each answer: the likeliest, others only if certain."""
    beside = bundled_classifiers().beside
    others = (one for one in judged[1:_MOST_CHOSEN] if one.probability >= beside)
    return (*judged[:1], *others)

"""Question → passages, best first: the index's hits, held to what the question names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from assistant.asked import Asked, Aspect
from assistant.question import Question
from assistant.row_names import name_of, written
from assistant.variants import named_in, variants, variants_of_plan
from corpus.plan import Kind, Passage, Plan
from index.fusion import best
from index.search import PlanIndex

# How much agreement counts: learnt with the weights of the evidence, tests/eval/fit_weights.py,
# but for `other section`, learnt at a third of this (a section that is named is held to), and
# `named`: a row called by its whole name is meant.
WEIGHTS = {
    "coverage": 0.089,
    "other section": -0.1,
    "kind": 0.096,
    "leaning": 0.027,
    "figure": 0.034,
    "other variant": -0.066,
    "spoken of": 0.2,
    "named": 0.3,
}

_ALIKE = 0.45
_OF_MATTER = 0.5


class Found(NamedTuple):
    """A passage as it was found: its score, and how near the question is to a way of asking for it.

    `coverage` is the share, by rarity, of the question's topic that the passage holds in any view;
    `unlike` the share of its nouns that are like no word of the passage, `unknown` the share that
    are like no word of the plan. A tuple, since each question makes one of every passage.
    """

    passage: Passage
    score: float
    asked: float
    coverage: float
    unlike: float
    unknown: float


def retrieve(question: Question, plan: Plan, index: PlanIndex) -> tuple[Found, ...]:
    """Return every passage that the index found, best first.

    A passage of a section, or of a kind, that the question names is put before others.
    """
    coverage = index.coverage(question.topic).astype(float)
    likenesses = index.likenesses(question.nouns)
    nouns = max(len(likenesses), 1)
    unlike = (likenesses < _ALIKE).sum(axis=0) / nouns
    unknown = float((likenesses.max(axis=1, initial=0.0) < _ALIKE).sum() / nouns)
    matter = plan.passage(question.matter) if question.matter else None
    scores, asked = index.scored(question.text)
    gained = WEIGHTS["coverage"] * coverage
    for name, values in agreement(question, plan).items():
        gained += WEIGHTS[name] * values
    if matter:
        near = index.search_passage(matter.text)
        gained += _OF_MATTER * np.array([near[passage.id] for passage in plan.passages])
        others = [passage.section != matter.section for passage in plan.passages]
        gained += WEIGHTS["other section"] * np.array(others)
    columns = (values.tolist() for values in (scores + gained, asked, coverage, unlike))
    every = tuple(map(Found, plan.passages, *columns, repeat(unknown)))
    # Those alike are in the order in which the index has them.
    ranked = [every[number] for number in best(scores, len(every))]
    return tuple(sorted(_answering(ranked, question, matter), key=lambda one: -one.score))


def _answering(
    found: Sequence[Found], question: Question, matter: Passage | None
) -> Sequence[Found]:
    """Leave out what was told before, and beside a matter what is of no kind that is asked for."""
    if question.told:
        found = [one for one in found if one.passage.id not in question.told]
    if matter:
        kinds = set(question.asked.kinds)
        kinds |= {Kind.PARTNER} if Kind.INITIATIVE in kinds else set()
        found = [one for one in found if one.passage.kind in kinds]
    return found


def agreement(question: Question, plan: Plan) -> dict[str, npt.NDArray[np.float64]]:
    """Return how each passage agrees with what the question asks for, by name: 1, where it does.

    `other section` is 1 outside the sections that the question names, `other variant` for a row
    of another age or sex than it names, `spoken of` for the passage of which more is asked;
    `figure` is -1 for a row where no figure is wanted; `named` is 1 for a row of which something
    is asked by its whole name. What the question has no say in is left out.
    """
    asked, passages = question.asked, plan.passages
    agreed: dict[str, Sequence[float]] = {}
    if question.sections:
        agreed["other section"] = [one.section not in question.sections for one in passages]
    if asked.kinds:
        agreed["kind"] = [one.kind in asked.kinds for one in passages]
    if asked.leanings:
        agreed["leaning"] = [one.kind in asked.leanings for one in passages]
    figure = 1.0 if wants_figure(asked) else -1.0
    agreed["figure"] = [figure if one.kind is Kind.INDICATOR else 0.0 for one in passages]
    if wanted := variants(question.text):
        agreed["other variant"] = [_is_other_variant(wanted, one) for one in passages]
    if asked.aspects:
        agreed["named"] = [_is_named(question, one) for one in passages]
    if question.about:
        agreed["spoken of"] = [one.id == question.about for one in passages]
    return {name: np.array(values, dtype=float) for name, values in agreed.items()}


def _is_other_variant(wanted: frozenset[str], passage: Passage) -> bool:
    if passage.kind is not Kind.INDICATOR or not variants_of_plan(name_of(passage)):
        return False
    return not named_in(wanted, passage.text)


def _is_named(question: Question, passage: Passage) -> bool:
    return passage.kind is Kind.INDICATOR and written(name_of(passage)) in question.spelled


def wants_figure(asked: Asked) -> bool:
    """Whether a question of this form asks for a figure."""
    of_figure = {Aspect.TARGET, Aspect.YEAR} & set(asked.aspects)
    return asked.number or asked.degree or bool(of_figure)

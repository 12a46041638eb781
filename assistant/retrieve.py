"""Question → passages, best first: the index's hits, held to what the question names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.asked import Asked, Aspect
from assistant.question import Question
from assistant.row_names import name_of, written
from assistant.variants import named_in, variants, variants_of_plan
from corpus.plan import Kind, Passage, Plan
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


@dataclass(frozen=True, slots=True)
class Found:
    """A passage as it was found: its score, and how near the question is to a way of asking for it.

    `coverage` is the share, by rarity, of the question's topic that the passage holds in any view;
    `unlike` the share of its nouns that are like no word of the passage, `unknown` the share that
    are like no word of the plan.
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
    coverage = _by_passage(index.coverage(question.topic), index)
    likenesses = index.likenesses(question.nouns)
    nouns = max(len(likenesses), 1)
    unlike = _by_passage((likenesses < _ALIKE).sum(axis=0) / nouns, index)
    unknown = float((likenesses.max(axis=1, initial=0.0) < _ALIKE).sum() / nouns)
    matter = plan.passage(question.matter) if question.matter else None
    kinds = set(question.asked.kinds)
    kinds |= {Kind.PARTNER} if Kind.INITIATIVE in kinds else set()
    of_matter = index.search_passage(matter.text) if matter else {}
    found = []
    for hit in index.search(question.text, k=len(plan.passages)):
        if hit.passage_id in question.told:
            continue
        passage, held = plan.passage(hit.passage_id), coverage[hit.passage_id]
        if matter and passage.kind not in kinds:
            continue
        gained = WEIGHTS["coverage"] * held
        for name, value in agreement(question, passage).items():
            gained += WEIGHTS[name] * value
        gained += _OF_MATTER * of_matter.get(hit.passage_id, 0.0)
        if matter and passage.section != matter.section:
            gained += WEIGHTS["other section"]
        far = unlike[hit.passage_id]
        found.append(Found(passage, hit.score + gained, hit.asked, held, far, unknown))
    return tuple(sorted(found, key=lambda one: -one.score))


def _by_passage(values: npt.NDArray[np.floating], index: PlanIndex) -> dict[str, float]:
    return dict(zip(index.passage_ids, values.tolist(), strict=True))


def agreement(question: Question, passage: Passage) -> dict[str, float]:
    """Return how a passage agrees with what the question asks for, by name: 1, where it does.

    `other section` is 1 outside the sections that the question names, `other variant` for a row
    of another age or sex than it names, `spoken of` for the passage of which more is asked;
    `figure` is -1 for a row where no figure is wanted; `named` is 1 for a row of which something
    is asked by its whole name.
    """
    asked = question.asked
    agreed = {}
    if question.sections and passage.section not in question.sections:
        agreed["other section"] = 1.0
    if passage.kind in asked.kinds:
        agreed["kind"] = 1.0
    if passage.kind in asked.leanings:
        agreed["leaning"] = 1.0
    if passage.kind is Kind.INDICATOR:
        agreed["figure"] = 1.0 if wants_figure(asked) else -1.0
        name = name_of(passage)
        if variants_of_plan(name) and _is_other_variant(question, passage):
            agreed["other variant"] = 1.0
        if asked.aspects and written(name) in question.spelled:
            agreed["named"] = 1.0
    if passage.id == question.about:
        agreed["spoken of"] = 1.0
    return agreed


def _is_other_variant(question: Question, row: Passage) -> bool:
    wanted = variants(question.text)
    return bool(wanted) and not named_in(wanted, row.text)


def wants_figure(asked: Asked) -> bool:
    """Whether a question of this form asks for a figure."""
    of_figure = {Aspect.TARGET, Aspect.YEAR} & set(asked.aspects)
    return asked.number or asked.degree or bool(of_figure)

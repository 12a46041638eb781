"""Question → passages, best first: the index's hits, held to what the question names."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.asked import Asked, Aspect
from assistant.question import Question
from assistant.variants import variants
from corpus.plan import Kind, Passage, Plan
from index.fusion import Evidence
from index.search import PlanIndex

# Learnt with the weights of the index's evidence: tests/eval/fit_weights.py.
_BONUS_WEIGHT = 1.2
_COVERAGE_WEIGHT = 0.33

_SECTION_NAMED = 0.20
_KIND_NAMED = 0.06
_FIGURE_WANTED = 0.06
_OTHER_VARIANT = 0.20


@dataclass(frozen=True, slots=True)
class Found:
    """A passage as it was found: its score, and the evidence of the index for it.

    `coverage` is the share, by rarity, of the question's topic that the passage holds in any view.
    """

    passage: Passage
    score: float
    evidence: Evidence
    coverage: float


def retrieve(question: Question, plan: Plan, index: PlanIndex) -> tuple[Found, ...]:
    """Return every passage that the index found, best first.

    A passage of a section, or of a kind, that the question names is put before others.
    """
    coverage = dict(zip(index.passage_ids, index.coverage(question.topic), strict=True))
    found = [
        Found(
            plan.passage(hit.passage_id),
            hit.score
            + _BONUS_WEIGHT * bonus(question, plan.passage(hit.passage_id))
            + _COVERAGE_WEIGHT * float(coverage[hit.passage_id]),
            hit.evidence,
            float(coverage[hit.passage_id]),
        )
        for hit in index.search(question.text, k=len(plan.passages))
    ]
    return tuple(sorted(found, key=lambda one: -one.score))


def bonus(question: Question, passage: Passage) -> float:
    """Return what a passage gains by being of a section, kind or variant that is asked for."""
    asked = question.asked
    gained = 0.0
    if passage.section in question.sections:
        gained += _SECTION_NAMED
    if passage.kind in asked.kinds:
        gained += _KIND_NAMED
    if passage.kind is Kind.INDICATOR:
        gained += _FIGURE_WANTED if wants_figure(asked) else -_FIGURE_WANTED
        wanted, held = variants(question.text), variants(passage.text.partition("\t")[0])
        if wanted and held and not wanted & held:
            gained -= _OTHER_VARIANT
    return gained


def wants_figure(asked: Asked) -> bool:
    """Whether a question of this form asks for a figure."""
    return asked.number or Aspect.TARGET in asked.aspects or Aspect.YEAR in asked.aspects

"""Ours as a way of finding, beside the alternatives: retrieval alone, and whole answers."""

from __future__ import annotations

from collections.abc import Sequence

from alternatives.work import Search, Work

from assistant.environment import Environment
from assistant.plans.opening import open_or_build


def reading(work: Work) -> Search:
    """Return what reads a question by `work`, and finds nothing."""

    def search(question: str) -> Sequence[str]:
        work.vector_of(question)
        work.terms_of(question)
        return []

    return search


def retrieval(work: Work) -> Search:
    """Open the index of the plan; return question → ids of the passages found."""
    assistant = open_or_build(Environment())

    def search(question: str) -> Sequence[str]:
        return [found.passage.id for found in assistant.search(question, work.depth)]

    return search


def answers(_work: Work) -> Search:
    """Open the index of the plan; return question → ids of what the whole answer retrieved."""
    assistant = open_or_build(Environment())

    def search(question: str) -> Sequence[str]:
        return [found.passage.id for found in assistant.ask(question).retrieved]

    return search

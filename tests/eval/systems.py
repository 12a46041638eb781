"""Ways of finding passages, put side by side: ours, its parts alone, and what is used instead."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from alternatives.plain_bm25 import plain_bm25
from alternatives.sqlite_trigrams import sqlite_trigrams

from assistant.cli.evaluation import Graded
from assistant.service import Assistant
from corpus.asks import NO_ASKS
from corpus.plan import Plan
from index.build import build_index
from index.protocols import Floats
from index.search import PlanIndex

System = Callable[[Graded], Sequence[str]]
DEPTH = 10


def systems(assistant: Assistant) -> Mapping[str, System]:
    """Return the systems by name; each gives the ids of the ten best passages, best first."""
    bare = without_companions(assistant)
    return {
        "ours": _answered(assistant),
        "without reranker": lambda one: [
            hit.passage_id for hit in assistant.index.search(_text(assistant, one), DEPTH)
        ],
        "without companions": _answered(bare),
        "BM25 over lemmas": _by_evidence(assistant, "words"),
        "dense, the plan's text": _by_evidence(assistant, "original"),
        "SQLite FTS5 trigram": _outside(sqlite_trigrams(*_as_written(assistant.plan), DEPTH)),
        "bm25s over words": _outside(plain_bm25(assistant.plan)),
    }


def _answered(assistant: Assistant) -> System:
    def find(one: Graded) -> Sequence[str]:
        asking = one.asking
        answer = assistant.ask(asking.question, asking.history, asking.lang, asking.style)
        return [found.passage.id for found in answer.retrieved]

    return find


def _text(assistant: Assistant, one: Graded) -> str:
    """The question with the turns before it read into it."""
    asking = one.asking
    if not asking.history:
        return asking.question
    return assistant.ask(
        asking.question, asking.history, asking.lang, asking.style
    ).resolved_question


def _by_evidence(assistant: Assistant, name: str) -> System:
    def find(one: Graded) -> Sequence[str]:
        values: Floats = assistant.index.evidence(_text(assistant, one))[name]
        order = np.argsort(-values, kind="stable")[:DEPTH]
        return [assistant.index.passage_ids[int(n)] for n in order if values[n] > 0]

    return find


def _outside(search: Callable[[str], Sequence[str]]) -> System:
    """A search that knows no conversation: what the asker said before stands before it."""

    def find(one: Graded) -> Sequence[str]:
        said = [turn.content for turn in one.asking.history if turn.role == "user"]
        return search(" ".join([*said, one.asking.question]))

    return find


def _as_written(plan: Plan) -> tuple[list[str], list[str]]:
    """The ids and the texts of the passages, as the plan has them."""
    return [one.id for one in plan.passages], [one.text for one in plan.passages]


def without_companions(assistant: Assistant) -> Assistant:
    """Return the assistant over the plan alone, as over one that nobody has written beside."""
    embedder = assistant.index.embedder
    sources = replace(assistant.sources, companions={}, asks=NO_ASKS)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "index"
        build_index(assistant.plan, {}, NO_ASKS, embedder, place, progress=False)
        index = PlanIndex.open(place, assistant.plan, {}, NO_ASKS, embedder)
    return replace(assistant, sources=sources, index=index)

"""What speaks for and against each passage as an answer to a query: a row of numbers a passage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.evidence.agreement import Column, agreement, flags, kinds
from assistant.evidence.terms_held import terms_held
from assistant.source import Source
from assistant.understanding.query import Query
from corpus.plan import Passage
from index.fields import PLAIN
from index.protocols import Floats
from index.search import PlanIndex
from index.terms import noun_terms

# Of `PlanIndex.evidence`, as it is.
_EVIDENCE = (
    "original",
    "plain",
    "english",
    "nearest_parts",
    "asked",
    "asked_parts",
    "words",
    "grams",
    "kana",
    "english_words",
    "asked_words",
)
# A noun is like a word of a passage from this cosine.
_ALIKE = 0.45


@dataclass(frozen=True, eq=False)
class Signals:
    """The signals of every passage: `columns` by name, each in the plan's order.

    A number stands for one that is the same of all passages: it is of the query.
    """

    columns: Mapping[str, Column]
    size: int

    def table(self, names: Sequence[str]) -> Floats:
        """Return the columns called `names`: passages × names."""
        found = np.empty((self.size, len(names)), dtype=np.float32)
        for number, name in enumerate(names):
            found[:, number] = self.columns[name]
        return found

    def of(self, name: str) -> Floats:
        """Return one column, a value a passage."""
        return np.broadcast_to(np.asarray(self.columns[name], dtype=np.float32), (self.size,))


def signals(query: Query, source: Source) -> Signals:
    """Gather what speaks for and against each passage of the plan."""
    index, passages = source.index, source.plan.passages
    text = query.text or query.topic
    evidence = index.evidence(text)
    score, _ = index.scored(text)
    topic, whole = terms_held(query.topic, index), terms_held(text, index)
    columns: dict[str, Column] = {
        "score": score,
        "below_best": score.max(initial=0.0) - score,
        "before_mean": (score - score.mean()) / (score.std() + 0.01),
        "rank": np.log1p(_ranks(score)),
        **{name: evidence[name] for name in _EVIDENCE},
        "coverage": topic.coverage if topic.count else whole.coverage,
        "coverage_of_text": whole.coverage,
        "rarest": topic.rarest,
        **_likeness(query, index),
        **_beside_best(passages, int(score.argmax()), index),
        **agreement(query, passages),
        **kinds(query, passages),
        "absent": topic.absent,
        "absent_of_text": whole.absent,
        "no_topic": float(not topic.count),
        "length": float(np.log1p(whole.count)),
        "latin": float(text.isascii()),
        "no_asks": float("asked_words" not in index.present),
        "no_english": float("english_words" not in index.present),
        "no_plain": float(not index.lexical[PLAIN.name].numbers),
    }
    return Signals(columns, len(passages))


def _ranks(score: Floats) -> Floats:
    ranks = np.empty(len(score), dtype=np.float32)
    ranks[np.argsort(-score, kind="stable")] = np.arange(len(score))
    return ranks


def _likeness(query: Query, index: PlanIndex) -> dict[str, Column]:
    """How like the topic's nouns are to the words of each passage.

    `unlike` is the share of them that is like no word of it, `unknown` like no word of the plan.
    """
    likenesses = index.likenesses(list(dict.fromkeys(noun_terms(query.topic))))
    if not len(likenesses):
        return {"alike": 0.0, "least_alike": 0.0, "unlike": 0.0, "unknown": 0.0}
    return {
        "alike": likenesses.mean(axis=0),
        "least_alike": likenesses.min(axis=0),
        "unlike": (likenesses < _ALIKE).mean(axis=0),
        "unknown": float((likenesses.max(axis=1) < _ALIKE).mean()),
    }


def _beside_best(passages: Sequence[Passage], best: int, index: PlanIndex) -> dict[str, Column]:
    """How each passage stands to the best: the same matter may be an issue and an initiative."""
    of = passages[best]
    near = index.search_passage(of.text)
    alike = np.array([near[one.id] for one in passages], dtype=np.float32)
    alike[best] = 1.0
    return {
        "near_best": alike,
        "section_of_best": flags(one.section == of.section for one in passages),
        "kind_of_best": flags(one.kind is of.kind for one in passages),
    }

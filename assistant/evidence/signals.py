"""What speaks for and against each passage as an answer to a query: a row of numbers a passage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from assistant.evidence.answer_types import holds, holds_age, is_needing
from assistant.evidence.terms_held import terms_held
from assistant.source import Source
from assistant.understanding.query import Act, AnswerType, Field, Query
from corpus.plan import Kind, Passage
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
_FIGURES = frozenset({Field.LATEST, Field.TARGET, Field.GAP})
# What an act is carried out on, where it is of one kind.
_OF_ACT = {
    Act.DEFINE: Kind.FOOTNOTE,
    Act.FIGURE: Kind.INDICATOR,
    Act.COMPARE: Kind.INDICATOR,
    Act.PARTNERS: Kind.PARTNER,
}
# A signal of each passage, or one number where it is the same of all.
_Column: TypeAlias = Floats | float


@dataclass(frozen=True, eq=False)
class Signals:
    """The signals of every passage: `columns` by name, each in the plan's order.

    A number stands for one that is the same of all passages: it is of the query.
    """

    columns: Mapping[str, _Column]
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
    columns: dict[str, _Column] = {
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
        **_agreement(query, passages),
        **_kinds(query, passages),
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


def _likeness(query: Query, index: PlanIndex) -> dict[str, _Column]:
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


def _beside_best(passages: Sequence[Passage], best: int, index: PlanIndex) -> dict[str, _Column]:
    """How each passage stands to the best: the same matter may be an issue and an initiative."""
    of = passages[best]
    near = index.search_passage(of.text)
    alike = np.array([near[one.id] for one in passages], dtype=np.float32)
    alike[best] = 1.0
    return {
        "near_best": alike,
        "section_of_best": _flags(one.section == of.section for one in passages),
        "kind_of_best": _flags(one.kind is of.kind for one in passages),
    }


def _agreement(query: Query, passages: Sequence[Passage]) -> dict[str, _Column]:
    """How each passage agrees with what the query asks for: 1 where it does."""
    found: dict[str, _Column] = dict.fromkeys(
        ("kind", "other_kind", "section", "other_section", "named", "other_named"), 0.0
    )
    found |= dict.fromkeys(
        ("holds_type", "lacks_type", "other_year", "other_sex", "other_age"), 0.0
    )
    if kinds := set(query.kinds):
        found["kind"] = _flags(one.kind in kinds for one in passages)
        found["other_kind"] = 1 - found["kind"]
    if sections := set(query.scope.sections):
        found["section"] = _flags(one.section in sections for one in passages)
        found["other_section"] = 1 - found["section"]
    if named := {*query.rows, *query.scope.passages, *query.terms}:
        found["named"] = _flags(one.id in named or _term(one) in named for one in passages)
        found["other_named"] = 1 - found["named"]
    if is_needing(query.answer_type):
        found["holds_type"] = _flags(_holds(one, query) for one in passages)
        found["lacks_type"] = 1 - found["holds_type"]
    if years := [str(year) for year in query.years]:
        found["other_year"] = _flags(
            not any(year in one.text for year in years) for one in passages
        )
    if query.sexes:
        found["other_sex"] = _flags(not any(x in one.text for x in query.sexes) for one in passages)
    if query.ages:
        found["other_age"] = _flags(not holds_age(one, query.ages) for one in passages)
    return found


def _holds(passage: Passage, query: Query) -> bool:
    """Whether a passage holds what is asked for; of a row its year may be asked for."""
    of_row = Field.YEAR in query.aspects and passage.kind is Kind.INDICATOR
    return of_row or holds(passage, query.answer_type)


def _term(passage: Passage) -> str | None:
    return passage.heading if passage.kind is Kind.FOOTNOTE else None


def _kinds(query: Query, passages: Sequence[Passage]) -> dict[str, _Column]:
    """What each passage is, and whether it is a row of which a figure is asked."""
    found: dict[str, _Column] = {
        kind.value: _flags(one.kind is kind for one in passages) for kind in Kind
    }
    wants_figure = query.answer_type is AnswerType.NUMBER or _FIGURES & set(query.aspects)
    found["figure"] = found[Kind.INDICATOR.value] if wants_figure else 0.0
    of_act = _OF_ACT.get(query.act)
    found["of_act"] = found[of_act.value] if of_act else 0.0
    found["not_of_act"] = 1 - found[of_act.value] if of_act else 0.0
    return found


def _flags(values: Iterable[bool]) -> Floats:
    return np.fromiter(values, dtype=np.float32)

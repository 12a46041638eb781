"""Queries, the likeliest first → the one that the plan holds, carried out.

Execution-guided decoding: each candidate is carried out, and taken by how likely the words mean it
and how likely what was found is what is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from assistant.answering import (
    comparison,
    definitions,
    figures,
    lists,
    partners,
    passages,
    quotes,
    relations,
    summary,
    wording,
)
from assistant.answering.absent_words import absent_words, leaves_out_added
from assistant.answering.draft import Draft
from assistant.answering.grounded import ANSWERS, LEAST_CONFIDENT, Grounded
from assistant.answering.grounding import ground
from assistant.answering.nearly_asked import lacks_what_is_asked
from assistant.answering.passage_grounding import passages_near
from assistant.answering.value import Value
from assistant.evidence.classifier import Judged
from assistant.source import Source
from assistant.understanding.query import LISTINGS, OFFICE_MATTERS, Act, AnswerType, Query
from corpus.plan import Passage
from index.budget import check_budget


class Result(Protocol):
    """What a query gave: the passages that it rests on and the values worked out."""

    @property
    def passages(self) -> tuple[Passage, ...]: ...

    @property
    def values(self) -> tuple[Value, ...]: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """How an act is carried out, and its result written."""

    execute: Callable[[Query, Source], Any]
    write: Callable[[Any, Query, Draft, Source], None]


KINDS: Mapping[Act, Kind] = {
    Act.FIND: Kind(passages.execute, passages.write),
    Act.FIGURE: Kind(figures.execute, figures.write),
    Act.LIST: Kind(lists.execute, lists.write),
    Act.COUNT: Kind(lists.execute, lists.write),
    Act.COMPARE: Kind(comparison.execute, comparison.write),
    Act.DEFINE: Kind(definitions.execute, definitions.write),
    Act.QUOTE: Kind(quotes.execute, quotes.write),
    Act.WORDING: Kind(wording.execute, wording.write),
    Act.PARTNERS: Kind(partners.execute, partners.write),
    Act.RELATE: Kind(relations.execute, relations.write),
    Act.SUMMARISE: Kind(summary.execute, summary.write),
}
# What these tell was found by likeness, where the question does not name it.
BY_LIKENESS = frozenset({Act.FIND, Act.FIGURE})
# What no list of the plan's own parts is an answer to.
_OF_NO_LIST = frozenset(
    {AnswerType.PRICE, AnswerType.BUDGET, AnswerType.CONTACT, AnswerType.REASON}
)
# What no summary is an answer to: 「計画期間は何年から何年まで?」.
_OF_NO_SUMMARY = OFFICE_MATTERS | {AnswerType.DATE, AnswerType.REASON}
# What neither a partner's line nor a definition is an answer to: 「民生委員は市内に何人?」.
_OF_NO_NAME = frozenset({AnswerType.NUMBER, AnswerType.PROCEDURE, AnswerType.DATE, *OFFICE_MATTERS})
# Below this nothing is answered: what was found is likelier not meant.
_LEAST = 0.38
# What is so unlikely meant was found, but hardly asked for.
_LEAST_MEANT = 0.1


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """A query that was carried out, with its result; `is_open` where several rows are as near.

    `confidence` is how likely what was found is what is meant, `likely` how likely the words mean
    the query as well.
    """

    query: Query
    result: Result
    is_open: bool
    confidence: float
    likely: float


def carry_out(
    candidates: Sequence[tuple[Query, float]],
    judged: Callable[[Query], Sequence[Judged]],
    source: Source,
) -> CarriedOut | None:
    """Return the candidate that is likeliest meant and found; None where nothing is found.

    Each candidate has the probability that its words mean it.
    """
    best: CarriedOut | None = None
    whole = sum(share for _, share in candidates) or 1.0
    for query, share in candidates:
        check_budget()
        if query.act not in KINDS or (best and share / whole <= best.likely):
            continue
        found = carried_out(query, judged(query), source)
        if found and found.likely * share / whole < _LEAST_MEANT:
            continue
        if found and (best is None or found.likely * share / whole > best.likely):
            likely = found.likely * share / whole
            best = replace(found, likely=likely)
    return best


def _is_of_another(grounded: Grounded, result: Result, source: Source) -> bool:
    """Whether what is hardly near a question is not of what it names: 待機児童数 and 出生数."""
    query, cited = grounded.query, result.passages
    if query.act is Act.FIND and query.carried:
        # What was said before has not answered it, else it would not be asked.
        lacks = lacks_what_is_asked(query, cited)
        if lacks or leaves_out_added(query, cited, source):
            return True
    if query.act not in BY_LIKENESS or grounded.confidence >= ANSWERS:
        return False
    absent = absent_words(query, cited, source)
    # In English many words of a question are no subject.
    is_of_row = query.act is Act.FIGURE and bool(absent.words) and source.lang == "ja"
    return absent.is_all or is_of_row or lacks_what_is_asked(query, cited)


def carried_out(query: Query, judged: Sequence[Judged], source: Source) -> CarriedOut | None:
    """Ground one query and carry it out; None where the plan does not bear it."""
    if query.act in LISTINGS and query.answer_type in _OF_NO_LIST:
        return None
    if query.act is Act.SUMMARISE and query.answer_type in _OF_NO_SUMMARY:
        return None
    if query.act in (Act.PARTNERS, Act.DEFINE) and query.answer_type in _OF_NO_NAME:
        return None
    grounded = ground(query, judged, source)
    if grounded is None or grounded.confidence < _LEAST:
        return None
    return _executed(grounded, source)


def nearest(query: Query, judged: Sequence[Judged], source: Source) -> CarriedOut | None:
    """Return what comes near where `query` was not carried out; None for what the plan lacks."""
    grounded = passages_near(query, judged, source)
    done = _executed(grounded, source) if grounded else None
    if done is None or absent_words(done.query, done.result.passages, source).words:
        return None
    confidence = min(done.confidence, LEAST_CONFIDENT)
    return replace(done, confidence=confidence, likely=confidence)


def _executed(grounded: Grounded, source: Source) -> CarriedOut | None:
    result = KINDS[grounded.query.act].execute(grounded.query, source)
    if result is None or _is_of_another(grounded, result, source):
        return None
    confidence = grounded.confidence
    return CarriedOut(grounded.query, result, grounded.is_open, confidence, confidence)

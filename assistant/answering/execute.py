"""Queries, the likeliest first → the one that the plan bears, carried out.

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
from assistant.answering.grounded import ANSWERS, LEAST_BORNE, Grounded
from assistant.answering.grounding import ground
from assistant.answering.nearly_asked import lacks_what_is_asked
from assistant.answering.topic_grounding import passages_near
from assistant.answering.value import Value
from assistant.evidence.classifier import Judged
from assistant.source import Source
from assistant.understanding.query import LISTINGS, OFFICE_MATTERS, Act, AnswerType, Query
from corpus.plan import Passage


class Result(Protocol):
    """What a query gave: the passages that it rests on and the values worked out."""

    @property
    def passages(self) -> tuple[Passage, ...]: ...

    @property
    def values(self) -> tuple[Value, ...]: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """How an act is carried out, and its result told."""

    execute: Callable[[Query, Source], Any]
    tell: Callable[[Any, Query, Draft, Source], None]


KINDS: Mapping[Act, Kind] = {
    Act.FIND: Kind(passages.execute, passages.tell),
    Act.FIGURE: Kind(figures.execute, figures.tell),
    Act.LIST: Kind(lists.execute, lists.tell),
    Act.COUNT: Kind(lists.execute, lists.tell),
    Act.COMPARE: Kind(comparison.execute, comparison.tell),
    Act.DEFINE: Kind(definitions.execute, definitions.tell),
    Act.QUOTE: Kind(quotes.execute, quotes.tell),
    Act.WORDING: Kind(wording.execute, wording.tell),
    Act.PARTNERS: Kind(partners.execute, partners.tell),
    Act.RELATE: Kind(relations.execute, relations.tell),
    Act.SUMMARISE: Kind(summary.execute, summary.tell),
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


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """A query that the plan bears, with its result; `is_open` where several rows are as near.

    `bears` is how likely what was found is what is meant, `likely` how likely the words mean the
    query as well.
    """

    query: Query
    result: Result
    is_open: bool
    bears: float
    likely: float


def carry_out(
    candidates: Sequence[tuple[Query, float]],
    judged: Callable[[Query], Sequence[Judged]],
    source: Source,
) -> CarriedOut | None:
    """Return the candidate that is likeliest meant and borne; None where the plan bears none.

    Each candidate has the probability that its words mean it.
    """
    best: CarriedOut | None = None
    whole = sum(share for _, share in candidates) or 1.0
    for query, share in candidates:
        if query.act not in KINDS or (best and share / whole <= best.likely):
            continue
        found = carried_out(query, judged(query), source)
        if found and (best is None or found.likely * share / whole > best.likely):
            likely = found.likely * share / whole
            best = replace(found, likely=likely)
    return best


def _is_of_another(grounded: Grounded, result: Result, source: Source) -> bool:
    """Whether what is hardly near a question is not of what it names: 待機児童数 and 出生数."""
    query, told = grounded.query, result.passages
    if query.act is Act.FIND and query.carried:
        # What was told has not said it, else it would not be asked.
        lacks = lacks_what_is_asked(query, told)
        if lacks or leaves_out_added(query, told, source):
            return True
    if query.act not in BY_LIKENESS or grounded.bears >= ANSWERS:
        return False
    absent = absent_words(query, told, source)
    is_of_row = query.act is Act.FIGURE and bool(absent.words)
    return absent.is_all or is_of_row or lacks_what_is_asked(query, told)


def carried_out(query: Query, judged: Sequence[Judged], source: Source) -> CarriedOut | None:
    """Ground one query and carry it out; None where the plan does not bear it."""
    if query.act in LISTINGS and query.answer_type in _OF_NO_LIST:
        return None
    if query.act is Act.SUMMARISE and query.answer_type in _OF_NO_SUMMARY:
        return None
    if query.act in (Act.PARTNERS, Act.DEFINE) and query.answer_type in _OF_NO_NAME:
        return None
    grounded = ground(query, judged, source)
    if grounded is None or grounded.bears < _LEAST:
        return None
    return _executed(grounded, source)


def nearest(query: Query, judged: Sequence[Judged], source: Source) -> CarriedOut | None:
    """Return what comes near where `query` was not carried out; None for what the plan lacks."""
    grounded = passages_near(query, judged, source)
    done = _executed(grounded, source) if grounded else None
    if done is None or absent_words(done.query, done.result.passages, source).words:
        return None
    bears = min(done.bears, LEAST_BORNE)
    return replace(done, bears=bears, likely=bears)


def _executed(grounded: Grounded, source: Source) -> CarriedOut | None:
    result = KINDS[grounded.query.act].execute(grounded.query, source)
    if result is None or _is_of_another(grounded, result, source):
        return None
    bears = grounded.bears
    return CarriedOut(grounded.query, result, grounded.is_open, bears, bears)

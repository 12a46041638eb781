"""Passages on a topic: one to three, each of which answers, told in the plan's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answering import figures
from assistant.answering.draft import Draft
from assistant.answering.partner_boxes import tell_boxes
from assistant.answering.passage_words import sentences_of, title_of
from assistant.answering.sentences import sentences, statements
from assistant.answering.value import Value
from assistant.source import Source
from assistant.understanding.query import Act, Query
from corpus.plan import Kind, Passage
from index.terms import english_terms, terms_of_plan, word_terms

# Of a passage of more sentences those that answer are told: the nearest two, and any that is as
# near as this (cosine and share of the topic's terms added up) to the nearest.
_WHOLE = 2
_MOST = 2
_NEAR = 0.1
_SHARED = 0.5
# A sentence that begins so says nothing without the one before it.
_LEANS_BACK = re.compile("これ|それ|この|その|また|さらに|しかし|This|These|It|They")


@dataclass(frozen=True, slots=True)
class PassagesResult:
    """Passages that answer, the likeliest first."""

    passages: tuple[Passage, ...]
    values: tuple[Value, ...] = ()


def execute(query: Query, source: Source) -> PassagesResult | None:
    """Return the passages that `query` points at; None where it points at none."""
    found = tuple(source.plan.passage(one) for one in query.scope.passages)
    return PassagesResult(found) if found else None


def tell(result: PassagesResult, query: Query, draft: Draft, source: Source) -> None:
    """Tell each passage on a line of its own; of a long one the sentences that answer."""
    rows = [one.id for one in result.passages if one.kind is Kind.INDICATOR]
    for passage in result.passages:
        if passage.kind is Kind.INDICATOR:
            continue
        if passage.id.endswith(".partners"):
            tell_boxes(draft, source.plan.section(passage.section), None, source)
            continue
        _tell(passage, query, draft, source, is_one_of_many=len(result.passages) > 1)
    if rows:
        asked = replace(query, act=Act.FIGURE, rows=tuple(rows), filters=(), order=None)
        found = figures.execute(asked, source)
        if found:
            figures.tell(found, asked, draft, source)


def _tell(
    passage: Passage, query: Query, draft: Draft, source: Source, *, is_one_of_many: bool
) -> None:
    told = sentences_of(passage, source)
    chosen = _best(told, passage, query, source)
    text = (" " if source.lang == "en" else "").join(chosen)
    if passage.kind is Kind.FOOTNOTE and passage.heading:
        name = title_of(passage, source)
        text = f"{name}: {text}" if source.lang == "en" else f"「{name}」: {text}"
    is_own = source.view(passage) is None
    quotes = list(chosen) if is_own else list(statements(passage))
    draft.say(("- " if is_one_of_many else "") + text, passage, quotes)
    draft.add("\n")


def _best(told: Sequence[str], passage: Passage, query: Query, source: Source) -> Sequence[str]:
    """The sentences nearest to the question, by vectors and by shared terms, in their order."""
    if len(told) <= _WHOLE or query.style.is_detailed:
        return told
    index = source.index
    rarity = index.rarities([*word_terms(query.topic), *english_terms(query.topic)])
    whole = sum(rarity.values()) or 1.0
    values = []
    for view in _in_step(told, passage, source):
        shares = [
            sum(rarity.get(term, 0.0) for term in terms_of_plan(text)) / whole for text in view
        ]
        values.append(index.nearness_of_own(query.text, view) + _SHARED * np.array(shares))
    nearness = np.max(values, axis=0)
    order = [int(number) for number in np.argsort(-nearness, kind="stable")[:_MOST]]
    kept = {n for n in order if nearness[n] >= nearness[order[0]] - _NEAR}
    kept |= {n - 1 for n in kept if n and _LEANS_BACK.match(told[n])}
    return [told[number] for number in sorted(kept)]


def _in_step(told: Sequence[str], passage: Passage, source: Source) -> Iterator[Sequence[str]]:
    """The sentences `told`, and those of each view of the passage that go in step with them."""
    yield told
    views = (one.passages.get(passage.id) for one in source.companions.values())
    for other in (statements(passage), *(sentences(view.text) for view in views if view)):
        if len(other) == len(told) and tuple(other) != tuple(told):
            yield other

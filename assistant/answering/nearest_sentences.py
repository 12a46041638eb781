"""The sentences of a passage that come nearest to a question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from assistant.answering.sentences import sentences, statements
from assistant.source import Source
from corpus.plan import Passage
from index.terms import terms_of_plan

# The nearest two are told, and no more than this (cosine and share of the topic's terms added up)
# behind the nearest.
_MOST = 2
_NEAR = 0.1
_SHARED = 0.5
# A sentence that begins so says nothing without the one before it.
_LEANS_BACK = re.compile(
    "これ|それ|この|その|そう|そし|また|さらに|しかし|もう[1一ひ]"
    "|This|These|It |They|In addition|Also"
)


def nearest_sentences(
    told: Sequence[str], passage: Passage, question: str, topic: Sequence[str], source: Source
) -> Sequence[str]:
    """Return which of `told` come nearest, by vectors and by shared terms, in their order.

    `told` are the sentences of `passage` or of a view of it, `topic` the terms of what is asked.
    """
    index = source.index
    rarity = index.rarities(topic)
    whole = sum(rarity.values()) or 1.0
    values = []
    for view in _in_step(told, passage, source):
        shares = [
            sum(rarity.get(term, 0.0) for term in terms_of_plan(text)) / whole for text in view
        ]
        values.append(index.nearness_of_own(question, view) + _SHARED * np.array(shares))
    nearness = np.max(values, axis=0)
    order = [int(number) for number in np.argsort(-nearness, kind="stable")[:_MOST]]
    kept = {n for n in order if nearness[n] >= nearness[order[0]] - _NEAR}
    for number in range(len(told) - 1, 0, -1):
        if number in kept and _LEANS_BACK.match(told[number]):
            kept.add(number - 1)
    return [told[number] for number in sorted(kept)]


def _in_step(told: Sequence[str], passage: Passage, source: Source) -> Iterator[Sequence[str]]:
    """The sentences `told`, and those of each view of the passage that go in step with them."""
    yield told
    views = (one.passages.get(passage.id) for one in source.companions.values())
    for other in (statements(passage), *(sentences(view.text) for view in views if view)):
        if len(other) == len(told) and tuple(other) != tuple(told):
            yield other

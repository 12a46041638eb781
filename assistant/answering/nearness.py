"""Which passages of a section belong together by their wording; the plan itself links none.

How near two passages are is the mean of how near each is to the text of the other
(`PlanIndex.search_passage`); rows of one family, the rates by age, are taken together. A passage
that has a little of everything in it comes near to all others, so half of what each of the two is
near to on average is taken off, as in cross-domain similarity local scaling (CSLS).

Two passages are linked where one of them is among the nearest to the other: `_CUT` below the
nearest at most, and `_LEAST` at least before anything is taken off. A link therefore holds from
both ends. Issues and rows have few words in common, so they are linked by way of the initiatives
that belong with both. The bounds were set by reading all links of the bundled plan: a wider cut
joins suicides with life expectancy.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from assistant.answering.row_values import family
from assistant.answering.section_items import items_of
from assistant.source import Source
from corpus.plan import Kind, Passage

_CUT = 0.02
_LEAST = 0.18
# Rows that are nearest to one initiative are all told: three of four rates by age were half of it.
_MOST = 3
# Of these a section has several that stand side by side: to be the nearest of them tells something.
_SIDE_BY_SIDE = frozenset({Kind.ISSUE, Kind.INITIATIVE, Kind.INDICATOR})

_Matrix = npt.NDArray[np.float64]


def linked(passage: Passage, kind: Kind, source: Source) -> tuple[Passage, ...]:
    """Return the passages of `kind` in its section that belong with `passage`, nearest first.

    They are three at most, but for rows; none where none comes near.
    """
    if {kind, passage.kind} == {Kind.ISSUE, Kind.INDICATOR}:
        between = _linked(passage, Kind.INITIATIVE, source)
        found = [one for initiative in between for one in _linked(initiative, kind, source)]
    else:
        found = _linked(passage, kind, source)
    found = list(dict.fromkeys(found))
    return tuple(found if kind is Kind.INDICATOR else found[:_MOST])


def _linked(passage: Passage, kind: Kind, source: Source) -> list[Passage]:
    section = source.plan.section(passage.section)
    others = items_of(section, kind)
    if not others or kind is passage.kind:
        return []
    peers = items_of(section, passage.kind)
    peers = peers if passage in peers else (passage,)
    each = np.array([[nearness(peer, other, source) for other in others] for peer in peers])
    near = _by_family(_by_family(each, peers, source).T, others, source).T
    apart = near - (near.mean(axis=1, keepdims=True) + near.mean(axis=0, keepdims=True)) / 2
    place = peers.index(passage)
    is_linked = apart[place] >= apart[place].max() - _CUT
    if len(peers) > 1 and {kind, passage.kind} <= _SIDE_BY_SIDE:
        is_linked |= apart[place] >= apart.max(axis=0) - _CUT
    is_linked &= near[place] >= _LEAST
    ranked = np.argsort(-apart[place], kind="stable").tolist()
    return [others[number] for number in ranked if is_linked[number]]


def _by_family(near: _Matrix, passages: Sequence[Passage], source: Source) -> _Matrix:
    """`near`, a line for each of `passages`; that of a row is the mean of its family."""
    rows = source.plan.indicators_by_id
    places = {passage.id: place for place, passage in enumerate(passages)}
    lines = []
    for passage in passages:
        row = rows.get(passage.id)
        alike = [one.passage.id for one in family(row, source.plan)] if row else [passage.id]
        lines.append(near[[places[one] for one in alike]].mean(axis=0))
    return np.array(lines)


def nearness(one: Passage, other: Passage, source: Source) -> float:
    """Return how near two passages are by their wording, either way."""
    search = source.index.search_passage
    there = search(_text(one, source)).get(other.id, 0.0)
    return (there + search(_text(other, source)).get(one.id, 0.0)) / 2


def centrality(text: str, passage: Passage, others: Sequence[Passage], source: Source) -> float:
    """Return how near `text`, a span of `passage`, is to the passages `others` on average."""
    search = source.index.search_passage
    there = search(text)
    ways = ((there.get(one.id, 0.0), search(_text(one, source))) for one in others)
    near = [(way + back.get(passage.id, 0.0)) / 2 for way, back in ways]
    return sum(near) / max(len(near), 1)


def _text(passage: Passage, source: Source) -> str:
    """What a passage says: of a row its name, with that of the row which it is a part of."""
    row = source.plan.indicators_by_id.get(passage.id)
    if row is None:
        return passage.text
    parent = source.plan.indicators_by_id.get(row.parent or "")
    return f"{parent.name} {row.name}" if parent else row.name

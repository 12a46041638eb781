"""How many there are, as a value that rests on the passages counted."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answering.value import Value
from assistant.understanding.query import Query
from corpus.plan import Passage


def count_of(passages: Iterable[Passage]) -> Value:
    """Return the number of `passages` as a worked-out value."""
    ids = tuple(passage.id for passage in passages)
    return Value(str(len(ids)), float(len(ids)), None, ids, "")


def count_named(query: Query) -> tuple[Value, ...]:
    """Return how many rows and passages `query` names; () where it names none."""
    ids = tuple(dict.fromkeys((*query.scope.passages, *query.rows)))
    return (Value(str(len(ids)), float(len(ids)), None, ids, ""),) if ids else ()


def counts_of(passages: Iterable[Passage]) -> tuple[Value, ...]:
    """Return how many passages there are in all, and in each section that has some."""
    by_section: dict[str, list[Passage]] = {}
    for passage in passages:
        by_section.setdefault(passage.section, []).append(passage)
    every = [passage for here in by_section.values() for passage in here]
    parts = [count_of(here) for here in by_section.values()] if len(by_section) > 1 else []
    return (count_of(every), *parts) if every else ()

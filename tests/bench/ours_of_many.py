"""Ours as a collection on disk: the very work of the alternatives, vectors, terms and fusion."""

from __future__ import annotations

import atexit
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from alternatives.work import Search, Work

from corpus.about import About
from index.collection.disk import DiskPlanStore
from index.collection.protocols import Entry


def collection(work: Work) -> Search:
    """Write the passages into a collection and open it; return question → ids."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    index = Path(folder.name) / "index"
    index.mkdir()
    root = Path(folder.name) / "collection"
    with DiskPlanStore(root).writing() as writer:
        writer.put(About("plan", "市", "City"), "bench", index, _entries(work))
    store = DiskPlanStore(root)

    def search(question: str) -> Sequence[str]:
        terms = {term: float(count) for term, count in Counter(work.terms_of(question)).items()}
        hits = store.search(work.vector_of(question), terms, work.depth)
        return [hit.passage_id for hit in hits]

    return search


def _entries(work: Work) -> Iterator[Entry]:
    """The passages, each with all the texts that stand for it, which follow each other."""
    numbered = groupby(range(len(work.ids)), lambda number: work.ids[number].partition(" ")[0])
    for passage_id, numbers in numbered:
        rows = list(numbers)
        terms = tuple(term for row in rows for term in work.terms[row])
        yield Entry(passage_id, work.vectors[rows], terms)

"""Entries packed together, as they go from one process to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.chunks import Chunk
from index.collection.entries import entries
from index.collection.protocols import Entry
from index.protocols import Embedder, Floats


@dataclass(frozen=True, slots=True)
class PackedEntries:
    """The entries of a plan: `counts` says how many of `vectors` each passage has."""

    ids: Sequence[str]
    counts: Sequence[int]
    vectors: Floats
    terms: Sequence[tuple[str, ...]]

    @classmethod
    def of(cls, chunks: Iterable[Chunk], embedder: Embedder) -> PackedEntries:
        """Make the entries of `chunks`, and pack them."""
        made = list(entries(chunks, embedder))
        rows = [np.zeros((0, embedder.dimension), np.float32), *(one.vectors for one in made)]
        return cls(
            [one.passage_id for one in made],
            [len(one.vectors) for one in made],
            np.concatenate(rows),
            [one.terms for one in made],
        )

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self.ids)

    def __iter__(self) -> Iterator[Entry]:
        """Yield them."""
        start = 0
        for passage_id, count, terms in zip(self.ids, self.counts, self.terms, strict=True):
            yield Entry(passage_id, self.vectors[start : start + count], terms)
            start += count

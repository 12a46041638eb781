"""How like a word is to the words of each passage, by the vectors of words by themselves.

It tells a question on what a passage speaks of in other words (老人, 高齢者) from one on something
that merely stands near it (学校 and 給食の献立).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.budget import check_budget
from index.by_passage import ByPassage
from index.chunks import Chunk
from index.once import once
from index.protocols import Embedder, Floats
from index.query_vector import query_vector
from index.terms import noun_terms

_BATCH = 256
_MOST_KEPT = 2000
_Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class WordLikeness:
    """The words of all passages: `vectors`, words × dimension, and which passage holds which.

    `words` and `passages` are the places: the number of a word and of a passage that holds it.
    """

    vectors: Floats
    words: _Numbers
    passages: _Numbers
    size: int

    @classmethod
    def build(
        cls, passage_ids: Sequence[str], chunks: Iterable[Chunk], embedder: Embedder
    ) -> WordLikeness:
        """Collect the words of `chunks`, in whatever view, and embed each by itself."""
        numbers = {passage_id: number for number, passage_id in enumerate(passage_ids)}
        known: dict[str, int] = {}
        places: dict[tuple[int, int], None] = {}
        for chunk in chunks:
            for word in noun_terms(f"{chunk.in_context} {chunk.figures}"):
                places[known.setdefault(word, len(known)), numbers[chunk.passage_id]] = None
        names = list(known)
        parts = [
            embedder.passages(names[start : start + _BATCH])
            for start in range(0, len(names), _BATCH)
        ]
        held = np.array(list(places), dtype=np.int64).reshape(-1, 2)
        return cls(np.concatenate(parts), held[:, 0], held[:, 1], len(passage_ids))

    @classmethod
    def load(cls, vectors: Path, places: Path, size: int) -> WordLikeness:
        """Load what `save` wrote for `size` passages."""
        held = np.array(json.loads(places.read_text(encoding="utf-8")), dtype=np.int64)
        held = held.reshape(-1, 2)
        return cls(np.load(vectors, allow_pickle=False), held[:, 0], held[:, 1], size)

    def save(self, vectors: Path, places: Path) -> None:
        """Write the vectors (NumPy) and the places (JSON)."""
        np.save(vectors, self.vectors)
        held = np.stack([self.words, self.passages], axis=1)
        places.write_text(json.dumps(held.tolist()), encoding="utf-8")

    def of(self, words: Sequence[str], is_own: Callable[[str], bool], embedder: Embedder) -> Floats:
        """Return the cosine of each of `words` with the likest word of each passage: m × n.

        Of the words that are the plan's own, as `is_own` tells, it is kept, of some thousands.
        """
        if not words:
            return np.zeros((0, self.size), dtype=np.float32)
        return np.stack(
            [(self._of_own if is_own(word) else self._of_word)(word, embedder) for word in words]
        )

    def _of_own(self, word: str, embedder: Embedder) -> Floats:
        found = self._kept.get(word)
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = self._kept[word] = self._of_word(word, embedder)
        return found

    @cached_property
    def _kept(self) -> dict[str, Floats]:
        return {}

    @once
    def _of_word(self, word: str, embedder: Embedder) -> Floats:
        check_budget()
        return self._by_passage.highest(self.vectors @ query_vector(word, embedder))

    @cached_property
    def _by_passage(self) -> ByPassage:
        return ByPassage.of(self.words, self.passages, self.size)

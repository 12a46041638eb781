"""Other words for the same: what JMdict explains alike, and the English words it explains with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from index.features import Vocabulary
from index.training.bags import Batch
from index.training.lexicon import Word

_FIRST_SENSES = 2
_MOST_SHARING = 8
_MOST = 8


class Alternatives:
    """For each row of a lemma, the rows of words that JMdict gives the same gloss."""

    def __init__(self, vocabulary: Vocabulary, words: Sequence[Word]) -> None:
        by_gloss: dict[str, list[int]] = defaultdict(list)
        senses: Counter[str] = Counter()
        for word in words:
            row = vocabulary.rows.get(f"w:{word.written}")
            senses[word.written] += 1
            if word.common and row is not None and senses[word.written] <= _FIRST_SENSES:
                for gloss in word.glosses:
                    by_gloss[gloss.removeprefix("to ")].append(row)
        found: dict[int, list[int]] = defaultdict(list)
        for gloss, rows in by_gloss.items():
            english = vocabulary.rows.get(f"e:{gloss}")
            for row in rows:
                if english is not None:
                    found[row].append(english)
                if len(rows) <= _MOST_SHARING:
                    found[row] += [other for other in rows if other != row]
        self._counts = np.zeros(vocabulary.size, dtype=np.int64)
        self._rows = np.zeros((vocabulary.size, _MOST), dtype=np.int64)
        for row, others in found.items():
            kept = list(dict.fromkeys(others))[:_MOST]
            self._counts[row] = len(kept)
            self._rows[row, : len(kept)] = kept

    def of(self, batch: Batch, rng: np.random.Generator) -> Batch:
        """Return `batch` with another word in each word's place, without those that have none."""
        able = batch.kept(self._counts[batch.rows] > 0)
        chosen = rng.integers(self._counts[able.rows])
        return Batch(self._rows[able.rows, chosen], able.counts, able.texts, able.size)

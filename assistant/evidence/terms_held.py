"""The words of a text that a plan holds, and where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.fields import ASKS, ENGLISH, PLAIN, WORDS
from index.lexical import inverse_frequency
from index.once import once
from index.protocols import Floats
from index.search import PlanIndex
from index.terms import english_terms, word_terms

_OF_WORDS = (WORDS, PLAIN, ENGLISH, ASKS)


@dataclass(frozen=True, eq=False)
class TermsHeld:
    """Words that are looked for: `held` is words × passages, `weights` are their rarities."""

    held: Floats
    weights: Floats

    @property
    def count(self) -> int:
        """How many words there are."""
        return len(self.weights)

    @property
    def coverage(self) -> Floats:
        """The share of the words, by rarity, that each passage holds."""
        if not self.count:
            return np.zeros(self.held.shape[1], dtype=np.float32)
        return np.asarray(self.weights @ self.held / self.weights.sum(), dtype=np.float32)

    @property
    def rarest(self) -> Floats:
        """1 for each passage that holds the rarest word: none, where the plan has it nowhere."""
        if not self.count:
            return np.zeros(self.held.shape[1], dtype=np.float32)
        return np.asarray(self.held[int(self.weights.argmax())])

    @property
    def absent(self) -> float:
        """The share of the words, by rarity, that the plan has nowhere."""
        if not self.count:
            return 0.0
        nowhere = ~self.held.any(axis=1)
        return float(self.weights[nowhere].sum() / self.weights.sum())


@once
def terms_held(text: str, index: PlanIndex) -> TermsHeld:
    """Look up the content words of `text`, each once, in every view."""
    found = dict.fromkeys([*word_terms(text), *english_terms(text)])
    size = len(index.passage_ids)
    held = np.zeros((len(found), size), dtype=np.float32)
    for number, term in enumerate(found):
        for field in _OF_WORDS:
            held[number, index.lexical[field.name].documents_with(term)] = 1.0
    rarities = inverse_frequency(held.sum(axis=1), size)
    return TermsHeld(held, np.asarray(rarities, dtype=np.float32))

"""Which features have a row of their own: those of the training texts and of JMdict."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.features import Vocabulary
from index.morphology import morphemes, normalise
from index.training.lexicon import Word

BUCKETS = 16_384
_MOST_LEMMAS = 92_000
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff々]")
_KATAKANA_RUN = re.compile(r"[ァ-ヺー]{3,}")
_MARKS = frozenset({"助詞", "助動詞", "補助記号", "記号", "空白"})


@dataclass(frozen=True)
class Lemmas:
    """Every lemma met: in how many texts, as what it was first written, and what it is in English.

    `texts` is how many there are; `glosses` has only lemmas that are a word of JMdict.
    """

    texts: int
    documents: Counter[str]
    written: dict[str, str]
    glosses: dict[str, str]

    @classmethod
    def of(cls, texts: Sequence[str], words: Sequence[Word]) -> Lemmas:
        """Read the lemmas of `texts` and of the dictionary's `words`, the common ones first."""
        documents: Counter[str] = Counter()
        written: dict[str, str] = {}
        glosses: dict[str, str] = {}
        for text in texts:
            pairs = dict(_lemmas(text))
            documents.update(pairs.keys())
            for lemma, surface in pairs.items():
                written.setdefault(lemma, surface)
        for word in sorted(words, key=lambda word: not word.common):
            pairs = dict(_lemmas(word.written))
            for lemma, surface in pairs.items():
                documents.setdefault(lemma, 0)
                written.setdefault(lemma, surface)
                if len(pairs) == 1:
                    glosses.setdefault(lemma, "; ".join(word.glosses))
        return cls(len(texts), documents, written, glosses)

    def vocabulary(self, pieces: Iterable[str]) -> Vocabulary:
        """Return what has a row: the most frequent lemmas, ideographs, English `pieces`."""
        lemmas = [lemma for lemma, _ in self.documents.most_common(_MOST_LEMMAS)]
        letters = sorted({letter for lemma in lemmas for letter in _IDEOGRAPH.findall(lemma)})
        names = [f"w:{x}" for x in lemmas] + [f"k:{x}" for x in letters]
        return Vocabulary.of([*names, *(f"e:{x}" for x in pieces)], BUCKETS)


def _lemmas(text: str) -> Iterator[tuple[str, str]]:
    normalised = normalise(text)
    for morpheme in morphemes(normalised):
        if morpheme.word_class not in _MARKS and not morpheme.surface.isascii():
            yield morpheme.lemma, morpheme.surface
    for run in _KATAKANA_RUN.findall(normalised):
        yield run, run

"""Text → features with weights: what the bundled embedding model adds up.

A feature is a lemma (w:介護), an ideograph (k:介), a WordPiece of a Latin word (e:care, e:##rs), or
a bucket (h:) into which the letters of other words and the numbers with their units are hashed.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt

from index.morphology import normalise, sentences, words_of_sentence
from index.once import once

VERSION = 2  # of the rules below: a model made for others would not fit
_LATIN = re.compile(r"[a-z]+")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff々]")
_KATAKANA_RUN = re.compile(r"[ァ-ヺー]{3,}")
_MARKS = frozenset({"助詞", "助動詞", "補助記号", "記号", "空白"})
_LONGEST_PIECE = 24


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The features that have a row of their own, and how many buckets follow them."""

    rows: Mapping[str, int]
    buckets: int

    @classmethod
    def of(cls, names: Iterable[str], buckets: int) -> Vocabulary:
        """Number `names` in their order."""
        return cls({name: row for row, name in enumerate(names)}, buckets)

    @property
    def size(self) -> int:
        """How many rows the table has."""
        return len(self.rows) + self.buckets

    def bucket(self, letters: str) -> int:
        """Return the row into which `letters` are hashed (CRC-32)."""
        return len(self.rows) + zlib.crc32(letters.encode()) % self.buckets

    def counted_rows(self, text: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return the rows of the features of `text`, and how often each stands in it."""
        counts = Counter(self._rows_of(text))
        rows = np.fromiter(counts, dtype=np.int64, count=len(counts))
        return rows, np.fromiter(counts.values(), dtype=np.int64, count=len(counts))

    def weighted_rows(self, text: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        """Return the rows of the features of `text` and their weights: √ of how often each is."""
        rows, counts = self.counted_rows(text)
        return rows, np.sqrt(counts, dtype=np.float32)

    def _rows_of(self, text: str) -> Iterator[int]:
        return chain.from_iterable(map(self._rows_of_sentence, sentences(normalise(text))))

    @once
    def _rows_of_sentence(self, sentence: str) -> list[int]:
        found = words_of_sentence(sentence)
        lemmas = [
            word.lemma
            for word in found
            if word.word_class not in _MARKS and not word.surface.isascii()
        ]
        rows = list(chain.from_iterable([self._of_lemmas[lemma] for lemma in lemmas]))
        for letters in _LATIN.findall(sentence):
            rows += self._rows_of_latin(letters)
        runs = _KATAKANA_RUN.findall(sentence)
        surfaces = {word.surface for word in found} if runs else set()
        for run in runs:
            if run not in surfaces:
                rows += self._rows_of_run(run)
        for number, unit in pairwise(found):
            if number.word_subclass == "数詞":
                rows.append(self.bucket(number.surface + unit.surface))
        return rows

    @cached_property
    def _of_lemmas(self) -> _LemmaRows:
        return _LemmaRows(self)

    def _rows_of_run(self, run: str) -> Iterator[int]:
        """Katakana that the dictionary has split: as a whole, or by its letters."""
        row = self.rows.get(f"w:{run}")
        if row is not None:
            yield row
        else:
            yield from self.buckets_of(run)

    def _rows_of_latin(self, word: str) -> Iterator[int]:
        """The WordPieces of a word: the longest that fits first (Wu et al. 2016, as BERT does)."""
        start = 0
        while start < len(word):
            for end in range(min(len(word), start + _LONGEST_PIECE), start, -1):
                piece = word[start:end] if start == 0 else f"##{word[start:end]}"
                row = self.rows.get(f"e:{piece}")
                if row is not None:
                    yield row
                    start = end
                    break
            else:
                yield from self.buckets_of(word)
                return

    def buckets_of(self, word: str) -> Iterator[int]:
        """Return the rows into which each three letters of `word` are hashed, ends marked."""
        marked = f"^{word}$"
        for start in range(len(marked) - 2):
            yield self.bucket(marked[start : start + 3])


class _LemmaRows(dict[str, Sequence[int]]):
    """Of a lemma its row, or those of its letters, and those of its ideographs.

    Those that have a row of their own are looked for once; others may be of a question.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def __missing__(self, lemma: str) -> Sequence[int]:
        rows = self._vocabulary.rows
        row = rows.get(f"w:{lemma}")
        letters = [rows.get(f"k:{letter}") for letter in _IDEOGRAPH.findall(lemma)]
        of_letters = [letter for letter in letters if letter is not None]
        if row is None:
            return [*self._vocabulary.buckets_of(lemma), *of_letters]
        found = self[lemma] = (row, *of_letters)
        return found


def packed(values: npt.NDArray[np.int8]) -> npt.NDArray[np.uint8]:
    """Pack values of 4 bits (-8 to 7), two to a byte: n × d becomes n × d/2."""
    half = values.shape[1] // 2
    nibbles: npt.NDArray[np.uint8] = np.bitwise_and(values, 15).astype(np.uint8)
    return np.asarray((nibbles[:, :half] << 4) | nibbles[:, half:], dtype=np.uint8)


def unpacked(table: npt.NDArray[np.uint8]) -> npt.NDArray[np.int8]:
    """Return the values that `packed` packed."""
    values = np.concatenate([table, table << 4], axis=1).view(np.int8)
    values >>= 4  # keeps the sign
    return values


def combine(
    table: npt.NDArray[np.uint8],
    scales: npt.NDArray[np.float32],
    rows: npt.NDArray[np.int64],
    weights: npt.NDArray[np.float32],
) -> npt.NDArray[np.float32]:
    """Return the weighted sum of `rows` of the packed `table`, each times its scale: d values."""
    factors = scales[rows] * weights
    total: npt.NDArray[np.float32] = factors @ unpacked(table[rows]).astype(np.float32)
    return total

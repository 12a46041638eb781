"""Text → features with their counts: what the bundled embedding model adds up.

A feature is a lemma (w:介護), an ideograph (k:介), a WordPiece of a Latin word (e:care, e:##rs), or
a bucket (h:) into which the letters of other words and the numbers with their units are hashed.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt

from index.morphology import MOST_WORDS, Word, normalise, sentences, words_of_sentence
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

    def counted_rows(self, texts: Iterable[str]) -> CountedRows:
        """Return the rows of the features of `texts`, each once a text."""
        rows, counts, starts = array("q"), array("q"), [0]
        for text in texts:
            parts = sentences(normalise(text))
            found = Counter(chain.from_iterable(map(self._rows_of_sentence, parts)))
            rows.extend(found)
            counts.extend(found.values())
            starts.append(len(rows))
        return CountedRows(np.asarray(rows), np.asarray(counts), starts)

    @once
    def _rows_of_sentence(self, sentence: str) -> list[int]:
        found = words_of_sentence(sentence)
        rows = list(chain.from_iterable(map(self._of_words.__getitem__, found)))
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
    def _of_words(self) -> _WordRows:
        return _WordRows(self)

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


@dataclass(frozen=True, slots=True)
class CountedRows:
    """The rows of texts one after another, and how often each stands in its text.

    Those of the text n are from `starts[n]` to `starts[n + 1]`.
    """

    rows: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]
    starts: Sequence[int]


class _WordRows(dict[Word, Sequence[int]]):
    """Of a word its row, or those of its letters, and those of its ideographs; of a mark none.

    They are looked for once where the dictionary knows the word; others may be of a question.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def __missing__(self, word: Word) -> Sequence[int]:
        is_said = word.word_class not in _MARKS and not word.surface.isascii()
        rows = tuple(self._rows_of(word.lemma)) if is_said else ()
        if word.known:
            if len(self) >= MOST_WORDS:
                self.clear()
            self[word] = rows
        return rows

    def _rows_of(self, lemma: str) -> Iterator[int]:
        rows = self._vocabulary.rows
        row = rows.get(f"w:{lemma}")
        if row is None:
            yield from self._vocabulary.buckets_of(lemma)
        else:
            yield row
        for letter in _IDEOGRAPH.findall(lemma):
            row = rows.get(f"k:{letter}")
            if row is not None:
                yield row


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

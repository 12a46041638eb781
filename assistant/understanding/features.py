"""Text → hashed features: what a trained head weighs.

A feature is a run of letters or of tokens, hashed into one of `size` buckets. The hashes depend
neither on the process nor on the machine, so that weights learnt for buckets stay theirs.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from index.morphology import Word, normalise, words

Buckets = npt.NDArray[np.int64]
Values = npt.NDArray[np.float32]

VERSION = 2  # of the rules below: weights learnt under others would not fit

_Codes = npt.NDArray[np.uint64]
_LETTERS = (1, 2, 3, 4)  # lengths of runs
_TOKENS = (1, 2)
_BASE = np.uint64(0x100000001B3)  # of the polynomial over a run's codes
_MIX = np.uint64(0x9E3779B97F4A7C15)  # spreads hashes that are near to each other
_HIGH = np.uint64(32)
_KINDS = 16  # more than there are lengths of runs
_START, _END = 2, 3  # codes that no letter of a normalised text has
_BETWEEN_LETTERS = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")


def features(text: str, size: int) -> tuple[Buckets, Values]:
    """Return the buckets of `text`, each once, and their values: a vector of unit length.

    Counted are the runs of up to four letters of the text as it is written and as it is read
    (死にたい and しにたい are both シニタイ), its lemmas, and each two of them side by side.
    """
    written = normalise(text)
    found = words(written)
    return hashed((letters_of(written), reading_of(found)), lemmas_of(found), size)


def hashed(
    characters: Sequence[str], tokens: Iterable[str], size: int, lengths: Sequence[int] = _TOKENS
) -> tuple[Buckets, Values]:
    """Return the buckets of some strings' runs of letters and of runs of tokens, with their values.

    `lengths` are those of the runs of tokens. The runs of each of `characters` are told apart
    from those of the others. A value grows with the logarithm of how often its bucket is met;
    the vector has unit length, or is empty.
    """
    runs = list(_runs(_codes_of_tokens(tokens), lengths, 0))
    for kind, letters in enumerate(characters, start=1):
        runs += _runs(_codes_of_letters(letters), _LETTERS, kind)
    return _counted(_buckets(np.concatenate(runs), size))


def buckets_of_tokens(tokens: Iterable[str], size: int) -> Buckets:
    """Return the bucket of each of `tokens` as a run by itself, in their order."""
    runs = _runs(_codes_of_tokens(tokens), (1,), 0)
    return _buckets(np.concatenate(list(runs)), size).astype(np.int64)


def letters_of(normalised: str) -> str:
    """Return a normalised text without the spaces between Japanese letters."""
    return _BETWEEN_LETTERS.sub("", normalised)


def reading_of(found: Iterable[Word]) -> str:
    """Return words as they are read, in katakana; as they are written where that is unknown."""
    return "".join([word.kana or word.surface for word in found])


def lemmas_of(found: Iterable[Word]) -> list[str]:
    """Return the lemmas of words."""
    return [word.lemma for word in found]


def _codes_of_letters(letters: str) -> _Codes:
    coded = np.frombuffer(f"\x02{letters}\x03".encode("utf-32-le"), dtype="<u4")
    return coded.astype(np.uint64)


def _codes_of_tokens(tokens: Iterable[str]) -> _Codes:
    codes = [_START, *[zlib.crc32(token.encode()) for token in tokens], _END]
    return np.array(codes, dtype=np.uint64)


def _runs(codes: _Codes, lengths: Sequence[int], kind: int) -> Iterator[_Codes]:
    """The hashes of all runs of some lengths; the ends count but in runs of two and more."""
    runs = codes
    for length in range(1, max(lengths) + 1):
        if length > 1:
            runs = runs[:-1] * _BASE + codes[length - 1 :]
        if length in lengths:
            yield (runs if length > 1 else codes[1:-1]) + np.uint64(kind * _KINDS + length)


def _buckets(runs: _Codes, size: int) -> _Codes:
    return ((runs * _MIX) >> _HIGH) % np.uint64(size)


def _counted(buckets: _Codes) -> tuple[Buckets, Values]:
    """Each bucket once, and its value: what np.unique finds, in less time."""
    buckets.sort()
    begins = np.empty(len(buckets) + 1, dtype=bool)
    begins[:1] = begins[-1:] = True
    np.not_equal(buckets[1:], buckets[:-1], out=begins[1:-1])
    starts = np.flatnonzero(begins)
    values = np.log(starts[1:] - starts[:-1], dtype=np.float32) + 1
    values /= np.sqrt(values @ values) or 1
    return buckets[starts[:-1]].astype(np.int64), values

"""A delexicalised text → sparse features: hashed n-grams of letters and of words.

The hashing trick (Weinberger et al. 2009, "Feature Hashing for Large Scale Multitask Learning")
without signs; CRC-32 is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

_LETTERS = 4
_WORDS = 3
# Beside the n-grams of words those of letters, which are many more, count so much: by five-fold
# cross-validation over .3, .6 and 1.
_WEIGHT_OF_LETTERS = 0.6
_WEIGHT_OF_PREVIOUS = 0.6
Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


def hashed(
    letters: str, tokens: Sequence[str], previous: Sequence[str], size: int
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the numbers, below `size`, of the 1- to 4-grams of letters and 1- to 3-grams of words.

    `previous` are words for what was answered before, a number each. Each number stands once;
    texts are bounded, so that an n-gram at an end is one of its own.
    """
    return (
        _numbers(_grams_of_letters(letters), size),
        _numbers(_grams_of_words(tokens), size),
        _numbers((f"p\x1f{word}" for word in previous), size),
    )


def features(
    letters: str, tokens: Sequence[str], previous: Sequence[str], size: int, rarity: Floats
) -> tuple[Numbers, Floats]:
    """Return the numbers of the features of a text, below `size`, and their values.

    `rarity` weighs each number (inverse document frequencies, `size` values); words, letters and
    what was answered before are each brought to a length of their own before they are joined.
    """
    found = hashed(letters, tokens, previous, size)
    lengths = (_WEIGHT_OF_LETTERS, 1.0, _WEIGHT_OF_PREVIOUS)
    weighted = [_unit(one, rarity, length) for one, length in zip(found, lengths, strict=True)]
    return np.concatenate(found), np.concatenate(weighted)


def _unit(numbers: Numbers, rarity: Floats, length: float) -> Floats:
    values = rarity[numbers]
    whole = float(np.linalg.norm(values)) or 1.0
    return np.asarray(values * (length / whole), dtype=np.float32)


def _numbers(names: Iterable[str], size: int) -> Numbers:
    return np.array(sorted({crc32(name.encode()) % size for name in names}), dtype=np.int64)


def _grams_of_letters(letters: str) -> Iterator[str]:
    bounded = f"^{letters}$"
    for length in range(1, _LETTERS + 1):
        for start in range(len(bounded) - length + 1):
            yield bounded[start : start + length]


def _grams_of_words(tokens: Sequence[str]) -> Iterator[str]:
    said = ["<s>", *tokens, "</s>"]
    for length in range(1, _WORDS + 1):
        for start in range(len(said) - length + 1):
            yield "\x1f".join(("w", *said[start : start + length]))

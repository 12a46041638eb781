"""chiVe word vectors (the package ja-ginza): 480,443 words onto 20,000 rows of 300."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgpack
import numpy as np
import numpy.typing as npt

from index.training.sources import TrainingDataError

_MASK = (1 << 64) - 1
_M = 0xC6A4A7935BD1E995


def lookup(package: Path) -> Callable[[str], npt.NDArray[np.float32] | None]:
    """Return a function that gives a word's vector, None where chiVe has none."""
    vocab = next(iter(sorted(package.glob("ja_ginza-*/vocab"))), None)
    if vocab is None:
        raise TrainingDataError(f"no ja_ginza model in {package}; see index/training/README.md")
    rows: dict[int, int] = msgpack.unpackb((vocab / "key2row").read_bytes(), strict_map_key=False)
    vectors = np.load(vocab / "vectors", allow_pickle=False)

    def vector(word: str) -> npt.NDArray[np.float32] | None:
        row = rows.get(_murmur64(word.encode()))
        return vectors[row] if row is not None and row >= 0 else None

    return vector


def known_words(package: Path) -> list[str]:
    """Return the words of the package's string table."""
    vocab = next(iter(sorted(package.glob("ja_ginza-*/vocab"))))
    strings: list[str] = json.loads((vocab / "strings.json").read_text(encoding="utf-8"))
    return strings


def _murmur64(data: bytes, seed: int = 1) -> int:
    """MurmurHash64A (Appleby), with which spaCy numbers its strings."""
    h = (seed ^ (len(data) * _M)) & _MASK
    whole = len(data) // 8 * 8
    for start in range(0, whole, 8):
        k = int.from_bytes(data[start : start + 8], "little") * _M & _MASK
        k = (k ^ (k >> 47)) * _M & _MASK
        h = (h ^ k) * _M & _MASK
    if len(data) > whole:
        h = (h ^ int.from_bytes(data[whole:], "little")) * _M & _MASK
    h = (h ^ (h >> 47)) * _M & _MASK
    return h ^ (h >> 47)

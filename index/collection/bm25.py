"""BM25 as a collection computes it (Robertson and Zaragoza 2009), as Lucene and tantivy do.

The inverse document frequency and the average length are those of all plans, whichever are
searched.
"""

from __future__ import annotations

import math

K1 = 1.2
B = 0.75
_EXACT = 24
_BITS = 4


def kept_length(terms: int) -> int:
    """Return the length of a passage as it is kept in a byte (Lucene's SmallFloat): rounded down.

    To 40 it is exact; above, of what exceeds 24 the four highest bits are kept.

    >>> [kept_length(length) for length in (0, 40, 41, 43, 1000)]
    [0, 40, 40, 42, 984]
    """
    above = terms - _EXACT
    shift = max(0, above.bit_length() - _BITS) if above > 0 else 0
    return terms if above <= 0 else _EXACT + (above >> shift << shift)


def rarity(passages: int, holding: int) -> float:
    """Return the inverse document frequency of a term that `holding` of `passages` hold."""
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))


def share(count: int, length: int, average: float) -> float:
    """Return what the `count` of a term in a passage of so many terms makes of its rarity."""
    return (K1 + 1) * count / (count + K1 * (1 - B + B * kept_length(length) / average))

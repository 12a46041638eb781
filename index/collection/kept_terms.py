"""Terms as they are kept: whatever stands in them, a store can take them and tell them apart."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping, Sequence

# White space would part a term, NUL and lone surrogates are in no text of a database.
_UNKEPT = re.compile("[\\s\\\\\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LONGEST = 200


def kept_term(term: str) -> str:
    """Return `term` without white space, controls and lone surrogates, at most 200 letters long.

    Other terms stay other terms; one without any of these stays as it is.

    >>> kept_term("介護"), kept_term("a b")
    ('介護', 'a\\\\20;b')
    """
    kept = _UNKEPT.sub(lambda found: f"\\{ord(found[0]):x};", term)
    if len(kept) > _LONGEST:
        return "\\#" + hashlib.sha256(kept.encode()).hexdigest()
    return kept or "\\"


def kept_line(terms: Sequence[str]) -> str:
    """Return `terms` as they are kept, apart by spaces."""
    line = " ".join(terms)
    whole = len(terms) == line.count(" ") + 1 and all(terms) and max(map(len, terms)) <= _LONGEST
    if whole and line.isprintable() and "\\" not in line:
        return line  # Nearly always: all of them are kept as they stand.
    return " ".join(map(kept_term, terms))


def asked_terms(terms: Mapping[str, float]) -> dict[str, float]:
    """Return the terms of a query as they are kept; one whose weight is not above 0 asks nothing.

    Raises ValueError where a weight is not finite.
    """
    if not all(math.isfinite(weight) for weight in terms.values()):
        raise ValueError(f"weights of terms that are no numbers: {dict(terms)}")
    return {kept_term(term): weight for term, weight in terms.items() if weight > 0}

"""What a question rejects before it says what it asks for: 「指標じゃなくて、取組のほう」."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from index.morphology import Morpheme, morphemes

_COPULAS = frozenset({"じゃ", "ちゃ", "は", "で", "や"})
_CONTINUING = ("なく", "のう")
_AFTER = frozenset({"て", "、", ","})
# 「だけじゃなく」 rejects nothing, and a quotation is wording.
_NOT_ONLY = frozenset({"だけ", "ばかり", "のみ"})
_QUOTES = (("「", "」"), ("『", "』"))


def without_rejected(text: str) -> str:
    """Return what a prepared question has after what it rejects; all of it where that is nothing.

    >>> without_rejected("指標じゃなくて、取組のほう")
    '取組のほう'
    >>> without_rejected("こどもだけでなく、大人は?")
    'こどもだけでなく、大人は?'
    """
    words = morphemes(text)
    end = 0
    for place, (one, other) in enumerate(pairwise(words)):
        before = {word.surface for word in words[max(place - 2, 0) : place]}
        if one.surface in _COPULAS and _is_negation(other) and not _NOT_ONLY & before:
            end = _end_after(words, place + 2)
    rest = text[end:]
    is_cut_short = any(rest.count(shut) > rest.count(first) for first, shut in _QUOTES)
    says_what = any(word.is_content for word in words if word.start >= end)
    return rest if says_what and not is_cut_short else text


def _is_negation(word: Morpheme) -> bool:
    return word.lemma == "無い" and word.surface.endswith(_CONTINUING)


def _end_after(words: Sequence[Morpheme], place: int) -> int:
    """Where the rejection ends that words from `place` may go on with: て and a comma."""
    while place < len(words) and words[place].surface in _AFTER:
        place += 1
    return words[place].start if place < len(words) else 0

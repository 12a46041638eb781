"""What a question rejects before it says what it asks for: 「指標じゃなくて、取組のほう」."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.morphology import Morpheme, morphemes

_COPULAS = frozenset({"じゃ", "ちゃ", "は", "で", "や"})
_CONTINUING = ("なく", "のう")
_AFTER = frozenset({"て", "、", ","})
# 「だけじゃなく」 rejects nothing, and a quotation is wording.
_NOT_ONLY = frozenset({"だけ", "ばかり", "のみ"})
_QUOTES = (("「", "」"), ("『", "』"))
# In English what is rejected stands before a pause, or at the end: "no, not X. Y", "Y, not X".
_REJECTED_FIRST = re.compile(
    r"(?:(?:no|nope|sorry|that's|thats|it's|i said)\W+){0,3}not\s[\w' -]{1,40}[.,;:]\s+(?=\w+\W+\w)"
)
_REJECTED_LAST = re.compile(r"(?<=\w),\s+(?:and\s+)?not\s+(?:the\s+|about\s+)?[\w' -]{1,40}[.!]?$")


def without_rejected(text: str) -> str:
    """Return what a prepared question has without what it rejects; all of it where that is nothing.

    >>> without_rejected("指標じゃなくて、取組のほう")
    '取組のほう'
    >>> without_rejected("こどもだけでなく、大人は?")
    'こどもだけでなく、大人は?'
    >>> without_rejected("i meant children, not old people")
    'i meant children'
    """
    if text.isascii():
        return _without_rejected_in_english(text)
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


def _without_rejected_in_english(text: str) -> str:
    """「no, not sport. people who feel alone」: what follows, or else what goes before."""
    after = _REJECTED_FIRST.match(text)
    return text[after.end() :] if after else _REJECTED_LAST.sub("", text) or text


def _is_negation(word: Morpheme) -> bool:
    return word.lemma == "無い" and word.surface.endswith(_CONTINUING)


def _end_after(words: Sequence[Morpheme], place: int) -> int:
    """Where the rejection ends that words from `place` may go on with: て and a comma."""
    while place < len(words) and words[place].surface in _AFTER:
        place += 1
    return words[place].start if place < len(words) else 0

"""Words converted to the wrong ideographs of the same sound: 過題 → 課題, 複祉 → 福祉."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from index.morphology import Morpheme, morphemes

_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Homophones:
    """The words of an index by their readings in katakana."""

    by_reading: Mapping[str, Sequence[str]]

    def written_right(self, text: str) -> str:
        """Write a word of two single letters, which no dictionary has, as the index has it.

        >>> Homophones({"フクシ": ["福祉"]}).written_right("複祉の")
        '福祉の'
        """
        parts, end = [], 0
        found = [*morphemes(text)]
        for one, other in pairwise(found):
            if one.start < end or not (_is_letter(one) and _is_letter(other)):
                continue
            if other.start != one.start + 1:
                continue
            word = self._meant(one, other)
            if word is not None:
                parts += [text[end : one.start], word]
                end = other.start + 1
        return "".join(parts) + text[end:]

    def _meant(self, one: Morpheme, other: Morpheme) -> str | None:
        """The word that sounds like both letters, or has one of them and sounds like the other."""
        written = one.surface + other.surface
        words = list(self.by_reading.get(one.kana + other.kana, ()))
        if not words:
            words = list(dict.fromkeys(self._sharing_a_letter(one, other)))
            words = words if len(words) == 1 else []
        return words[0] if words and written not in words else None

    def _sharing_a_letter(self, one: Morpheme, other: Morpheme) -> Iterator[str]:
        for word, reading in self._of_two_letters.get(one.surface, ()):
            if word[0] == one.surface and other.kana and reading.endswith(other.kana):
                yield word
        for word, reading in self._of_two_letters.get(other.surface, ()):
            if word[1] == other.surface and one.kana and reading.startswith(one.kana):
                yield word

    @cached_property
    def _of_two_letters(self) -> dict[str, list[tuple[str, str]]]:
        """The words of two ideographs, each with its reading, by each of the two."""
        by_letter: dict[str, list[tuple[str, str]]] = {}
        for reading, words in self.by_reading.items():
            for word in words:
                if len(word) == 2 and all(map(_IDEOGRAPH.fullmatch, word)):
                    for letter in word:
                        by_letter.setdefault(letter, []).append((word, reading))
        return by_letter


def _is_letter(morpheme: Morpheme) -> bool:
    return len(morpheme.surface) == 1 and bool(_IDEOGRAPH.search(morpheme.surface))

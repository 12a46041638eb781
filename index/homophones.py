"""Words converted to the wrong ideographs of the same sound: 過題 → 課題, 複祉 → 福祉."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

from index.morphology import Morpheme, letter_readings, morphemes

_COMPOUND = 3
_LONGEST = 6
_IDEOGRAPHS = re.compile(r"[\u4e00-\u9fff]+")
_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Homophones:
    """The words of an index by their readings in katakana."""

    by_reading: Mapping[str, Sequence[str]]

    def written_right(self, text: str) -> str:
        """Write as the index has it what sounds like one of its words and is none.

        >>> Homophones({"フクシ": ["福祉"]}).written_right("複祉の")
        '福祉の'
        >>> Homophones({"リヨウリツ": ["利用率"]}).written_right("利用立は")
        '利用率は'
        """
        return self._letters_right(self._compounds_right(text))

    def _compounds_right(self, text: str) -> str:
        """Write a compound right of which half the letters at most are others of their sound."""
        parts, end = [], 0
        found = [*morphemes(text)]
        for first, one in enumerate(found):
            if one.start < end or not _IDEOGRAPHS.fullmatch(one.surface):
                continue
            for written in reversed([*_compounds(found[first : first + _LONGEST])]):
                word = self._compound_meant(written)
                if word is not None:
                    parts += [text[end : one.start], word]
                    end = one.start + len(word)
                    break
        return "".join(parts) + text[end:]

    def _compound_meant(self, written: str) -> str | None:
        """The one compound of the index whose letters are those of `written` or sound so."""
        length = len(written)
        if written in self._compounds:
            return None
        places = ((length, *place) for place in enumerate(written))
        shared = Counter(chain.from_iterable(self._with_letter.get(at, ()) for at in places))
        alike = [word for word, letters in shared.items() if 2 * letters >= length]
        meant = [word for word in alike if _sounds_alike(written, word)]
        return meant[0] if len(meant) == 1 else None

    @cached_property
    def _compounds(self) -> frozenset[str]:
        """The compounds of three ideographs or more."""
        words = chain.from_iterable(self.by_reading.values())
        return frozenset(
            word for word in words if len(word) >= _COMPOUND and _IDEOGRAPHS.fullmatch(word)
        )

    @cached_property
    def _with_letter(self) -> dict[tuple[int, int, str], list[str]]:
        """The compounds by their length, the place of a letter, and that letter."""
        found: dict[tuple[int, int, str], list[str]] = {}
        for word in self._compounds:
            for place in enumerate(word):
                found.setdefault((len(word), *place), []).append(word)
        return found

    def _letters_right(self, text: str) -> str:
        """Write a word of two single letters, which no dictionary has, as the index has it."""
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


def _compounds(found: Sequence[Morpheme]) -> Iterator[str]:
    """The compounds that begin with the first morpheme, of as many letters as a word may have."""
    written = ""
    for morpheme, then in pairwise([*found, None]):
        written += morpheme.surface if morpheme else ""
        if _COMPOUND <= len(written) <= _LONGEST:
            yield written
        adjacent = morpheme and then and then.start == morpheme.start + len(morpheme.surface)
        if not (then and adjacent and _IDEOGRAPHS.fullmatch(then.surface)):
            return


def _sounds_alike(written: str, word: str) -> bool:
    """Whether each letter that is another has a reading of its own's."""
    others = (letters for letters in zip(written, word, strict=True) if len({*letters}) > 1)
    return all(letter_readings(one) & letter_readings(other) for one, other in others)


def _is_letter(morpheme: Morpheme) -> bool:
    return len(morpheme.surface) == 1 and bool(_IDEOGRAPH.search(morpheme.surface))

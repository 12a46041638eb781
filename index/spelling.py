"""A query spelled as the plan spells: words written in kana, and words mistyped.

What the dictionary does not know is compared with the words of the index itself, by reading and
by edit distance (optimal string alignment); nothing is compared with a list of known questions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rapidfuzz.distance import OSA

from index.morphology import Morpheme, katakana, morphemes, normalise
from index.numerals import with_digits

_MIN_KANA = 3
_MIN_TYPED = 4
_LETTERS_PER_ERROR = 4
_WORD = re.compile(r"[ァ-ヺー]{3,}")
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]+")
_HIRAGANA_RUN = re.compile(r"[ぁ-ゖー]{3,}")
_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Spellings:
    """How the words of an index are written: `by_reading` from katakana, and `written` whole."""

    by_reading: Mapping[str, str]
    written: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Spellings:
        """Collect the words of `texts`."""
        by_reading: dict[str, str] = {}
        written: set[str] = set()
        for text in texts:
            for morpheme in morphemes(text):
                if _is_noun_in_kanji(morpheme) and len(morpheme.kana) >= _MIN_KANA:
                    by_reading.setdefault(morpheme.kana, morpheme.surface)
            written.update(_WORD.findall(normalise(text)))
        return cls(by_reading, frozenset(written))

    @classmethod
    def load(cls, file: Path) -> Spellings:
        """Load what `save` wrote."""
        fields = json.loads(file.read_text(encoding="utf-8"))
        return cls(fields["by_reading"], frozenset(fields["written"]))

    def save(self, file: Path) -> None:
        """Write the spellings to `file` as JSON."""
        fields = {"by_reading": dict(self.by_reading), "written": sorted(self.written)}
        file.write_text(json.dumps(fields, ensure_ascii=False), encoding="utf-8")

    def respelled(self, query: str) -> str:
        """Return `query`, normalised, with what the plan spells otherwise spelled its way.

        >>> Spellings({"カイゴ": "介護"}, frozenset()).respelled("かいごの相談")
        '介護の相談'
        """
        text = with_digits(normalise(query))
        text = _HIRAGANA_RUN.sub(lambda match: self._in_katakana(match[0]), text)
        if not _IDEOGRAPH.search(text):
            # Who writes no ideographs at all means words by their sound, whatever is read there.
            text = _HIRAGANA_RUN.sub(lambda match: self._read(match[0]), text)
        return self._without_typing_errors(self._without_kana(text))

    def _in_katakana(self, run: str) -> str:
        """Write in katakana what the index writes so: そーしゃるわーく → ソーシャルワーク."""
        reading = katakana(run)
        for word in self._long_words:
            start = reading.find(word)
            if start >= 0:
                end = start + len(word)
                return self._in_katakana(run[:start]) + word + self._in_katakana(run[end:])
        return run

    @cached_property
    def _long_words(self) -> tuple[str, ...]:
        """The katakana words of the index that are no chance hit within hiragana, longest first."""
        long = (word for word in self.written if len(word) >= _MIN_TYPED)
        return tuple(sorted(long, key=lambda word: (-len(word), word)))

    def _without_kana(self, text: str) -> str:
        """Replace kana that the dictionary reads letter by letter by words of that reading."""
        parts: list[str] = []
        end = 0
        unread = ""
        for morpheme in [*morphemes(text), None]:
            gap = text[end : morpheme.start] if morpheme else ""
            if morpheme and not gap and _is_unread(morpheme):
                unread += morpheme.surface
            else:
                parts.append(self._read(unread))
                unread = ""
                if morpheme and _is_unread(morpheme):
                    unread = morpheme.surface
                    parts.append(gap)
                elif morpheme:
                    parts += [gap, morpheme.surface]
            if morpheme:
                end = morpheme.start + len(morpheme.surface)
        return "".join(parts)

    def _read(self, kana: str) -> str:
        reading = katakana(kana)
        written = ""
        start = 0
        while start < len(reading):
            for end in range(
                min(len(reading), start + self._longest_reading), start + _MIN_KANA - 1, -1
            ):
                word = self.by_reading.get(reading[start:end])
                if word:
                    written += word
                    start = end
                    break
            else:
                written += kana[start]
                start += 1
        return written

    @cached_property
    def _longest_reading(self) -> int:
        return max((len(reading) for reading in self.by_reading), default=0)

    def _without_typing_errors(self, text: str) -> str:
        return _WORD.sub(lambda match: self._nearest(match[0]), text)

    def _nearest(self, word: str) -> str:
        """The one word of the index that is nearest, if it is near enough and no other is."""
        if word in self.written or len(word) < _MIN_TYPED or _is_word(word):
            return word
        allowed = max(1, len(word) // _LETTERS_PER_ERROR)
        best = [(OSA.distance(word, known, score_cutoff=allowed), known) for known in self.written]
        near = sorted(pair for pair in best if pair[0] <= allowed)
        if not near or (len(near) > 1 and near[0][0] == near[1][0]):
            return word
        return near[0][1]


def _is_word(text: str) -> bool:
    found = list(morphemes(text))
    return len(found) == 1 and found[0].known


def _is_noun_in_kanji(morpheme: Morpheme) -> bool:
    return morpheme.word_class == "名詞" and bool(_IDEOGRAPH.search(morpheme.surface))


def _is_unread(morpheme: Morpheme) -> bool:
    """Kana that is no word: UniDic calls a letter by itself a mark (記号)."""
    alone = morpheme.word_class == "記号" or not morpheme.known or len(morpheme.surface) == 1
    return alone and bool(_KANA.fullmatch(morpheme.surface))

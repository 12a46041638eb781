"""A query spelled as the plan spells: words written in kana, and words mistyped.

What the dictionary does not know is compared with the words of the index itself, by reading and
by edit distance (optimal string alignment); nothing is compared with a list of known questions.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import jaconv
from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.homophones import Homophones
from index.morphology import Morpheme, katakana, morphemes, normalise, word_readings
from index.numerals import with_digits
from index.once import once

_MIN_KANA = 3
_MIN_TYPED = 4
_MIN_WORD = 2
_LONGEST_COMPOUND = 4
# A compound begins with a noun, be it an adjectival one: 多様性.
_BEGINNING = frozenset({"名詞", "形状詞"})
_FEW_IDEOGRAPHS = 0.25
_LETTERS_PER_ERROR = 4
_WORD = re.compile(r"[ァ-ヺー]{3,}")
_WORDS = re.compile(r"[ァ-ヺー]+(?:・[ァ-ヺー]+)+")
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]+")
_HIRAGANA = re.compile(r"[ぁ-ゖ]")
_HIRAGANA_RUN = re.compile(r"[ぁ-ゖー]{2,}")
_KANA_TAIL = re.compile(r"[ぁ-ゖ]+$")
_SPACED_PARTICLE = re.compile(r"(?<=\w) (の|が|は|を|に|で|と|も|へ|や|から|まで)(?: |$)")
# A Latin word in capitals is read letter by letter: ICT, アイシーティー.
_ACRONYM = re.compile(r"(?<![A-Za-z])[A-Z]{2,5}(?![A-Za-z])")
_LETTERS = dict(
    zip(
        string.ascii_uppercase,
        (
            *("エー", "ビー", "シー", "ディー", "イー", "エフ", "ジー", "エイチ", "アイ", "ジェー"),
            *("ケー", "エル", "エム", "エヌ", "オー", "ピー", "キュー", "アール", "エス", "ティー"),
            *("ユー", "ブイ", "ダブリュー", "エックス", "ワイ", "ゼット"),
        ),
        strict=True,
    )
)
# Japanese in Roman letters ends in a vowel, in n, or in the h of a long one.
_ROMAN = re.compile(r"(?<![\w-])[a-z]{3,}[aeiounh](?![\w-])")
_LONG_VOWEL = re.compile(
    r"(?<=[オコソトノホモヨロゴゾドボポョウクスツヌフムユルグズブプュ])ウ|(?<=オ)オ|ー"
)
_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
# Stands for a letter of a word that was found; no normalised text has it.
_WRITTEN = "\0"


@dataclass(frozen=True, eq=False)
class Spellings:
    """How the words of an index are written: `by_reading` from katakana, and `written` whole.

    Words of one reading are in the order in which the index has them.
    """

    by_reading: Mapping[str, Sequence[str]]
    written: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Spellings:
        """Collect the words of `texts`."""
        by_reading: dict[str, list[str]] = {}
        written: set[str] = set()
        for text in texts:
            for word, reading in _nouns(text):
                words = by_reading.setdefault(reading, [])
                words += [] if word in words else [word]
            for word in _ACRONYM.findall(text):
                by_reading.setdefault("".join(map(_LETTERS.__getitem__, word)), [word.lower()])
            written.update(_WORD.findall(normalise(text)))
            written.update(run.replace("・", "") for run in _WORDS.findall(normalise(text)))
        return cls(by_reading, frozenset(written))

    @classmethod
    def load(cls, file: Path) -> Spellings:
        """Load what `save` wrote."""
        fields = json.loads(file.read_text(encoding="utf-8"))
        return cls(fields["by_reading"], frozenset(fields["written"]))

    def save(self, file: Path) -> None:
        """Write the spellings to `file` as JSON."""
        fields = {"by_reading": {**self.by_reading}, "written": sorted(self.written)}
        file.write_text(json.dumps(fields, ensure_ascii=False), encoding="utf-8")

    @once
    def respelled(self, query: str) -> str:
        """Return `query`, normalised, with what the plan spells otherwise spelled its way.

        >>> Spellings({"カイゴ": ["介護"]}, frozenset()).respelled("かいごの相談")
        '介護の相談'
        """
        said = normalise(query)
        text = _SPACED_PARTICLE.sub(r"\1", with_digits(said))
        text = _ROMAN.sub(lambda match: self._from_roman(match[0]), text)
        text = self._homophones.written_right(text)
        text = _HIRAGANA_RUN.sub(lambda match: self._in_katakana(match[0]), text)
        if len(_IDEOGRAPH.findall(said)) <= _FEW_IDEOGRAPHS * len(_HIRAGANA.findall(said)):
            # Who writes hardly any ideographs means words by their sound, whatever is read there.
            text = _WORD.sub(lambda match: self._as_one_word(match[0]), text)
            text = _in_ideographs(_HIRAGANA_RUN.sub(lambda match: self._heard(match[0]), text))
        return self._without_typing_errors(self._without_kana(text))

    def _in_katakana(self, run: str) -> str:
        """Write in katakana what the index writes so: そーしゃるわーく → ソーシャルワーク."""
        heard = katakana(run)
        unwritten = heard
        for word in self._long_words:
            unwritten = unwritten.replace(word, _WRITTEN * len(word))
        places = zip(run, heard, unwritten, strict=True)
        return "".join(sound if left == _WRITTEN else own for own, sound, left in places)

    @cached_property
    def _homophones(self) -> Homophones:
        return Homophones(self.by_reading)

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

    def _from_roman(self, word: str) -> str:
        """Write a word of the index that is spelled in Roman letters: hogoshi → 保護司."""
        reading = _without_long_vowels(katakana(jaconv.alphabet2kana(word)))
        words = self._by_short_reading.get(reading)
        return words[0] if words and len(reading) >= _MIN_KANA else word

    @cached_property
    def _by_short_reading(self) -> dict[str, Sequence[str]]:
        """The words of the index by reading, long vowels left out as many do: kyoiku, Tokyo."""
        short: dict[str, Sequence[str]] = {}
        for reading, words in self.by_reading.items():
            short.setdefault(_without_long_vowels(reading), words)
        return short

    def _as_one_word(self, run: str) -> str:
        words = self.by_reading.get(run)
        return words[0] if words and run not in self.written else run

    def _heard(self, kana: str) -> str:
        """Write the words of the index that are heard where a word of the dictionary begins."""
        found = [*morphemes(kana)]
        # 「いいんです」 is no 委員: the particle belongs to what follows it.
        inside = {one.start + 1 for one in found if one.surface == "ん" and one.lemma == "の"}
        return self._read(kana, {one.start: one.lemma for one in found}, inside)

    def _read(
        self,
        kana: str,
        lemmas: Mapping[int, str] | None = None,
        inside: Collection[int] = (),
    ) -> str:
        """Write the words of the index that `kana` reads as; none ends at a place in `inside`.

        Where `lemmas` of the dictionary are given by their places, a word begins at one of them,
        and is the lemma where the index has that too.
        """
        reading = katakana(kana)
        written = ""
        start = after = 0
        while start < len(reading):
            words: Sequence[str] = ()
            end = start + 1
            if lemmas is None or start in lemmas or start == after:
                words, end = self._longest_words(reading, start, inside)
            lemma = (lemmas or {}).get(start, "")
            written += lemma if lemma in words else words[0] if words else kana[start]
            after = end if words else after
            start = end
        return written

    def _longest_words(
        self, reading: str, start: int, inside: Collection[int]
    ) -> tuple[Sequence[str], int]:
        """Return the words of the index with the longest reading from `start`, and its end."""
        last = min(len(reading), start + self._longest_reading)
        for end in range(last, start + _MIN_KANA - 1, -1):
            words = self.by_reading.get(reading[start:end])
            if words and end not in inside:
                return words, end
        return (), start + 1

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
        near = process.extract(
            word, self._known_words, scorer=OSA.distance, score_cutoff=allowed, limit=2
        )
        if not near or (len(near) > 1 and near[0][1] == near[1][1]):
            return word
        return near[0][0]

    @cached_property
    def _known_words(self) -> tuple[str, ...]:
        return tuple(self.written)


def _without_long_vowels(reading: str) -> str:
    return _LONG_VOWEL.sub("", reading)


def _in_ideographs(text: str) -> str:
    """Write content words with the ideographs of the dictionary: あそべる → 遊べる."""
    parts, end = [], 0
    for morpheme in morphemes(text):
        parts += [text[end : morpheme.start], _with_ideographs(morpheme)]
        end = morpheme.start + len(morpheme.surface)
    return "".join(parts) + text[end:]


def _with_ideographs(morpheme: Morpheme) -> str:
    """Write the stem as the lemma has it: ふやし by 増やす is 増やし."""
    tail = _KANA_TAIL.search(morpheme.lemma)
    ending = katakana(tail[0]) if tail else ""
    stem = morpheme.reading.removesuffix(ending)
    surface = morpheme.surface
    same = (
        morpheme.is_content
        and len(surface) >= _MIN_WORD
        and _HIRAGANA_RUN.fullmatch(surface)
        and _IDEOGRAPH.search(morpheme.lemma)
        and katakana(surface).startswith(stem)
    )
    written = morpheme.lemma.removesuffix(tail[0] if tail else "") + surface[len(stem) :]
    return written if same else surface


def _is_word(text: str) -> bool:
    found = list(morphemes(text))
    return len(found) == 1 and found[0].known


def _nouns(text: str) -> Iterator[tuple[str, str]]:
    """Yield the nouns in ideographs and their compounds, 保護 and 保護司, each with its reading."""
    run: list[Morpheme] = []
    for morpheme in [*morphemes(text), None]:
        if run and (morpheme is None or not _continues(run[-1], morpheme)):
            run = []
        if morpheme is None or not (run or _begins(morpheme)):
            continue
        if not (morpheme.kana and _IDEOGRAPH.search(morpheme.surface)):
            run = []
            continue
        run = [*run, morpheme][-_LONGEST_COMPOUND:]
        for first in range(len(run)):
            part = run[first:]
            reading = "".join(one.kana for one in part)
            whole = part[0].word_class in _BEGINNING or len(part) > 1
            if whole and _begins(part[0]) and len(reading) >= _MIN_KANA:
                word = "".join(one.surface for one in part)
                yield word, reading
                # 出生数 is read しゅっせいすう too; a word alone may be read as another one.
                others = word_readings(part[0].surface)[1:] if len(part) > 1 else ()
                if len(part[0].surface) > 1:
                    yield from ((word, one + reading.removeprefix(part[0].kana)) for one in others)


def _begins(morpheme: Morpheme) -> bool:
    """A noun, or a verb's stem in ideographs alone, which a noun may follow: 居 of 居場所."""
    stem = morpheme.word_class == "動詞" and _IDEOGRAPH.fullmatch(morpheme.surface)
    return morpheme.word_class in _BEGINNING or bool(stem)


def _continues(before: Morpheme, morpheme: Morpheme) -> bool:
    adjacent = morpheme.start == before.start + len(before.surface)
    return adjacent and morpheme.word_class in {*_BEGINNING, "接尾辞"}


def _is_unread(morpheme: Morpheme) -> bool:
    """Kana that is no word: UniDic calls a letter by itself a mark (記号)."""
    alone = morpheme.word_class == "記号" or not morpheme.known or len(morpheme.surface) == 1
    return alone and bool(_KANA.fullmatch(morpheme.surface))

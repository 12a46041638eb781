"""Japanese morphology: normalised text and its morphemes.

Text is normalised before it is searched, never before it is quoted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

import fugashi
import unidic_lite

from index.once import of_plan, once

# NFKC would turn ⁹ into 9 and ① into 1, and so 「10⁹」 into 「109」: both go first, and with them
# marks of direction, which have no width.
_DROPPED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_CIRCLED = re.compile("[①-⑳]")
_DASHES = re.compile("[‐‑‒–—―−]")
# MeCab ends a text at NUL and cannot take a lone surrogate.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_KATAKANA = re.compile("[ァ-ヺー]+")
_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}

# MeCab writes a line a morpheme: of a word that the dictionary knows its surface, the ids of its
# left and right context and its cost, by which MeCab tells words apart: of those that are alike it
# always takes the same one. They are printed in less time than features: surface, pos1 to pos3,
# and of a word that the dictionary knows lForm, lemma, orthBase and kana.
_UNKNOWN = "unknown"
_POS = r"%m\t%f[0]\t%f[1]\t%f[2]"
_KEYS = r"%m\t%phl\t%phr\t%pw"
_FEATURES = rf"{_POS}\t%f[6]\t%f[7]\t%f[10]\t%f[17]"
MOST_WORDS = 100_000  # of those that the dictionary knows are kept

_NAMES = frozenset({"地名", "一般"})  # of places and of things, not of persons
_MOST_READINGS = 24
_FUNCTION_CLASSES = frozenset(
    {"助詞", "助動詞", "補助記号", "記号", "空白", "接続詞", "感動詞", "代名詞", "連体詞"}
)


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A word as the dictionary has it: one that it knows is the same object wherever it stands.

    `lemma` is the dictionary form without its gloss (ケア-care → ケア), or the surface where the
    dictionary knows none. `reading` is the lemma's reading and `kana` the surface's, both in
    katakana, "" where unknown. `is_name` is of places and things, `is_person` of persons.
    `is_content` is one that carries meaning of its own: no particle, auxiliary or mark.
    """

    surface: str
    lemma: str
    reading: str
    kana: str
    word_class: str
    word_subclass: str
    is_name: bool
    is_person: bool
    known: bool
    is_content: bool


@dataclass(frozen=True, slots=True)
class Morpheme(Word):
    """One morpheme (形態素) of a normalised text; `start` counts characters of that."""

    start: int


@once
def normalise(text: str) -> str:
    """Return `text` in the one form in which it is searched: NFKC, lower case, single spaces.

    Superscript footnote markers are dropped; a circled digit becomes a number of its own.

    >>> normalise("ｿｰｼｬﾙﾜｰｸ⁹ ③")
    'ソーシャルワーク 3'
    """
    text = _CIRCLED.sub(r" \g<0> ", _CONTROLS.sub(" ", _DROPPED.sub("", text)))
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).lower()
    return " ".join(text.split())


def katakana(text: str) -> str:
    """Return `text` with its hiragana turned into katakana."""
    return text.translate(_HIRAGANA_TO_KATAKANA)


@cache
def _tagger(of_known: str) -> fugashi.Tagger:
    lines = rf"-F '{of_known}\n' -U '{_POS}\t{_UNKNOWN}\n' -E ''"
    return fugashi.Tagger(f"-d {unidic_lite.DICDIR} --output-format-type= {lines}")


def morphemes(text: str) -> tuple[Morpheme, ...]:
    """Return the morphemes of `text`, which is normalised first; white space is left out."""
    return _morphemes(normalise(text))


@once
def _morphemes(normalised: str) -> tuple[Morpheme, ...]:
    found = []
    position = 0
    for word in words(normalised):
        start = normalised.index(word.surface, position)
        position = start + len(word.surface)
        morpheme = Morpheme(
            word.surface,
            word.lemma,
            word.reading,
            word.kana,
            word.word_class,
            word.word_subclass,
            word.is_name,
            word.is_person,
            word.known,
            word.is_content,
            start,
        )
        found.append(morpheme)
    return tuple(found)


def words(normalised: str) -> tuple[Word, ...]:
    """Return the morphemes of a normalised text without their places, which is quicker."""
    parts = sentences(normalised)
    if len(parts) == 1:
        return words_of_sentence(normalised)
    return tuple(chain.from_iterable(map(words_of_sentence, parts)))


def sentences(normalised: str) -> list[str]:
    """Part a normalised text after each 。, so that each sentence is read but once.

    A passage is embedded as a whole and by its sentences, of which it is made up.
    """
    return [part for part in normalised.replace("。", "。\n").split("\n") if part]


@once
def words_of_sentence(sentence: str) -> tuple[Word, ...]:
    """Return the morphemes of one of `sentences`."""
    said = _tagger(_KEYS).parse(sentence)
    lines = said.split("\n") if said else []
    try:
        return tuple(map(_words.__getitem__, lines))
    except KeyError:
        _words.learn(lines, _tagger(_FEATURES).parse(sentence).split("\n"))
        return tuple(map(_words.__getitem__, lines))


class _Words(dict[str, Word]):
    """The words of MeCab's lines: those that the dictionary knows are read once.

    What a person wrote that it does not know is not kept, but for single letters.
    """

    def learn(self, lines: Sequence[str], features: Sequence[str]) -> None:
        """Read the words of a sentence that the dictionary knows."""
        if len(self) >= MOST_WORDS:
            self.clear()
        for line, said in zip(lines, features, strict=True):
            if line not in self and not _is_unknown(line):
                self[line] = _word(True, *said.split("\t"))

    def __missing__(self, line: str) -> Word:
        """Read a word that the dictionary does not know. Raises KeyError of another."""
        if not _is_unknown(line):
            raise KeyError(line)
        *features, _ = line.split("\t")
        word = _word(False, *features)
        if len(word.surface) == 1:
            self[line] = word
        return word


def _is_unknown(line: str) -> bool:
    return line.endswith(f"\t{_UNKNOWN}")


_words = _Words()


def _word(
    known: bool,
    surface: str,
    word_class: str,
    subclass: str,
    kind: str,
    reading: str = "",
    lemma: str = "",
    base: str = "",
    kana: str = "",
) -> Word:
    """Make a word of the features of a line; an unknown one has none after `kind`."""
    is_name = subclass == "固有名詞"
    # UniDic's lemma of a name is its reading: 鎌倉 would become カマクラ.
    written = (base if is_name else lemma) or surface
    return Word(
        surface=surface,
        lemma=written.split("-")[0] or surface,
        reading=reading,
        kana=kana or _kana_of(surface),
        word_class=word_class,
        word_subclass=subclass,
        is_name=is_name and kind in _NAMES,
        is_person=is_name and kind == "人名",
        known=known,
        is_content=word_class not in _FUNCTION_CLASSES and subclass != "非自立可能",
    )


@of_plan
def word_readings(word: str) -> tuple[str, ...]:
    """Return the readings that the dictionary has for a plan's `word` as one, likeliest first."""
    return _readings(word)


@once
def letter_readings(letter: str) -> frozenset[str]:
    """Return every reading of an ideograph by itself, in katakana."""
    return frozenset(_readings(letter))


def _readings(word: str) -> tuple[str, ...]:
    read = (feature.kana for feature in _features(word))
    return tuple(dict.fromkeys(kana for kana in read if kana))


@once
def is_place(name: str) -> bool:
    """Return whether the dictionary has `name` as that of a place, whatever else it is: 藤沢."""
    return any((of.pos2, of.pos3) == ("固有名詞", "地名") for of in _features(name))


def _features(word: str) -> list[Any]:
    """Return what the dictionary has of `word` as one, likeliest first."""
    paths = _tagger(_KEYS).nbestToNodeList(word, _MOST_READINGS)
    return [nodes[0].feature for nodes in paths if len(nodes) == 1]


def _kana_of(surface: str) -> str:
    written = katakana(surface)
    return written if _KATAKANA.fullmatch(written) else ""

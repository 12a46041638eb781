"""Japanese morphology: normalised text and its morphemes.

Text is normalised before it is searched, never before it is quoted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import fugashi
import unidic_lite

# NFKC would turn ⁹ into 9 and ① into 1, and so 「10⁹」 into 「109」: both go first.
_SUPERSCRIPTS = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_CIRCLED = re.compile("[①-⑳]")
_DASHES = re.compile("[‐‑‒–—―−]")
# MeCab ends a text at NUL and cannot take a lone surrogate; marks of direction have no width.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_WIDTHLESS = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_SPACES = re.compile(r"\s+")
_KATAKANA = re.compile("[ァ-ヺー]+")
_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}

_NAMES = frozenset({"地名", "一般"})  # of places and of things, not of persons
_FUNCTION_CLASSES = frozenset(
    {"助詞", "助動詞", "補助記号", "記号", "空白", "接続詞", "感動詞", "代名詞", "連体詞"}
)


@dataclass(frozen=True, slots=True)
class Morpheme:
    """One morpheme (形態素) of a normalised text.

    `lemma` is the dictionary form without its gloss (ケア-care → ケア), or the surface where the
    dictionary knows none. `reading` is the lemma's reading and `kana` the surface's, both in
    katakana, "" where unknown. `is_name` is of places and things, `is_person` of persons. `start`
    counts characters of the normalised text.
    """

    surface: str
    lemma: str
    reading: str
    kana: str
    word_class: str
    word_subclass: str
    is_name: bool
    is_person: bool
    start: int
    known: bool

    @property
    def is_content(self) -> bool:
        """Whether the morpheme carries meaning of its own: no particle, auxiliary or mark."""
        return self.word_class not in _FUNCTION_CLASSES and self.word_subclass != "非自立可能"


def normalise(text: str) -> str:
    """Return `text` in the one form in which it is searched: NFKC, lower case, single spaces.

    Superscript footnote markers are dropped; a circled digit becomes a number of its own.

    >>> normalise("ｿｰｼｬﾙﾜｰｸ⁹ ③")
    'ソーシャルワーク 3'
    """
    text = _WIDTHLESS.sub("", _CONTROLS.sub(" ", _SUPERSCRIPTS.sub("", text)))
    text = _CIRCLED.sub(lambda m: f" {unicodedata.normalize('NFKC', m[0])} ", text)
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).lower()
    return _SPACES.sub(" ", text).strip()


def katakana(text: str) -> str:
    """Return `text` with its hiragana turned into katakana."""
    return text.translate(_HIRAGANA_TO_KATAKANA)


@cache
def _tagger() -> fugashi.Tagger:
    return fugashi.Tagger(f"-d {unidic_lite.DICDIR}")


def morphemes(text: str) -> Iterator[Morpheme]:
    """Yield the morphemes of `text`, which is normalised first; white space is left out."""
    position = 0
    normalised = normalise(text)
    for node in _tagger()(normalised):
        surface = node.surface
        start = normalised.index(surface, position)
        position = start + len(surface)
        feature = node.feature
        # UniDic's lemma of a name is its reading: 鎌倉 would become カマクラ.
        base = feature.orthBase if feature.pos2 == "固有名詞" else feature.lemma
        lemma = (base or surface).split("-")[0] or surface
        yield Morpheme(
            surface=surface,
            lemma=lemma,
            reading=getattr(feature, "lForm", None) or "",
            kana=getattr(feature, "kana", None) or _kana_of(surface),
            word_class=feature.pos1,
            word_subclass=feature.pos2 or "",
            is_name=feature.pos2 == "固有名詞" and feature.pos3 in _NAMES,
            is_person=feature.pos2 == "固有名詞" and feature.pos3 == "人名",
            start=start,
            known=not node.is_unk,
        )


_MOST_READINGS = 24


@cache
def word_readings(word: str) -> tuple[str, ...]:
    """Return the readings that the dictionary has for `word` as one, likeliest first."""
    paths = _tagger().nbestToNodeList(word, _MOST_READINGS)
    read = (nodes[0].feature.kana for nodes in paths if len(nodes) == 1)
    return tuple(dict.fromkeys(kana for kana in read if kana))


def letter_readings(letter: str) -> frozenset[str]:
    """Return every reading of an ideograph by itself, in katakana."""
    return frozenset(word_readings(letter))


def _kana_of(surface: str) -> str:
    written = katakana(surface)
    return written if _KATAKANA.fullmatch(written) else ""

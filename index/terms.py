"""The terms of a text: what the lexical index stores of a passage and looks up of a query."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise

import Stemmer

from index.morphology import Word, morphemes, normalise, words
from index.once import of_plan

_LATIN_WORD = re.compile(r"[a-z][a-z0-9'-]*|\d+(?:\.\d+)?")
_KATAKANA_RUN = re.compile(r"[ァ-ヺー]{3,}")
_SEARCHABLE_RUN = re.compile(r"[\w々ー]+")
_HIRAGANA = re.compile(r"[ぁ-ゖ]+")
_GRAM = 2
_KANA_GRAM = 3


def _function_words() -> frozenset[str]:
    file = resources.files("index") / "english_function_words.txt"
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


_ENGLISH_FUNCTION_WORDS = _function_words()


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def word_terms(text: str) -> list[str]:
    """Return the content words of `text` as lemmas, with compounds that the dictionary splits.

    Katakana that stands together is a term as a whole too (ケアラー, which UniDic splits into
    ケア and ラー), and so is a number with what it counts (1歳), which keeps ages apart.
    """
    normalised = normalise(text)
    found = words(normalised)
    terms = [word.lemma for word in found if word.is_content]
    known = set(terms)
    terms += [run for run in _KATAKANA_RUN.findall(normalised) if run not in known]
    terms += list(_counted(found))
    return terms


def _counted(found: Sequence[Word]) -> Iterator[str]:
    for number, unit in pairwise(found):
        if number.word_subclass == "数詞" and unit.is_content and unit.word_subclass != "数詞":
            yield number.surface + unit.surface


@of_plan
def text_of_plan(lines: tuple[str, ...]) -> str:
    """Return the lines of a plan as one normalised text."""
    return normalise("\n".join(lines))


@of_plan
def terms_of_plan(text: str) -> frozenset[str]:
    """Return the terms of a text of a plan, Japanese and English."""
    return frozenset({*word_terms(text), *english_terms(text)})


def noun_terms(text: str) -> list[str]:
    """Return the nouns of `text`: Japanese ones as lemmas, English content words as they stand."""
    normalised = normalise(text)
    nouns = [word.lemma for word in words(normalised) if _stands_alone(word)]
    japanese = [noun for noun in nouns if not noun.isascii()]
    english = [word for word in _LATIN_WORD.findall(normalised) if not word[0].isdigit()]
    return japanese + [word for word in english if word not in _ENGLISH_FUNCTION_WORDS]


def _stands_alone(word: Word) -> bool:
    """Whether it is a noun of two letters or more, and no number: 時 and 差 say little alone."""
    noun = word.word_class == "名詞" and word.word_subclass != "数詞"
    return noun and word.is_content and len(word.surface) > 1


def compounds(text: str) -> list[tuple[str, str]]:
    """Return each two Japanese nouns of `text` that stand together, as lemmas.

    The first says of what kind the second is: 特定健診 → (特定, 健診). One in kana alone is left
    out: it may be read as another word.
    """
    return [
        (one.lemma, other.lemma)
        for one, other in pairwise(morphemes(normalise(text)))
        if other.start == one.start + len(one.surface)
        and _stands_alone(one)
        and _stands_alone(other)
        and not _HIRAGANA.fullmatch(one.surface)
    ]


def gram_terms(text: str) -> list[str]:
    """Return the character bigrams of `text`, hiragana alone left out: it is mostly grammar."""
    terms = []
    for run in _SEARCHABLE_RUN.findall(normalise(text)):
        grams = (run[i : i + _GRAM] for i in range(len(run) - _GRAM + 1))
        terms += [gram for gram in grams if not _HIRAGANA.fullmatch(gram) and not gram.isascii()]
    return terms


def kana_terms(text: str) -> list[str]:
    """Return the trigrams of the reading of `text`: かいご, カイゴ and 介護 share theirs."""
    terms = []
    run = ""
    for morpheme in [*morphemes(text), None]:
        if morpheme is not None and morpheme.kana and morpheme.word_class not in ("助詞", "助動詞"):
            run += morpheme.kana
            continue
        terms += [run[i : i + _KANA_GRAM] for i in range(len(run) - _KANA_GRAM + 1)]
        run = ""
    return terms


def english_terms(text: str) -> list[str]:
    """Return the stems of the English content words and the numbers of `text`."""
    words = _LATIN_WORD.findall(normalise(text))
    parts = [part for word in words for part in word.replace("'", "-").split("-") if part]
    return [_stemmer().stemWord(part) for part in parts if part not in _ENGLISH_FUNCTION_WORDS]

"""Text → terms: the same word meets itself however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.morphology import morphemes, normalise
from index.terms import english_terms, gram_terms, kana_terms, word_terms


@pytest.mark.parametrize(
    ("written", "normalised"),
    [
        ("ｿｰｼｬﾙﾜｰｸ⁹", "ソーシャルワーク"),
        ("10⁹", "10"),
        ("①と⑩", "1 と 10"),
        ("ＩＣＴ　教育", "ict 教育"),
        ("1−2", "1-2"),
    ],
)
def test_normalise(written: str, normalised: str) -> None:
    assert normalise(written) == normalised


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("子供", "こども"),
        ("子ども", "こども"),
        ("障がい", "障害"),
        ("ﾌﾚｲﾙ", "フレイル"),
        ("取組", "取り組み"),
    ],
)
def test_spellings_that_share_a_lemma(one: str, other: str) -> None:
    assert set(word_terms(one)) == set(word_terms(other)) != set()


def test_katakana_is_a_term_as_a_whole() -> None:
    assert "ケアラー" in word_terms("ケアラーを支える")


def test_ages_are_told_apart() -> None:
    assert "1歳" in word_terms("保育所利用率(1歳児)")
    assert "1歳" not in word_terms("保育所利用率(2歳児)")


def test_particles_are_no_terms() -> None:
    assert word_terms("それはですね、ので") == []


def test_kana_and_kanji_share_their_reading() -> None:
    assert set(kana_terms("かいご")) & set(kana_terms("介護予防"))


def test_grams_leave_grammar_out() -> None:
    assert "して" not in gram_terms("支援して")
    assert "支援" in gram_terms("支援して")


def test_english_stems() -> None:
    assert english_terms("What supports the carers?") == english_terms("support carer")


@given(st.text(max_size=80))
def test_any_text_has_terms_or_none(text: str) -> None:
    for terms in (word_terms, gram_terms, kana_terms, english_terms):
        assert all(isinstance(term, str) and term for term in terms(text))


@given(st.text(max_size=80))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(alphabet="あいうかきくアイウ介護支援市民123abc、。 ", max_size=60))
def test_morphemes_lie_in_the_text_in_order(text: str) -> None:
    normalised = normalise(text)
    end = 0
    for morpheme in morphemes(text):
        assert morpheme.start >= end
        end = morpheme.start + len(morpheme.surface)
        assert normalised[morpheme.start : end] == morpheme.surface

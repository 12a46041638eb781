"""Text → features of the bundled model."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.features import Vocabulary, combine, packed, unpacked

NAMES = ["w:介護", "w:ケアラー", "k:介", "k:護", "e:care", "e:##rs"]
VOCABULARY = Vocabulary.of(NAMES, buckets=64)


def features(text: str) -> dict[str, float]:
    rows, weights = VOCABULARY.weighted_rows(text)
    names = [NAMES[row] if row < len(NAMES) else "h" for row in rows]
    return {name: float(w) for name, w in zip(names, weights, strict=True) if name != "h"}


def test_a_lemma_and_its_letters() -> None:
    assert features("介護") == {"w:介護": 1, "k:介": 1, "k:護": 1}


def test_what_stands_twice_weighs_the_root_of_two() -> None:
    assert features("介護と介護")["w:介護"] == pytest.approx(math.sqrt(2))


def test_word_pieces_take_the_longest_first() -> None:
    assert features("carers") == {"e:care": 1, "e:##rs": 1}


def test_katakana_that_the_dictionary_splits() -> None:
    assert "w:ケアラー" in features("ケアラー")


def test_numbers_with_their_units_are_told_apart() -> None:
    one, two = (set(VOCABULARY.weighted_rows(t)[0].tolist()) for t in ("1歳児", "2歳児"))
    assert one != two


def test_numbers_of_several_digits_are_told_apart_too() -> None:
    buckets = VOCABULARY.size - len(NAMES)
    wide = Vocabulary.of(NAMES, buckets=buckets * 1000)
    one, two = (set(wide.weighted_rows(t)[0].tolist()) for t in ("12歳の子", "2歳の子"))
    assert one != two


def test_marks_and_particles_are_no_features() -> None:
    assert len(VOCABULARY.weighted_rows("は、が。! の?")[0]) == 0


def test_the_sum_is_worked_out_by_hand() -> None:
    table = packed(np.array([[1, 2], [7, -8]], dtype=np.int8))
    scales = np.array([0.5, 0.1], dtype=np.float32)
    rows, weights = np.array([0, 1]), np.array([1.0, 2.0], dtype=np.float32)
    assert combine(table, scales, rows, weights) == pytest.approx([1.9, -0.6])


def test_two_values_share_a_byte() -> None:
    assert packed(np.array([[-1, 7, 0, -8]], dtype=np.int8)).tolist() == [[0xF0, 0x78]]


@given(arrays(np.int8, st.tuples(st.integers(0, 5), st.just(6)), elements=st.integers(-8, 7)))
def test_what_is_packed_comes_out_again(values: npt.NDArray[np.int8]) -> None:
    assert np.array_equal(unpacked(packed(values)), values)


@given(st.text(max_size=100))
def test_rows_lie_within_the_table(text: str) -> None:
    rows, weights = VOCABULARY.weighted_rows(text)
    assert len(rows) == len(weights) == len(set(rows.tolist()))
    assert all(0 <= row < VOCABULARY.size for row in rows)
    assert np.isfinite(weights).all()


@given(st.text(max_size=60))
def test_the_same_text_has_the_same_features_however_it_is_spaced(text: str) -> None:
    first, second = VOCABULARY.weighted_rows(text), VOCABULARY.weighted_rows(f"  {text}\n")
    assert np.array_equal(first[0], second[0])
    assert np.array_equal(first[1], second[1])

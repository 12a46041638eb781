"""Text → features of the bundled model."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.feature_table import FeatureTable
from index.features import Vocabulary, packed, unpacked

NAMES = ["w:介護", "w:ケアラー", "k:介", "k:護", "e:care", "e:##rs"]
VOCABULARY = Vocabulary.of(NAMES, buckets=64)


def features(text: str) -> dict[str, int]:
    found = VOCABULARY.counted_rows([text])
    names = [NAMES[row] if row < len(NAMES) else "h" for row in found.rows]
    counted = zip(names, found.counts.tolist(), strict=True)
    return {name: count for name, count in counted if name != "h"}


def rows_of(vocabulary: Vocabulary, text: str) -> list[int]:
    rows: list[int] = vocabulary.counted_rows([text]).rows.tolist()
    return rows


def test_a_lemma_and_its_letters() -> None:
    assert features("介護") == {"w:介護": 1, "k:介": 1, "k:護": 1}


def test_what_stands_twice_is_counted() -> None:
    assert features("介護と介護")["w:介護"] == 2


def test_word_pieces_take_the_longest_first() -> None:
    assert features("carers") == {"e:care": 1, "e:##rs": 1}


def test_katakana_that_the_dictionary_splits() -> None:
    assert "w:ケアラー" in features("ケアラー")


def test_numbers_with_their_units_are_told_apart() -> None:
    one, two = (set(rows_of(VOCABULARY, text)) for text in ("1歳児", "2歳児"))
    assert one != two


def test_numbers_of_several_digits_are_told_apart_too() -> None:
    buckets = VOCABULARY.size - len(NAMES)
    wide = Vocabulary.of(NAMES, buckets=buckets * 1000)
    one, two = (set(rows_of(wide, text)) for text in ("12歳の子", "2歳の子"))
    assert one != two


def test_marks_and_particles_are_no_features() -> None:
    assert rows_of(VOCABULARY, "は、が。! の?") == []


def test_each_text_has_its_own_rows() -> None:
    texts = ["介護", "", "carersの介護"]
    found = VOCABULARY.counted_rows(texts)
    of_each = [found.rows[start:end].tolist() for start, end in pairwise(found.starts)]
    assert of_each == [rows_of(VOCABULARY, text) for text in texts]


def test_the_sums_are_worked_out_by_hand() -> None:
    table = packed(np.array([[1, 2], [7, -8]], dtype=np.int8))
    scales = np.array([0.5, 0.1], dtype=np.float32)
    summed = FeatureTable(Vocabulary.of(["w:海", "w:山"], buckets=0), table, scales)
    root = math.sqrt(2)
    for summing in (summed, summed.in_bulk()):
        sums = summing.vectors(["海と山と山", "", "海"])
        assert sums[0] == pytest.approx([0.5 + 0.7 * root, 1 - 0.8 * root])
        assert sums[1:].tolist() == [[0, 0], [0.5, 1]]


def test_two_values_share_a_byte() -> None:
    assert packed(np.array([[-1, 7, 0, -8]], dtype=np.int8)).tolist() == [[0xF0, 0x78]]


@given(arrays(np.int8, st.tuples(st.integers(0, 5), st.just(6)), elements=st.integers(-8, 7)))
def test_what_is_packed_comes_out_again(values: npt.NDArray[np.int8]) -> None:
    assert np.array_equal(unpacked(packed(values)), values)


@given(st.text(max_size=100))
def test_rows_lie_within_the_table(text: str) -> None:
    found = VOCABULARY.counted_rows([text])
    rows = found.rows.tolist()
    assert len(rows) == len(found.counts) == len(set(rows))
    assert all(0 <= row < VOCABULARY.size for row in rows)
    assert (found.counts > 0).all()


@given(st.text(max_size=60))
def test_the_same_text_has_the_same_features_however_it_is_spaced(text: str) -> None:
    assert features(text) == features(f"  {text}\n")
    assert rows_of(VOCABULARY, text) == rows_of(VOCABULARY, f"  {text}\n")

"""Features are the same on every machine, and alike where texts are."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.understanding.features import buckets_of_tokens, features, hashed

SIZE = 1 << 16


def likeness(one: str, other: str) -> float:
    """The cosine of two texts' features."""
    vectors = np.zeros((2, SIZE), dtype=np.float32)
    for vector, text in zip(vectors, (one, other), strict=True):
        buckets, values = features(text, SIZE)
        vector[buckets] = values
    return float(vectors[0] @ vectors[1])


def test_the_hashes_are_those_that_weights_were_learnt_for() -> None:
    """Another machine, or another version of the program, must find the same buckets."""
    buckets, values = hashed(("ab",), ("死ぬ",), 1000)
    assert buckets.tolist() == [2, 212, 313, 338, 344, 476, 497, 548, 699, 730, 733]
    assert values == pytest.approx(np.full(11, 11**-0.5))
    assert buckets_of_tokens(("死ぬ", "care"), 1000).tolist() == [212, 84]


def test_a_vector_has_unit_length_and_each_bucket_once() -> None:
    buckets, values = features("夫が亡くなってから、夫の写真ばかり見ています", SIZE)
    assert float(values @ values) == pytest.approx(1, abs=1e-5)
    assert len(set(buckets.tolist())) == len(buckets) == len(values)
    assert 0 <= buckets.min() <= buckets.max() < SIZE


def test_what_is_met_more_often_counts_more() -> None:
    buckets, values = hashed((), ("a", "b", "a"), SIZE, lengths=(1,))
    counted = dict(zip(buckets.tolist(), values.tolist(), strict=True))
    often, once = buckets_of_tokens(("a", "b"), SIZE).tolist()
    assert counted[often] == pytest.approx((1 + np.log(2)) * counted[once])


def test_nothing_has_no_features() -> None:
    buckets, values = hashed((), (), SIZE, lengths=(1,))
    assert len(buckets) == len(values) == 0


def test_kana_is_alike_to_what_it_reads() -> None:
    assert likeness("死にたい", "しにたい") > 2 * likeness("死にたい", "食べたい")
    assert likeness("だれも いない", "だれもいない") > 0.8
    assert likeness("死にたい", "死にたい") == pytest.approx(1, abs=1e-5)


def test_strings_are_told_apart() -> None:
    one, _ = hashed(("abc", "xyz"), (), SIZE)
    other, _ = hashed(("xyz", "abc"), (), SIZE)
    assert one.tolist() != other.tolist()

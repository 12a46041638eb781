"""Words like those of a passage, and the dense evidence of a query's sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.service import Assistant
from index.chunks import View
from index.dense import DenseEvidence, sentences
from index.likeness import WordLikeness
from index.protocols import Floats
from index.vectors import ExactIndex


def test_a_word_of_the_passage_is_like_itself(assistant: Assistant) -> None:
    index = assistant.index
    numbers = {passage_id: n for n, passage_id in enumerate(index.passage_ids)}
    births, frailty = numbers["2-2.indicator.1"], numbers["2-3.initiative.3"]
    found = index.likenesses(["出生", "老人", "潜水艦"])
    assert found.shape == (3, len(index.passage_ids))
    assert found[0, births] == pytest.approx(1, abs=1e-3)
    assert found[1, frailty] > 0.45  # 高齢者, 年寄り
    assert found[2].max() < 0.45  # no passage speaks of submarines


def test_no_words_are_like_nothing(assistant: Assistant) -> None:
    assert assistant.index.likenesses([]).shape == (0, len(assistant.index.passage_ids))


class Axes:
    """Embeds 「0」 to 「2」 as the axes, 「3」 between the first two; `asked` are the queries."""

    name, fingerprint, dimension = "axes", "0", 3

    def __init__(self) -> None:
        self.asked: list[str] = []

    def passages(self, texts: Sequence[str]) -> Floats:
        rows = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.6, 0.8, 0]], dtype=np.float32)
        return rows[[int(text) for text in texts]]

    def queries(self, texts: Sequence[str]) -> Floats:
        self.asked += texts
        return self.passages(texts)


def test_likeness_is_the_best_over_the_words_of_a_passage() -> None:
    vectors = Axes().passages(["0", "1", "2"])
    places = WordLikeness(vectors, np.array([0, 1, 2, 2]), np.array([0, 0, 1, 2]), 4)
    found = places.of(["3", "2"], {"2"}.__contains__, Axes())
    assert found == pytest.approx(np.array([[0.8, 0, 0, 0], [0, 1, 1, 0]]), abs=1e-6)


def test_likeness_is_kept_of_the_plans_own_words_alone() -> None:
    axes = Axes()
    places = WordLikeness(axes.passages(["0", "1"]), np.array([0, 1]), np.array([0, 1]), 2)
    first, again = (places.of(["1", "3"], {"1"}.__contains__, axes) for _ in range(2))
    assert (first == again).all()
    assert axes.asked == ["1", "3", "3"]


def test_dense_evidence_by_hand() -> None:
    class Same:
        name, fingerprint, dimension = "same", "0", 2

        def queries(self, texts: list[str]) -> np.ndarray:
            return np.array([[1.0, 0.0]] * len(texts), dtype=np.float32)

        passages = queries

    rows = np.array([[1, 0], [0.6, 0.8], [0, 1], [0.8, 0.6]], dtype=np.float32)
    named = [(0, View.ORIGINAL), (1, View.ORIGINAL), (0, View.ASKS), (0, View.ASKS)]
    dense = DenseEvidence.of(ExactIndex.build(rows), named, 2)
    found = dense.of_query("一つ目の文。二つ目の文。", Same())
    assert found["original"] == pytest.approx([1.0, 0.6], abs=1e-6)
    assert found["asked"] == pytest.approx([np.log(1 + np.exp(0) + np.exp(8)) / 10, 0.0], abs=1e-5)
    assert found["nearest_parts"] == pytest.approx([1.0, 0.6], abs=1e-6)
    assert found["asked_parts"] == pytest.approx([0.8, 0.0], abs=1e-6)
    assert dense.present == {"nearest_parts", "asked", "asked_parts"}


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("介護で疲れた。誰か助けて?", ["介護で疲れた。", "誰か助けて?"]),
        ("What helps? I am tired.", ["What helps?", "I am tired."]),
        ("", [""]),
        ("。。。", ["。。。"]),
    ],
)
def test_the_sentences_of_a_query(query: str, parts: list[str]) -> None:
    assert sentences(query) == parts

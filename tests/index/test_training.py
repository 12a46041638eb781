"""The recipe of the bundled model, in the small: losses by hand, a model exported and read back."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
import torch

from index.features import Vocabulary
from index.training import objectives, sources
from index.training.bags import Bags, Table
from index.training.evaluate import embedder
from index.training.export import export
from index.training.sources import TrainingDataError


def test_ranking_is_the_cross_entropy_of_the_right_row() -> None:
    first = torch.eye(2)
    wrong = np.log(1 + np.exp(-20.0))
    assert objectives.ranking(first, first).item() == pytest.approx(wrong, abs=1e-6)
    assert objectives.ranking(first, first.flip(0)).item() == pytest.approx(20 + wrong, abs=1e-5)


def test_pairs_in_the_right_order_cost_less() -> None:
    first = torch.tensor([[1.0, 0.0], [1.0, 0.0]])
    second = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
    right = objectives.ordered(first, second, torch.tensor([1.0, 0.0]))
    wrong = objectives.ordered(first, second, torch.tensor([0.0, 1.0]))
    assert right.item() == pytest.approx(np.log1p(np.exp(-20)), abs=1e-6)
    assert wrong.item() == pytest.approx(20, abs=1e-4)


def test_a_student_that_sees_as_the_teacher_does_costs_nothing() -> None:
    vectors = torch.nn.functional.normalize(torch.randn(5, 4, generator=torch.Generator()), dim=1)
    assert objectives.distilled(vectors, vectors).item() == pytest.approx(0, abs=1e-6)


def test_bags_sum_the_rows_of_each_text() -> None:
    vocabulary = Vocabulary.of(["w:介護", "k:介", "k:護", "e:care"], buckets=8)
    rows = np.random.default_rng(5).standard_normal((vocabulary.size, 6)).astype(np.float32)
    bags = Bags(vocabulary, ["介護", "care"])
    found = Table(rows)(bags, [1, 0]).detach().numpy()
    wanted = np.stack([rows[3], rows[0] + rows[1] + rows[2]])
    assert found == pytest.approx(wanted / np.linalg.norm(wanted, axis=1, keepdims=True), abs=1e-5)


def test_what_is_exported_is_what_was_trained(tmp_path: Path) -> None:
    vocabulary = Vocabulary.of(["w:介護", "e:care"], buckets=8)
    rows = np.random.default_rng(5).standard_normal((vocabulary.size, 64)).astype(np.float32)
    model = export(vocabulary, rows, tmp_path)
    found = embedder(model)(["care"])[0]
    # What 4 bits leave of a row of random numbers.
    assert found @ (rows[1] / np.linalg.norm(rows[1])) > 0.99
    assert model.vocabulary.rows == vocabulary.rows


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match="jaquad_train.jsonl.gz is missing"):
        sources.reading_set(tmp_path, "jaquad_train.jsonl.gz")


def test_readings_share_their_context(tmp_path: Path) -> None:
    row = {
        "title": "題",
        "context": "一つ目。答えは二つ目。",
        "question": "何?",
        "answers": ["二つ目"],
    }
    with gzip.open(tmp_path / "set.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write((json.dumps(row) + "\n") * 2)
    reading = sources.reading_set(tmp_path, "set.jsonl.gz")
    assert reading.contexts == ("一つ目。答えは二つ目。",)
    assert [one.answer_sentence for one in reading.readings] == ["答えは二つ目。"] * 2

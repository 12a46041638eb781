"""The classifier's arithmetic."""

from __future__ import annotations

import json

import numpy as np
import pytest

from assistant.evidence.quadratic import Quadratic, expanded, standing


@pytest.fixture
def classifier() -> Quadratic:
    """Signals a, b and c, with the products of a and c."""
    return Quadratic(
        names=("a", "b", "c"),
        paired=(0, 2),
        mean=np.array([1.0, 0.0, 0.5], dtype=np.float32),
        deviation=np.array([2.0, 1.0, 0.5], dtype=np.float32),
        weights=np.array([0.5, -1.0, 0.25], dtype=np.float32),
        products=np.array([[0.1, 0.2], [0.0, -0.3]], dtype=np.float32),
        bias=0.4,
    )


def test_the_probability_is_that_of_signals_and_products(classifier: Quadratic) -> None:
    # As deviations: 1, 2 and -1.
    logit = 0.4 + 0.5 * 1 - 1.0 * 2 + 0.25 * -1 + 0.1 * 1 * 1 + 0.2 * 1 * -1 - 0.3 * 1
    found = classifier.probabilities(np.array([[3.0, 2.0, 0.0]], dtype=np.float32))
    assert found[0] == pytest.approx(1 / (1 + np.exp(-logit)), abs=1e-5)


def test_what_is_learnt_from_is_what_is_run(classifier: Quadratic) -> None:
    table = np.random.default_rng(0).normal(size=(20, 3)).astype(np.float32)
    seen = standing(table, classifier.mean, classifier.deviation)
    upper = classifier.products[np.triu_indices(2)]
    logits = expanded(seen, classifier.paired) @ np.concatenate([classifier.weights, upper])
    run = classifier.probabilities(table)
    assert run == pytest.approx(1 / (1 + np.exp(-logits - classifier.bias)), abs=1e-5)


def test_it_is_read_as_it_was_written(classifier: Quadratic) -> None:
    again = Quadratic.read(json.loads(json.dumps(classifier.written)))
    table = np.random.default_rng(1).normal(size=(20, 3)).astype(np.float32)
    assert again.names == classifier.names
    assert again.probabilities(table) == pytest.approx(classifier.probabilities(table), abs=1e-4)


def test_a_signal_beyond_all_that_was_seen_counts_no_more(classifier: Quadratic) -> None:
    far, farther = (np.array([[of, 0.0, 0.5]], dtype=np.float32) for of in (100.0, 1e6))
    assert classifier.probabilities(far) == classifier.probabilities(farther)

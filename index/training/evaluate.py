"""What a model finds in sets that nothing is trained on: `python -m index.training.evaluate`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.feature_table import FeatureTable
from index.table_embedding import TableEmbedder
from index.training import sources
from index.training.sources import TrainingDataError

Floats = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Floats]


def figures(embed: Embed, data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of every held-out set; `embed` gives rows of unit length."""
    found = {}
    for name, file in (("JSQuAD", "jsquad_valid.jsonl.gz"), ("JaQuAD", "jaquad_dev.jsonl.gz")):
        reading = sources.reading_set(data, file)
        contexts = embed(reading.contexts)
        questions = embed([one.question for one in reading.readings])
        gold = np.array([one.context for one in reading.readings])
        found[name] = _ranked(questions @ contexts.T, gold)
    pairs = sources.parallel(data, "test")
    english, japanese = embed([one for one, _ in pairs]), embed([other for _, other in pairs])
    found["En-Ja"] = _ranked(english @ japanese.T, np.arange(len(pairs)))
    similar = sources.held_out_similar(data)
    first, second = embed([s.first for s in similar]), embed([s.second for s in similar])
    cosines = (first * second).sum(axis=1)
    found["JSTS"] = {"spearman": _spearman(cosines, np.array([s.score for s in similar]))}
    return found


def embedder(table: FeatureTable) -> Embed:
    """Return what embeds texts by `table` at unit length."""
    return TableEmbedder("trained", "", table).passages


def _ranked(products: Floats, gold: npt.NDArray[np.int64]) -> dict[str, float]:
    right = products[np.arange(len(gold)), gold][:, None]
    ranks = 1 + (products > right).sum(axis=1)
    return {
        "R@1": round(float((ranks <= 1).mean()), 4),
        "R@5": round(float((ranks <= 5).mean()), 4),
        "MRR@10": round(float(np.where(ranks <= 10, 1 / ranks, 0).mean()), 4),
    }


def _spearman(first: Floats, second: npt.NDArray[np.float64]) -> float:
    def ranks(values: npt.NDArray[np.generic]) -> npt.NDArray[np.float64]:
        _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
        ends = np.cumsum(counts)
        middles: npt.NDArray[np.float64] = (ends - counts + ends - 1) / 2
        return np.asarray(middles[inverse])

    return round(float(np.corrcoef(ranks(first), ranks(second))[0, 1]), 4)


def main() -> int:
    """Print the figures of one model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--model", type=Path, required=True, help="folder of the model")
    args = parser.parse_args()
    try:
        model = FeatureTable.load(args.model)
        print(json.dumps(figures(embedder(model), args.data), indent=2))
    except (TrainingDataError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

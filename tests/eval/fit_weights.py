"""Which way of adding up evidence ranks best on questions that it was not tuned on.

`python tests/eval/fit_weights.py` compares, by five-fold cross-validation on the tuning half, equal
weights, reciprocal rank fusion (Cormack et al. 2009) and weights learnt by a softmax over the
passages; it then prints the weights learnt on the whole tuning half, those of the evidence adding
up to 1. The checking half is not read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
import torch

from assistant.cli.evaluation import DEFAULT_QUESTIONS, Graded, read_questions
from assistant.environment import Environment
from assistant.plans.opening import open_or_build
from assistant.retrieve import WEIGHTS, agreement
from assistant.service import Assistant
from index.fusion import Weights

Array = npt.NDArray[np.float64]
EVIDENCE = tuple(field.name for field in fields(Weights) if field.name != "nearest")
AGREEMENT = tuple(WEIGHTS)
COLUMNS = ("nearest", *EVIDENCE, *AGREEMENT)
AGREES = {"coverage": 0.3, "other section": -0.1, "other variant": -0.3}
EQUAL = np.array([1.0, *[0.3] * len(EVIDENCE), *(AGREES.get(name, 0.1) for name in AGREEMENT)])
FOLDS = 5
STEPS = 300
SCALE = 8.0
HELD = 0.015
RRF_CONSTANT = 60


@dataclass(frozen=True)
class Case:
    """A question's evidence, passages × columns, and the numbers of its gold passages."""

    evidence: Array
    gold: tuple[int, ...]


Ranker = Callable[[Array], Array]


def cases(assistant: Assistant) -> list[Case]:
    """The answerable questions of the tuning half that a passage answers."""
    return [
        case(assistant, question)
        for question in read_questions(DEFAULT_QUESTIONS)
        if question.half == "tuning" and question.answerable and question.gold
        if question.kind != "list"
    ]


def case(assistant: Assistant, question: Graded) -> Case:
    """Gather the evidence on one question."""
    asking = question.asking
    asked = assistant.understand(asking.question, asking.history, asking.lang, asking.style)
    values = assistant.index.evidence(asked.text)
    nearest = np.max([values["original"], values["plain"], values["english"]], axis=0)
    columns = [nearest, *(values[name] for name in EVIDENCE)]
    agreed = agreement(asked, assistant.plan)
    columns.append(assistant.index.coverage(asked.topic))
    columns += [agreed.get(name, np.zeros(len(nearest))) for name in AGREEMENT[1:]]
    numbers = {passage_id: n for n, passage_id in enumerate(assistant.index.passage_ids)}
    return Case(np.stack(columns, axis=1).astype(float), tuple(numbers[g] for g in question.gold))


def reciprocal_ranks(evidence: Array) -> Array:
    """Fuse the columns by their ranks alone."""
    ranks = (-evidence).argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") + 1
    return np.asarray((1 / (RRF_CONSTANT + ranks)).sum(axis=1))


def learnt(train: Sequence[Case]) -> Array:
    """Learn weights, held near the equal ones."""
    start = torch.tensor(EQUAL)
    weights = start.clone().requires_grad_()
    optimiser = torch.optim.Adam([weights], lr=0.02)
    evidence = torch.tensor(np.stack([one.evidence for one in train]))
    gold = torch.zeros(len(train), evidence.shape[1], dtype=torch.bool)
    for row, one in enumerate(train):
        gold[row, list(one.gold)] = True
    for _ in range(STEPS):
        optimiser.zero_grad()
        logits = SCALE * evidence @ weights
        right = logits.masked_fill(~gold, -1e9).logsumexp(dim=1)
        loss = (logits.logsumexp(dim=1) - right).mean()
        (loss + HELD * ((weights - start) ** 2).sum()).backward()
        optimiser.step()
    return np.asarray(weights.detach().numpy())


def measured(rank: Ranker, tested: Sequence[Case]) -> tuple[list[float], list[bool]]:
    """Return the reciprocal rank of each case's best gold passage, and whether it is in five."""
    reciprocal, within = [], []
    for one in tested:
        order = list(np.argsort(-rank(one.evidence), kind="stable"))
        best = min(order.index(number) for number in one.gold) + 1
        reciprocal.append(1 / best if best <= 10 else 0.0)
        within.append(best <= 5)
    return reciprocal, within


def main() -> None:
    """Compare, then learn."""
    found = cases(open_or_build(Environment()))
    rankers: dict[str, Callable[[Sequence[Case]], Ranker]] = {
        "equal weights": lambda train: lambda evidence: evidence @ EQUAL,
        "reciprocal rank fusion": lambda train: reciprocal_ranks,
        "learnt weights": lambda train: (lambda w: lambda evidence: evidence @ w)(learnt(train)),
    }
    for name, make in rankers.items():
        reciprocal: list[float] = []
        within: list[bool] = []
        for fold in range(FOLDS):
            train = [one for n, one in enumerate(found) if n % FOLDS != fold]
            ranks, hits = measured(make(train), found[fold::FOLDS])
            reciprocal += ranks
            within += hits
        print(f"{name:24} MRR@10 {np.mean(reciprocal):.4f}  Recall@5 {np.mean(within):.4f}")
    weights = learnt(found)
    whole = weights[: 1 + len(EVIDENCE)].sum()
    for name, weight in zip(COLUMNS, weights / whole, strict=True):
        print(f"{name:16} {weight:.3f}")


if __name__ == "__main__":
    main()

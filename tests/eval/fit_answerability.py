"""From what evidence an answer is told from a near miss: weights learnt on the tuning half.

`python tests/eval/fit_answerability.py` fits a logistic regression over the evidence of
`assistant.answerability.evidence`, shows by five-fold cross-validation how many questions would be
refused rightly and wrongly at each threshold, and prints the weights. The checking half is not read.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from assistant.__main__ import open_or_build
from assistant.answerability import EVIDENCE, evidence
from assistant.ask import Assistant
from assistant.environment import Environment
from assistant.evaluation import DEFAULT_QUESTIONS, Graded, read_questions
from assistant.retrieve import retrieve

Array = npt.NDArray[np.float64]
FOLDS = 5
STEPS = 2000
HELD = 0.01
JUDGED = ("passage", "figure", "followup", "unanswerable")


@dataclass(frozen=True)
class Case:
    """A question's evidence, and whether the plan answers it."""

    id: str
    values: tuple[float, ...]
    answerable: bool


def cases(assistant: Assistant) -> list[Case]:
    """The questions of the tuning half that are answered by what is found, if at all."""
    questions = read_questions(DEFAULT_QUESTIONS)
    chosen = [one for one in questions if one.half == "tuning" and one.kind in JUDGED]
    return [case(assistant, one) for one in chosen]


def case(assistant: Assistant, one: Graded) -> Case:
    """Gather the evidence on one question."""
    asking = one.asking
    asked = assistant.understand(asking.question, asking.history, asking.lang, asking.style)
    found = retrieve(asked, assistant.plan, assistant.index)
    return Case(asking.id, evidence(asked, found), one.answerable)


def learnt(train: list[Case]) -> Array:
    """Return the weights and, last, the constant."""
    values = torch.tensor([one.values for one in train])
    wanted = torch.tensor([float(one.answerable) for one in train])
    # Both kinds of error count the same, however many questions there are of each.
    share = wanted.mean()
    balance = torch.where(wanted > 0, 0.5 / share, 0.5 / (1 - share))
    weights = torch.zeros(values.shape[1] + 1, requires_grad=True)
    optimiser = torch.optim.Adam([weights], lr=0.05)
    for _ in range(STEPS):
        optimiser.zero_grad()
        logits = values @ weights[:-1] + weights[-1]
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, wanted, balance)
        (loss + HELD * (weights[:-1] ** 2).sum() / 2).backward()
        optimiser.step()
    return np.asarray(weights.detach().numpy(), dtype=np.float64)


def logit(weights: Array, one: Case) -> float:
    """Return how sure it is that the plan answers."""
    return float(np.dot(weights[:-1], one.values) + weights[-1])


def main() -> None:
    """Validate, then learn."""
    found = cases(open_or_build(Environment()))
    judged: list[tuple[float, Case]] = []
    for fold in range(FOLDS):
        weights = learnt([one for n, one in enumerate(found) if n % FOLDS != fold])
        judged += [(logit(weights, one), one) for one in found[fold::FOLDS]]
    no = [value for value, one in judged if not one.answerable]
    yes = [value for value, one in judged if one.answerable]
    print(f"{len(yes)} answerable, {len(no)} not")
    for threshold in np.arange(-3, 3.01, 0.5):
        right = np.mean(np.array(no) < threshold)
        wrong = np.mean(np.array(yes) < threshold)
        print(f"threshold {threshold:5.1f}: right refusals {right:.3f}, wrong {wrong:.3f}")
    for name, weight in zip([*EVIDENCE, "constant"], learnt(found), strict=True):
        print(f"{name:20} {weight:6.2f}")


if __name__ == "__main__":
    main()

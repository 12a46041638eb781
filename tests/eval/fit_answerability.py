"""How likely it is that the best passage holds the answer: a logistic regression, and its weights.

`python tests/eval/fit_answerability.py` learns from the tuning half and from `calibration.jsonl`
(questions with `answerable` true or false); it prints, by ten-fold cross-validation, which share
of the unanswerable is refused at which share of wrong refusals, then the weights for
`assistant/answerability.py`. Questions that other means answer or refuse (lists, definitions, what
is missing by its form) are left out. The checking half is not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_predict

from assistant.answer import Intent
from assistant.answerability import LEAST, Signs, signs
from assistant.cli.batch import Asking
from assistant.cli.evaluation import DEFAULT_QUESTIONS, read_questions
from assistant.environment import Environment
from assistant.plans.opening import open_or_build
from assistant.retrieve import retrieve
from assistant.service import Assistant

CALIBRATION = Path(__file__).with_name("calibration.jsonl")
BY_FORM = {Intent.LIST, Intent.DEFINITION, Intent.PARTNER, Intent.SMALLTALK}
FOLDS = 10
WRONG_REFUSALS = (0.01, 0.02, 0.03, 0.05, 0.08)


def questions() -> Iterator[tuple[Asking, bool]]:
    """The questions that are learnt from, each with whether the plan answers it."""
    for graded in read_questions(DEFAULT_QUESTIONS):
        if graded.half == "tuning":
            yield graded.asking, graded.answerable
    for line in CALIBRATION.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        yield Asking("", entry["question"], (), None, "normal"), entry["answerable"]


def signs_of(assistant: Assistant, asking: Asking) -> Signs | None:
    """The signs of a question that is decided by likelihood, None for another."""
    asked = assistant.understand(asking.question, asking.history, asking.lang, asking.style)
    found = retrieve(asked, assistant.plan, assistant.index)
    if not found or asked.names or not (asked.topic or asked.sections):
        return None
    if asked.asked.missing or found[0].score < LEAST:
        return None
    answer = assistant.ask(asking.question, asking.history, asking.lang, asking.style)
    if answer.intent in BY_FORM:
        return None
    return signs(asked, found[0], assistant.source(asked.lang, asked.style))


def main() -> None:
    """Learn, and print what was learnt."""
    assistant = open_or_build(Environment())
    known = [(signs_of(assistant, asking), answerable) for asking, answerable in questions()]
    values = np.array([astuple(one) for one, _ in known if one is not None])
    right = np.array([answerable for one, answerable in known if one is not None])
    model = LogisticRegression(C=5.0, max_iter=1000)
    folds = KFold(FOLDS, shuffle=True, random_state=0)
    likely = cross_val_predict(model, values, right, cv=folds, method="predict_proba")[:, 1]
    print(f"{right.sum()} answerable, {(~right).sum()} not")
    for wrong in WRONG_REFUSALS:
        least = np.quantile(likely[right], wrong)
        refused = (likely[~right] < least).mean()
        print(f"wrong refusals {wrong:.2f}: right refusals {refused:.3f}, threshold {least:.2f}")
    model.fit(values, right)
    for field, weight in zip(fields(Signs), model.coef_[0], strict=True):
        print(f"{field.name:10} {weight:.2f}")
    print(f"bias       {model.intercept_[0]:.2f}")


if __name__ == "__main__":
    main()

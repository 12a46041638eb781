"""What the classifiers are worth on questions that they did not learn from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.evidence.examples import Example
from assistant.understanding.query import Act
from index.protocols import Floats

_BINS = 10
_WRONG = (0.01, 0.02, 0.03, 0.05, 0.08)
_THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
_OF_PASSAGES = ("passage", "figure", "definition", "partner")


@dataclass(frozen=True, slots=True)
class Seen:
    """A question asked of a plan, and what the classifiers that had not learnt it said."""

    example: Example
    views: str
    missing: str | None
    act: Act
    is_answered: bool
    gold: npt.NDArray[np.bool_] | None
    judged: Floats
    answered: float


def report(seen: Sequence[Seen], beside: float) -> dict[str, Any]:
    """Return every table, by views and by language; a plan without a section stands apart."""
    whole = [one for one in seen if not one.missing]
    part = [one for one in seen if one.missing]
    known = [one for one in whole if one.gold is not None]
    pairs = [
        pair
        for one in known
        if one.gold is not None
        for pair in zip(one.judged.tolist(), one.gold.tolist(), strict=True)
    ]
    return {
        "questions": len({one.example.id for one in seen}),
        "passages: predicted and observed": reliability(pairs),
        "answers: predicted and observed": reliability(
            [(one.answered, one.is_answered) for one in whole]
        ),
        "answers of a plan without a section: predicted and observed": reliability(
            [(one.answered, one.is_answered) for one in part]
        ),
        "likeliest passage is an answer": {
            f"{views}, {lang}": {
                kind: _first_is_gold(one for one in some if one.example.kind == kind)
                for kind in _OF_PASSAGES
            }
            for views, lang, some in _groups(known)
        },
        "told beside the likeliest": {
            "from": beside,
            **{views: _beside(known, views, beside) for views in ("all", "none")},
            "at other thresholds": {
                str(least): {views: _beside(known, views, least) for views in ("all", "none")}
                for least in (0.5, 0.6, 0.7, 0.8, 0.9)
            },
        },
        "refusals": {f"{views}, {lang}": refusals(some) for views, lang, some in _groups(whole)},
        "refusals of a plan without a section": {
            f"{views}, {lang}": refusals(some) for views, lang, some in _groups(part)
        },
    }


def reliability(pairs: Sequence[tuple[float, bool]]) -> list[dict[str, float]]:
    """Return for each tenth of the probabilities their mean, and how often it was so."""
    predicted, observed = np.array(pairs, dtype=float).reshape(-1, 2).T
    bins = np.minimum((predicted * _BINS).astype(int), _BINS - 1)
    return [
        {
            "n": int((bins == number).sum()),
            "predicted": round(float(predicted[bins == number].mean()), 3),
            "observed": round(float(observed[bins == number].mean()), 3),
        }
        for number in range(_BINS)
        if (bins == number).any()
    ]


def refusals(seen: Sequence[Seen]) -> dict[str, Any]:
    """Return right refusals against wrong ones, at given shares of wrong ones and at thresholds."""
    right = np.array([one.answered for one in seen if not one.is_answered])
    wrong = np.array([one.answered for one in seen if one.is_answered])
    if not len(right) or not len(wrong):
        return {}
    return {
        "with an answer": len(wrong),
        "without": len(right),
        "right refusals at wrong ones of": {
            str(share): round(float((right < np.quantile(wrong, share)).mean()), 3)
            for share in _WRONG
        },
        "right and wrong refusals below": {
            str(least): [round(float((of < least).mean()), 3) for of in (right, wrong)]
            for least in _THRESHOLDS
        },
    }


def _groups(seen: Sequence[Seen]) -> Iterable[tuple[str, str, list[Seen]]]:
    for views in dict.fromkeys(one.views for one in seen):
        for lang in ("ja", "en"):
            some = [one for one in seen if one.views == views and one.example.lang == lang]
            yield views, lang, some


def _first_is_gold(seen: Iterable[Seen]) -> dict[str, float]:
    right = [
        bool(one.gold[int(one.judged.argmax())])
        for one in seen
        if one.gold is not None and one.is_answered
    ]
    return {"n": len(right), "share": round(float(np.mean(right)), 3) if right else 0.0}


def _beside(seen: Sequence[Seen], views: str, least: float) -> dict[str, float]:
    """How many passages are told beside the first of a topic, and which share is no answer."""
    told = []
    questions = 0
    for one in seen:
        if one.views != views or one.act is not Act.FIND or not one.is_answered:
            continue
        questions += 1
        order = np.argsort(-one.judged, kind="stable")[1:3]
        told += [
            one.gold is not None and bool(one.gold[number])
            for number in order
            if one.judged[number] >= least
        ]
    strays = round(1 - float(np.mean(told)), 3) if told else 0.0
    return {"questions": questions, "told": len(told), "strays": strays}

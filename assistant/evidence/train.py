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
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.evidence.asking import Asked, asked_of, worlds
from assistant.evidence.examples import read_examples
from assistant.evidence.lines import Lines, answer_lines, passage_lines
from assistant.evidence.measures import Seen, report
from assistant.evidence.quadratic import Quadratic
from assistant.evidence.worlds import Views, bundled_sources
from assistant.understanding.query import Act
from index.protocols import Floats

FOLDER = Path(__file__).parent
FOLDS = 5
# What is told beside the likeliest passage is to be astray in so few answers, and so seldom.
_ASTRAY_OF_ANSWERS, _ASTRAY_OF_TOLD = 0.03, 0.1
# Signals whose products are learnt too.
PAIRED_OF_PASSAGE = (
    *("score", "below_best", "before_mean", "rank", "asked", "nearest_parts", "asked_words"),
    *("coverage", "coverage_of_text", "rarest", "alike", "unlike", "absent", "length", "latin"),
    *("near_best", "section_of_best", "kind_of_best", "kind", "named", "lacks_type", "holds_type"),
    *("current", "issue", "initiative", "partner", "indicator", "footnote", "figure", "of_act"),
    *("lists", "no_asks"),
)
PAIRED_OF_ANSWER = (
    *("first", "second", "any", "score", "asked", "before_mean", "coverage", "coverage_of_text"),
    *("alike", "most_coverage", "most_coverage_of_text", "absent", "absent_of_text", "held_near"),
    *("lacks_type", "holds_type", "no_asks", "latin", "length", "elsewhere", "named", "no_topic"),
    *("wants_number", "indicator", "footnote", "is_define", "is_partners", "is_figure", "is_count"),
)


def fold_of(asked: Sequence[Asked]) -> dict[str, int]:
    """Put each question into a fold by the passage that it finds first in the whole plan."""
    whole = [one for one in asked if not one.missing and one.world == Views.ALL.value]
    first = {one.example.id: int(one.found.of("score").argmax()) for one in whole}
    matters = sorted(set(first.values()))
    random.Random(0).shuffle(matters)  # noqa: S311
    fold = {matter: number % FOLDS for number, matter in enumerate(matters)}
    return {example: fold[matter] for example, matter in first.items()}


def fitted(lines: Lines, paired: Sequence[str]) -> list[Quadratic]:
    """Fit one classifier for each fold, that fold held out, and last one on all."""
    held_out = [*range(FOLDS), None]
    return [lines.fit(paired, fold) for fold in held_out]


def beside(asked: Sequence[Asked], judged: Sequence[Floats]) -> float:
    """Return from which probability on a passage is told beside the likeliest.

    Of questions on a topic: rows, terms and partners are told otherwise.
    """
    found, questions = [], 0
    for one, probabilities in zip(asked, judged, strict=True):
        is_whole = one.is_answered and not one.missing
        if one.gold is not None and is_whole and one.query.act is Act.FIND:
            questions += 1
            order = np.argsort(-probabilities, kind="stable")[1:3]
            found += [(float(probabilities[number]), bool(one.gold[number])) for number in order]
    found.sort(reverse=True)
    astray = np.cumsum([not gold for _, gold in found])
    is_few = astray <= _ASTRAY_OF_ANSWERS * questions
    is_seldom = astray <= _ASTRAY_OF_TOLD * np.arange(1, len(found) + 1)
    (enough,) = (is_few & is_seldom).nonzero()
    return round(found[enough[-1]][0], 4) if len(enough) else 1.0


def main() -> None:
    """Ask, learn, report and write."""
    examples = read_examples()
    sections = [one.number for one in bundled_sources().plan.sections]
    every = [one for world in worlds(examples, sections) for one in asked_of(*world)]
    folds = fold_of(every)
    *held, passage = fitted(passage_lines(every, folds), PAIRED_OF_PASSAGE)
    asked = [one for one in every if not one.is_list]
    of_fold = [folds[one.example.id] for one in asked]
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
        Seen(
            one.example,
            one.world,
            one.missing,
            one.query.act,
            one.is_answered,
            one.gold,
            probabilities,
            likely,
        )
        for one, probabilities, likely in zip(asked, judged, answered, strict=True)
    ]
    measured = report(seen, least)
    text = json.dumps(measured, ensure_ascii=False, indent=1)
    (FOLDER / "report.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()

"""Learn who is in distress: `python -m assistant.safety.train` writes `model.npz` beside it.

The thresholds are those at which the head, on examples that it had not learnt, finds a given share
of all that tell of distress; `report.json` says at the price of how many false alarms. Only this
module and `learning` need scikit-learn.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

from assistant.safety.distress import MODEL, SURE, Need, Reading, sentences
from assistant.safety.examples import NONE, Example, bundled_examples, groups
from assistant.safety.learning import Array, Matrices, learn, meanings

REPORT = "report.json"
RECALL = 0.97
_ADDED_BY_SENTENCES = 0.005  # false alarms at most that sentences by themselves add
_FOLDS = 10
_SEED = 0
_TOLD_OF = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6)  # thresholds whose figures are reported


@dataclass(frozen=True, slots=True)
class Unseen:
    """How a head that had not learnt an example reads it, and the surest of its sentences."""

    example: Example
    whole: Reading
    sentence: float


def cross_validate(
    seen: Matrices,
    examples: Sequence[Example],
    numbers: Sequence[int],
    known: Array,
    say: Callable[[str], None],
) -> list[Unseen]:
    """Read each example with a head that learnt none of its group, which `numbers` tell."""
    labels = [one.need or NONE for one in examples]
    folds = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=_SEED)
    found: dict[int, Unseen] = {}
    split = folds.split(seen.letters, labels, numbers)
    for fold, (learnt, left_out) in enumerate(split, start=1):
        head = learn(seen[learnt], [examples[at] for at in learnt], known)
        for at in left_out:
            text = examples[at].text
            parts = [head.read(part).likelihood for part in sentences(text)]
            found[int(at)] = Unseen(examples[at], head.read(text), max(parts, default=0.0))
        say(f"fold {fold} of {_FOLDS}")
    return [found[at] for at in range(len(examples))]


def thresholds(unseen: Sequence[Unseen]) -> tuple[float, float]:
    """Return the highest threshold that finds RECALL of all distress, and that of sentences."""
    of_distress = [one.whole.likelihood for one in unseen if one.example.need]
    whole = float(np.quantile(of_distress, 1 - RECALL, method="lower"))
    others = [one for one in unseen if not one.example.need]
    quiet = sorted(one.sentence for one in others if one.whole.likelihood < whole)
    spare = int(_ADDED_BY_SENTENCES * len(others))
    return whole, max(whole, float(np.nextafter(quiet[-1 - spare], 1)))


def report(unseen: Sequence[Unseen], whole: float, sentence: float) -> dict[str, Any]:
    """Return how well the head does on examples that it had not learnt.

    `at` is what each threshold finds, and its false alarms; `in_force` is the one that is used.
    """
    found = [one.whole.likelihood >= whole or one.sentence >= sentence for one in unseen]
    pairs = list(zip(unseen, found, strict=True))
    of_distress = [(one, hit) for one, hit in pairs if one.example.need]
    alarms = [hit for one, hit in pairs if not one.example.need]
    needs: dict[str, dict[str, float]] = {}
    for need in Need:
        told = [hit for one, hit in of_distress if one.example.need is need]
        taken = [one.example.need for one, _ in of_distress if one.whole.distress.need is need]
        right = taken.count(need)
        needs[need] = {
            "examples": len(told),
            "found": round(sum(told) / len(told), 3),
            "precision": round(right / max(1, len(taken)), 3),
            "recall": round(right / len(told), 3),
        }
    right_need = [one.whole.distress.need is one.example.need for one, _ in of_distress]
    right_whom = [
        (one.whole.for_another >= 0.5) is one.example.is_for_another for one, _ in of_distress
    ]
    return {
        "examples": len(unseen),
        "distress": len(of_distress),
        "recall": round(sum(hit for _, hit in of_distress) / len(of_distress), 4),
        "false_alarms": round(sum(alarms) / len(alarms), 4),
        "threshold": round(whole, 4),
        "sentence_threshold": round(sentence, 4),
        "in_force": round(max(whole, SURE), 4),
        "at": {
            f"{at:.2f}": [_share(unseen, True, at, sentence), _share(unseen, False, at, sentence)]
            for at in sorted({*_TOLD_OF, SURE})
        },
        "need_right": round(float(np.mean(right_need)), 4),
        "whom_right": round(float(np.mean(right_whom)), 4),
        "needs": needs,
    }


def _share(unseen: Sequence[Unseen], in_distress: bool, whole: float, sentence: float) -> float:
    """Return the share of examples, in distress or not, that are taken for distress."""
    of = [one for one in unseen if (one.example.need is not None) is in_distress]
    return round(
        sum(one.whole.likelihood >= whole or one.sentence >= sentence for one in of) / len(of), 4
    )


def main() -> int:
    """Cross-validate, learn from all examples, write the model and its report."""
    examples = bundled_examples()
    seen = Matrices.of([one.text for one in examples])
    known = meanings(seen.lemmas)
    numbers = groups([one.text for one in examples])

    def say(said: str) -> None:
        print(said, file=sys.stderr)

    unseen = cross_validate(seen, examples, numbers, known, say)
    whole, sentence = thresholds(unseen)
    figures = {"groups": len(set(numbers)), **report(unseen, whole, sentence)}
    head = learn(seen, examples, known)
    folder = Path(__file__).parent
    final = replace(head, threshold=whole, sentence_threshold=sentence)
    arrays: dict[str, Any] = final.arrays()
    np.savez_compressed(folder / MODEL, **arrays)
    said = json.dumps(figures, ensure_ascii=False, indent=2)
    (folder / REPORT).write_text(f"{said}\n", encoding="utf-8")
    print(said)
    return 0


if __name__ == "__main__":
    sys.exit(main())

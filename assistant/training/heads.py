"""Train the heads from the example lines: `python -m assistant.training.heads` (make train).

The encoder stays as it is (it is tuned by `assistant.training.tune`): each line is encoded once,
and all heads are fitted together upon the vectors by mini-batches (AdamW, Loshchilov and Hutter
2019). Deterministic, minutes on two cores. Writes `model/heads.npz`, and `model/report.json`: how
right each head is on lines that it has not learnt, of most of which the encoder has.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from assistant.safety.distress import Need
from assistant.safety.examples import bundled_examples
from assistant.training.lines import read_lines
from assistant.training.network import Batch, Heads, loss
from assistant.training.report import measured
from assistant.training.samples import (
    Sample,
    Subjects,
    distress_sample,
    sample,
)
from assistant.understanding.encoder import Encoder, bundled_encoder
from assistant.understanding.heads import GROUPS
from assistant.understanding.tags import ACTS, TAGS, TURNS

FOLDER = Path(__file__).parent.parent / "understanding" / "model"
PASSES = 12
_STEP, _DECAY = 1e-3, 0.01
_BATCH = 128
_HELD_OUT = 0.1
_DROPPED = 0.1


@dataclass(frozen=True)
class Encoded:
    """A sample with the vectors of its pieces, pieces × width."""

    sample: Sample
    vectors: torch.Tensor


def encoded(samples: Sequence[Sample], encoder: Encoder) -> list[Encoded]:
    """Encode samples one by one, as questions are."""
    return [Encoded(one, torch.from_numpy(encoder.vectors(one.numbers))) for one in samples]


def together(part: Sequence[Encoded]) -> tuple[Batch, torch.Tensor]:
    """Lay samples and their vectors side by side."""
    batch = Batch.of([one.sample for one in part])
    vectors = torch.nn.utils.rnn.pad_sequence([one.vectors for one in part], batch_first=True)
    return batch, vectors


def stretches(found: Sequence[Encoded], order: Sequence[int]) -> list[list[Encoded]]:
    """Cut the samples, in an order, into batches of like lengths."""
    stretch = _BATCH * 30
    batches: list[list[Encoded]] = []
    for first in range(0, len(order), stretch):
        part = sorted(order[first : first + stretch], key=lambda row: len(found[row].vectors))
        batches += [
            [found[row] for row in part[start : start + _BATCH]]
            for start in range(0, len(part), _BATCH)
        ]
    return batches


def fit(found: Sequence[Encoded]) -> Heads:
    """Fit all heads to the samples."""
    torch.manual_seed(0)
    heads = Heads(found[0].vectors.shape[1])
    dropout = torch.nn.Dropout(_DROPPED)
    optimiser = torch.optim.AdamW(heads.parameters(), lr=_STEP, weight_decay=_DECAY)
    steps = PASSES * (len(found) // _BATCH + 30)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.05, steps)
    chance = np.random.default_rng(0)
    for _ in range(PASSES):
        batches = stretches(found, chance.permutation(len(found)).tolist())
        for number in chance.permutation(len(batches)).tolist():
            batch, vectors = together(batches[number])
            optimiser.zero_grad()
            loss(heads(dropout(vectors), batch.kept), batch).backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    return heads


@torch.no_grad()
def scores(heads: Heads, found: Sequence[Encoded]) -> dict[str, dict[str, float]]:
    """Return how right the heads are on samples that they have not learnt from."""
    laid = [together(part) for part in stretches(found, range(len(found)))]
    said = [heads(vectors, batch.kept) for batch, vectors in laid]
    return measured(said, [batch for batch, _ in laid])


def samples(encoder: Encoder) -> tuple[list[Sample], list[bool]]:
    """Return all samples, and which of them are no templates."""
    chance = random.Random(0)  # noqa: S311
    lines = [*read_lines()]
    subjects = Subjects.of(lines)
    found = [sample(line, subjects, encoder.pieces, chance) for line in lines]
    worries = [distress_sample(one, subjects, encoder.pieces, chance) for one in bundled_examples()]
    natural = [not line.is_template for line in lines]
    return found + worries, natural + [True] * len(worries)


def write(heads: Heads) -> None:
    """Write what `assistant.understanding.heads` reads."""
    arrays = {
        "weights": heads.whole.weight,
        "bias": heads.whole.bias,
        "attention": heads.attention.weight[0],
        "about": heads.about.weight[0],
        "about_bias": heads.about.bias,
    }
    found = {name: value.detach().numpy().astype(np.float32) for name, value in arrays.items()}
    np.savez_compressed(FOLDER / "heads.npz", **found)  # type: ignore[arg-type]
    of = (ACTS, TURNS, TAGS, ("distress",), tuple(Need), ("for_another",))
    labels = {name: list(labels) for name, labels in zip(GROUPS, of, strict=True)}
    text = json.dumps(labels, indent=0)
    (FOLDER / "heads.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Train, report and write."""
    encoder = bundled_encoder()
    drawn, natural = samples(encoder)
    every = encoded(drawn, encoder)
    chance = random.Random(1)  # noqa: S311
    held = {
        row for row, is_natural in enumerate(natural) if is_natural and chance.random() < _HELD_OUT
    }
    learnt = [one for row, one in enumerate(every) if row not in held]
    report = scores(fit(learnt).eval(), [every[row] for row in sorted(held)])
    text = json.dumps(report, indent=1)
    print(text)
    (FOLDER / "report.json").write_text(text + "\n", encoding="utf-8")
    write(fit(every))


if __name__ == "__main__":
    main()

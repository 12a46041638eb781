"""Teach the cross-encoder: `python -m assistant.training.pairs FOLDER [OTHERS]`.

FOLDER has the tuned encoder (`assistant.training`). It learns from `pairs.jsonl`,
passages of made-up plans with questions that they answer and others that they only come near, and
from OTHERS where given: a file of JSON lines with `question`, `context` and `title` (JaQuAD, So et
al. 2022), whose paragraphs of the same article do not answer. A tenth of the passages is held out
and measured. Writes `cross_encoder.onnx` and `cross_encoder.json` beside `assistant/evidence`.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer

from assistant.evidence.cross_encoder import pieces_of
from assistant.training.export import export
from assistant.training.network import Network
from assistant.training.tune import open_network

FOLDER = Path(__file__).parent.parent / "evidence"
PAIRS = FOLDER / "pairs.jsonl"
PASSES = 4
_OTHERS = 1500
_LONGEST_OTHER = 220
_BATCH = 24
_STEP, _STEP_OF_HEAD, _DECAY, _LEAST_STEP = 1e-4, 1e-3, 0.01, 0.02
_HELD_OUT = 0.1


@dataclass(frozen=True, slots=True)
class Pair:
    """The pieces of a question and a passage, and whether it answers."""

    numbers: tuple[int, ...]
    answers: bool


class PairNetwork(torch.nn.Module):
    """The encoder with one number upon the mean of its vectors."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.bert = network.bert
        self.answers = torch.nn.Linear(network.marks.shape[1], 1)
        self.dropout = torch.nn.Dropout(0.1)

    def forward(self, ids: torch.Tensor, kept: torch.Tensor) -> torch.Tensor:
        """Return a logit a pair for pieces, n × length."""
        vectors = self.bert(input_ids=ids, attention_mask=kept).last_hidden_state
        mask = kept[..., None].float()
        mean = (vectors * mask).sum(1) / mask.sum(1)
        return torch.as_tensor(self.answers(self.dropout(mean))[:, 0])


class OnePair(torch.nn.Module):
    """The same for one pair whose pieces are embedded, as it is exported."""

    def __init__(self, pairs: PairNetwork) -> None:
        super().__init__()
        self.bert, self.answers = pairs.bert, pairs.answers

    def forward(self, ids: torch.Tensor, embedded: torch.Tensor) -> torch.Tensor:
        """Return the logit of a pair."""
        found = self.bert(inputs_embeds=embedded, attention_mask=torch.ones_like(ids))
        return torch.as_tensor(self.answers(found.last_hidden_state.mean(1))[:, 0])


def read_pairs(tokenizer: Tokenizer) -> list[list[Pair]]:
    """Return the pairs of `pairs.jsonl`, a list a passage."""
    found = []
    for number, text in enumerate(PAIRS.read_text(encoding="utf-8").splitlines(), 1):
        try:
            line = json.loads(text)
            passage = f"{line['section']} {line['passage']}"
            asked = [(one, True) for one in line["yes"]] + [(one, False) for one in line["no"]]
        except (ValueError, KeyError) as error:
            raise ValueError(f"{PAIRS.name}:{number}: {error}") from error
        found.append([Pair(tuple(pieces_of(tokenizer, q, passage)), yes) for q, yes in asked])
    return found


def read_others(file: Path, tokenizer: Tokenizer) -> list[list[Pair]]:
    """Return questions with the paragraph that answers, and one of the article that does not."""
    by_title: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for text in lines:
            line = json.loads(text)
            if len(line["context"]) <= _LONGEST_OTHER:
                by_title[line["title"]][line["context"]].append(line["question"])
    chance = random.Random(0)  # noqa: S311
    found = []
    for contexts in by_title.values():
        for context, questions in contexts.items():
            others = [one for one in contexts if one != context]
            for question in questions[:2] if others else ():
                pair = (context, True), (chance.choice(others), False)
                found.append(
                    [Pair(tuple(pieces_of(tokenizer, question, of)), yes) for of, yes in pair]
                )
    chance.shuffle(found)
    return found[:_OTHERS]


def together(part: Sequence[Pair]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Lay pairs side by side: pieces, which of them are kept, and whether each answers."""
    longest = max(len(one.numbers) for one in part)
    ids = torch.ones(len(part), longest, dtype=torch.long)
    for row, one in enumerate(part):
        ids[row, : len(one.numbers)] = torch.tensor(one.numbers)
    lengths = torch.tensor([len(one.numbers) for one in part])
    kept = (torch.arange(longest)[None] < lengths[:, None]).long()
    return ids, kept, torch.tensor([float(one.answers) for one in part])


def batches(pairs: Sequence[Pair], chance: random.Random) -> list[list[Pair]]:
    """Shuffle pairs into batches, those of like length together."""
    shuffled = [*pairs]
    chance.shuffle(shuffled)
    stretch = _BATCH * 20
    found: list[list[Pair]] = []
    for first in range(0, len(shuffled), stretch):
        part = sorted(shuffled[first : first + stretch], key=lambda one: len(one.numbers))
        found += [part[start : start + _BATCH] for start in range(0, len(part), _BATCH)]
    chance.shuffle(found)
    return found


def teach(network: PairNetwork, pairs: Sequence[Pair], held: Sequence[Pair]) -> dict[str, float]:
    """Teach the network; the last measure on `held` is returned."""
    chance = random.Random(0)  # noqa: S311
    torch.manual_seed(0)
    body = [one for one in network.bert.parameters() if one.requires_grad]
    head = [*network.answers.parameters()]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": _STEP}, {"params": head, "lr": _STEP_OF_HEAD}],
        weight_decay=_DECAY,
    )
    steps = PASSES * (len(pairs) // _BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, step / 100) * max(_LEAST_STEP, 1 - step / steps)
    )
    report: dict[str, float] = {}
    started = time.monotonic()
    for number in range(PASSES):
        network.train()
        for part in batches(pairs, chance):
            ids, kept, answers = together(part)
            wrong = torch.nn.functional.binary_cross_entropy_with_logits(
                network(ids, kept), answers
            )
            optimiser.zero_grad()
            wrong.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_([*body, *head], 1.0)
            optimiser.step()
            schedule.step()
        report = measured(network.eval(), held)
        print(f"pass {number + 1}: {report} {time.monotonic() - started:.0f} s", flush=True)
    return report


@torch.no_grad()
def measured(network: PairNetwork, pairs: Sequence[Pair]) -> dict[str, float]:
    """Return the accuracy on pairs, and on those that answer and those that do not."""
    right: dict[bool, list[bool]] = {True: [], False: []}
    for start in range(0, len(pairs), _BATCH):
        part = pairs[start : start + _BATCH]
        ids, kept, _ = together(part)
        for logit, one in zip(network(ids, kept).tolist(), part, strict=True):
            right[one.answers].append((logit > 0) == one.answers)
    every = [*right[True], *right[False]]
    return {
        "n": len(every),
        "right": round(sum(every) / max(len(every), 1), 4),
        "of answers": round(sum(right[True]) / max(len(right[True]), 1), 4),
        "of others": round(sum(right[False]) / max(len(right[False]), 1), 4),
    }


def main() -> None:
    """Teach, measure and write."""
    torch.set_num_threads(2)
    folder, *others = map(Path, sys.argv[1:])
    network, _ = open_network(folder)
    network.load_state_dict(torch.load(folder / "network.pt", weights_only=True))
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    passages = read_pairs(tokenizer)
    random.Random(1).shuffle(passages)  # noqa: S311
    held = passages[: int(_HELD_OUT * len(passages))]
    learnt = passages[len(held) :] + (read_others(others[0], tokenizer) if others else [])
    pairs = PairNetwork(network)
    report = teach(pairs, [one for of in learnt for one in of], [one for of in held for one in of])
    export(OnePair(pairs), network.marks.shape[1], "answers", FOLDER / "cross_encoder.onnx")
    text = json.dumps(report, indent=1)
    (FOLDER / "cross_encoder.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

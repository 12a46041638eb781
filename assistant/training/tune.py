"""Tune the encoder: `python -m assistant.training.tune FOLDER [PASSES] [HELD_OUT]`.

FOLDER has what `assistant.training.pieces` made of multilingual-e5-small; the tuned network is
written there as `network.pt`. AdamW (Loshchilov and Hutter 2019), half an hour on two quiet cores,
deterministic but for the machine's arithmetic. With HELD_OUT (0.1) that share of the lines that are
no templates is kept back and measured after each pass.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from assistant.safety.examples import Example, bundled_examples
from assistant.training.lines import Line, read_lines
from assistant.training.network import Batch, Network, loss
from assistant.training.report import measured
from assistant.training.samples import Sample, Subjects, distress_sample, sample
from assistant.understanding.encoder import Pieces
from assistant.understanding.placeholders import LETTERS
from assistant.understanding.tags import PREVIOUS

# Of the twelve layers the lower six: with more an answer takes longer than it need.
LAYERS = 6
PASSES = 8
_BATCH = 48
_STEP_OF_BODY, _STEP_OF_HEADS, _DECAY = 1.5e-4, 1e-3, 0.01
_WARMING = 200
_LEAST_STEP = 0.02
# Fragments teach tags alone: a pass has so many of them.
_FRAGMENTS = 0.25
# Words whose pieces a mark begins with.
_WORDS = {
    "section": "分野", "row": "指標", "term": "用語", "group": "団体", "quote": "言葉",
    "city": "市", "sex": "性別", "number": "数", "year": "年度", "age": "歳", "item": "番目",
    "note": "注", "n": "件", "count": "数",
}  # fmt: skip


def open_network(folder: Path) -> tuple[Network, Pieces]:
    """Return the encoder before it is tuned, and what cuts texts into its pieces."""
    config = BertConfig.from_json_file(folder / "config.json")
    config.num_hidden_layers = LAYERS
    bert = BertModel(config, add_pooling_layer=False)
    weights = torch.load(folder / "weights.pt", weights_only=True, mmap=True)
    own = bert.state_dict()
    bert.load_state_dict({name: weights[name] for name in own})
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    words = [*(_WORDS[kind.value] for kind in LETTERS), *PREVIOUS]
    table = bert.embeddings.word_embeddings.weight.detach()
    found = [tokenizer.encode(word, add_special_tokens=False).ids for word in words]
    marks = torch.stack([table[numbers].mean(0) for numbers in found])
    return Network(bert, marks.clone()), Pieces.of(tokenizer)


def batches(samples: Sequence[Sample], chance: random.Random) -> list[list[Sample]]:
    """Shuffle samples into batches, those of like length together."""
    shuffled = [*samples]
    chance.shuffle(shuffled)
    stretch = _BATCH * 40
    found: list[list[Sample]] = []
    for first in range(0, len(shuffled), stretch):
        part = sorted(shuffled[first : first + stretch], key=lambda one: len(one.numbers))
        found += [part[start : start + _BATCH] for start in range(0, len(part), _BATCH)]
    chance.shuffle(found)
    return found


def samples_of(
    lines: Sequence[Line],
    worries: Sequence[Example],
    subjects: Subjects,
    pieces: Pieces,
    chance: random.Random,
) -> list[Sample]:
    """Return what one pass learns from."""
    found = [
        sample(line, subjects, pieces, chance)
        for line in lines
        if line.turn is not None or chance.random() < _FRAGMENTS
    ]
    return found + [distress_sample(one, subjects, pieces, chance) for one in worries]


def tune(network: Network, pieces: Pieces, passes: int, held_out: float, file: Path) -> None:
    """Teach the network from the example lines, and write it to `file` after each pass."""
    chance = random.Random(0)  # noqa: S311
    torch.manual_seed(0)
    lines, worries = [*read_lines()], [*bundled_examples()]
    natural = [line for line in lines if not line.is_template and line.turn is not None]
    held = chance.sample(natural, int(held_out * len(natural)))
    kept_back = {id(line) for line in held}
    lines = [line for line in lines if id(line) not in kept_back]
    held_worries = chance.sample(worries, int(held_out * len(worries)))
    worries = [one for one in worries if one not in held_worries]
    subjects = Subjects.of(lines)
    body = [one for one in network.bert.parameters() if one.requires_grad]
    heads = [*network.heads.parameters(), network.marks]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": _STEP_OF_BODY}, {"params": heads, "lr": _STEP_OF_HEADS}],
        weight_decay=_DECAY,
    )
    steps = passes * len(batches(samples_of(lines, worries, subjects, pieces, chance), chance))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, step / _WARMING) * max(_LEAST_STEP, 1 - step / steps)
    )
    started = time.monotonic()
    for number in range(passes):
        network.train()
        whole = 0.0
        found = batches(samples_of(lines, worries, subjects, pieces, chance), chance)
        for samples in found:
            batch = Batch.of(samples)
            wrong = loss(network(batch), batch)
            optimiser.zero_grad()
            wrong.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_([*body, *heads], 1.0)
            optimiser.step()
            schedule.step()
            whole += wrong.item()
        seconds = time.monotonic() - started
        print(f"pass {number + 1}: {whole / len(found):.3f} {seconds:.0f} s", flush=True)
        if held:
            kept = samples_of(held, held_worries, subjects, pieces, random.Random(1))  # noqa: S311
            print(_measured(network.eval(), batches(kept, chance)), flush=True)
        torch.save(network.state_dict(), file)


@torch.no_grad()
def _measured(network: Network, samples: list[list[Sample]]) -> dict[str, dict[str, float]]:
    found = [Batch.of(one) for one in samples]
    return measured([network(batch) for batch in found], found)


def main() -> None:
    """Tune what is in the folder that is named."""
    folder, *rest = sys.argv[1:]
    torch.set_num_threads(2)
    network, pieces = open_network(Path(folder))
    passes = int(rest[0]) if rest else PASSES
    tune(network, pieces, passes, float(rest[1]) if rest[1:] else 0.0, Path(folder) / "network.pt")


if __name__ == "__main__":
    main()

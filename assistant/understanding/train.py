"""Train the heads from the example files: `python -m assistant.understanding.train` (make train).

All heads are logistic regressions over the same features and are fitted together, by mini-batches
(Adam with decoupled weight decay, Loshchilov and Hutter 2019). Deterministic; a minute or two on
two cores. Writes the arrays beside this file, and a report of each head on a fifth of the examples
that was held out by paraphrase family.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from sklearn.model_selection import GroupShuffleSplit

from assistant.understanding.delexicalise import (
    Delexicalised,
    content_words,
    delexicalise,
    of_template,
    words_of_asking,
)
from assistant.understanding.heads import SIZE, words_asked_with
from assistant.understanding.ngrams import features, hashed
from assistant.understanding.tags import (
    ACTS,
    COMPARISONS,
    KINDS,
    PREVIOUS,
    SCOPES,
    SECTIONS,
    STYLES,
    TAGS,
    TURNS,
)
from index.embedding import open_embedder

FOLDER = Path(__file__).parent
EXAMPLES = FOLDER / "examples"
REPORT = FOLDER / "report.json"
# By the held-out fifth: passes over the examples, step, decay and how much a tag's examples count
# beside those without it, since a tag is rare.
PASSES = 14
STEP = 0.02
DECAY = 1e-3
BATCH = 256
_WEIGHT_OF_TAG = 2.0
_HELD_OUT = 0.2
# What a list of all of a kind may be asked with: with another tag its words hold it to something.
_LISTING = {"list", "count"}
_OF_ALL = {
    *(*_LISTING, *KINDS, SECTIONS, *SCOPES, *STYLES, *COMPARISONS),
    *("yes_no", "number", "latest", "target"),
}
# A name that the gazetteer does not know is seen as a topic: such copies count half.
_UNLINKED = ("{row}", "{term}", "{group}")
_WEIGHT_OF_COPY = 0.5
# Lines as people said them hold words of what they tell besides, which are no words of asking.
_SAID = "said_"
# A word of one line alone may be a slip of the dictionary's.
_LEAST_LINES = 2
_SMALL = 1e-3


@dataclass(frozen=True, slots=True)
class Example:
    """A line of an example file: `family` is shared by lines that say nearly the same.

    A fragment has neither an act nor a turn: it teaches tags alone. `previous` says what was
    answered before.
    """

    seen: Delexicalised
    previous: tuple[str, ...]
    act: str | None
    tags: frozenset[str]
    turn: str | None
    weight: float
    family: str


def read_lines(folder: Path) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Yield the file, line and fields of each example; ValueError names what cannot be used."""
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                fields = json.loads(line)
                tags = fields["tags"].split()
                of_template(fields["text"])
            except (ValueError, KeyError) as error:
                raise ValueError(f"{file.name}:{number}: {error}") from error
            unknown = [tag for tag in tags if tag not in TAGS and tag not in ACTS]
            acts = [tag for tag in tags if tag in ACTS]
            turn = fields.get("turn", "alone")
            if unknown or len(acts) > 1 or not (turn is None or turn in TURNS):
                raise ValueError(f"{file.name}:{number}: tags {tags}, turn {turn!r}")
            previous = fields.get("prev", "").split()
            if not set(previous) <= set(PREVIOUS):
                raise ValueError(f"{file.name}:{number}: prev {previous}")
            if not acts and "turn" not in fields:
                raise ValueError(f"{file.name}:{number}: no act in {tags}")
            yield file.name, number, fields


def examples(folder: Path) -> tuple[list[Example], dict[str, int]]:
    """Read the example files: the examples with their copies, and the words of asking."""
    named = [(file, fields) for file, _, fields in read_lines(folder)]
    lines = [fields for _, fields in named]
    counted = words_of_asking(
        of_template(fields["text"]) for file, fields in named if not file.startswith(_SAID)
    )
    asking = {word: count for word, count in counted.items() if count >= _LEAST_LINES}
    found: list[Example] = []
    for fields in lines:
        tags = fields["tags"].split()
        act = next((tag for tag in tags if tag in ACTS), None)
        previous = tuple(fields.get("prev", "").split())
        texts = [(fields["text"], 1.0)]
        unlinked = fields["text"]
        for name in _UNLINKED:
            unlinked = unlinked.replace(name, "{topic}")
        if unlinked != fields["text"]:
            texts.append((unlinked, _WEIGHT_OF_COPY))
        family = _family(delexicalise(of_template(unlinked), asking))
        for text, weight in texts:
            seen = delexicalise(of_template(text), asking)
            kept = frozenset(tag for tag in tags if tag != act)
            turn = fields.get("turn", "alone")
            found.append(Example(seen, previous, act, kept, turn, weight, family))
    return found, asking


def words_of_lists(folder: Path) -> list[str]:
    """Return the content words, as lemmas, of lines that ask for all of a kind.

    Another word in a question for a list may be what it is to be held to, and was not read.
    """
    counted: Counter[str] = Counter()
    for _, _, fields in read_lines(folder):
        tags = {*fields["tags"].split()}
        if tags & _LISTING and tags <= _OF_ALL:
            counted.update({lemma for _, lemma in content_words(of_template(fields["text"]))})
    return sorted(word for word, count in counted.items() if count >= _LEAST_LINES)


def _family(seen: Delexicalised) -> str:
    """Lines of the same words, in whatever order and with whatever marks, are a family."""
    return " ".join(sorted({token for token in seen.tokens if token.isalnum()}))


def rarities(found: Sequence[Example]) -> npt.NDArray[np.float32]:
    """Return the smoothed inverse document frequency of each feature: SIZE values."""
    counts: Counter[int] = Counter()
    for one in found:
        for numbers in hashed(one.seen.letters, one.seen.tokens, one.previous, SIZE):
            counts.update(numbers.tolist())
    held = np.array([counts[number] for number in range(SIZE)], dtype=np.float32)
    return np.asarray(np.log((1 + len(found)) / (1 + held)) + 1, dtype=np.float32)


@dataclass(frozen=True)
class Table:
    """The examples as tensors: n-grams as bags, vectors, and what each says.

    `acts` and `turns` are numbers of labels, -1 where an example says nothing of them; `tags` are
    0 and 1, n × tags.
    """

    numbers: list[torch.Tensor]
    values: list[torch.Tensor]
    vectors: torch.Tensor
    acts: torch.Tensor
    turns: torch.Tensor
    tags: torch.Tensor
    weights: torch.Tensor

    @classmethod
    def of(cls, found: Sequence[Example], rarity: npt.NDArray[np.float32]) -> Table:
        """Lay the examples out."""
        grams = [
            features(one.seen.letters, one.seen.tokens, one.previous, SIZE, rarity) for one in found
        ]
        vectors = open_embedder(None).queries([words_asked_with(one.seen) for one in found])
        return cls(
            [torch.from_numpy(numbers) for numbers, _ in grams],
            [torch.from_numpy(values) for _, values in grams],
            torch.from_numpy(np.asarray(vectors, dtype=np.float32)),
            torch.tensor([ACTS.index(one.act) if one.act else -1 for one in found]),
            torch.tensor([TURNS.index(one.turn) if one.turn else -1 for one in found]),
            torch.tensor([[float(tag in one.tags) for tag in TAGS] for one in found]),
            torch.tensor([one.weight for one in found]),
        )


class Model(torch.nn.Module):
    """Every head as a row of one linear map: acts, turns, tags."""

    def __init__(self, dimension: int) -> None:
        super().__init__()
        labels = len(ACTS) + len(TURNS) + len(TAGS)
        self.grams = torch.nn.EmbeddingBag(SIZE, labels, mode="sum")
        torch.nn.init.zeros_(self.grams.weight)
        self.dense = torch.nn.Linear(dimension, labels)
        torch.nn.init.zeros_(self.dense.weight)

    def logits(self, table: Table, rows: Sequence[int]) -> tuple[torch.Tensor, ...]:
        """Return the logits of the acts, turns and tags of some examples."""
        numbers = [table.numbers[row] for row in rows]
        starts = np.cumsum([0, *(len(one) for one in numbers[:-1])])
        found = self.grams(
            torch.cat(numbers),
            torch.from_numpy(starts),
            per_sample_weights=torch.cat([table.values[row] for row in rows]),
        )
        whole = found + self.dense(table.vectors[list(rows)])
        return torch.split(whole, [len(ACTS), len(TURNS), len(TAGS)], dim=1)


def fit(table: Table, rows: Sequence[int]) -> Model:
    """Fit all heads to the examples `rows`."""
    torch.manual_seed(0)
    model = Model(table.vectors.shape[1])
    optimiser = torch.optim.AdamW(model.parameters(), lr=STEP, weight_decay=DECAY)
    steps = PASSES * (len(rows) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.05, steps)
    order = np.random.default_rng(0)
    for _ in range(PASSES):
        shuffled = order.permutation(np.asarray(rows))
        for start in range(0, len(shuffled), BATCH):
            batch = shuffled[start : start + BATCH].tolist()
            optimiser.zero_grad()
            _loss(model, table, batch).backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    return model


def _loss(model: Model, table: Table, batch: list[int]) -> torch.Tensor:
    acts, turns, tags = model.logits(table, batch)
    weights = table.weights[batch]
    loss = torch.zeros(())
    for logits, labels in ((acts, table.acts[batch]), (turns, table.turns[batch])):
        kept = labels >= 0
        if kept.any():
            of = torch.nn.functional.cross_entropy(logits[kept], labels[kept], reduction="none")
            loss = loss + (of * weights[kept]).sum() / len(batch)
    said = table.tags[batch]
    of_tags = torch.nn.functional.binary_cross_entropy_with_logits(
        tags, said, weight=1 + (_WEIGHT_OF_TAG - 1) * said, reduction="none"
    )
    return loss + (of_tags.sum(dim=1) * weights).mean()


@torch.no_grad()
def scores(model: Model, table: Table, rows: Sequence[int]) -> dict[str, dict[str, float]]:
    """Return the accuracy of acts and turns, precision and recall of each tag, over `rows`."""
    acts, turns, tags = model.logits(table, rows)
    report: dict[str, dict[str, float]] = {}
    for name, logits, labels in (("act", acts, table.acts), ("turn", turns, table.turns)):
        of = labels[list(rows)]
        kept = of >= 0
        right = (logits.argmax(dim=1) == of)[kept].float().mean()
        report[name] = {"n": int(kept.sum()), "accuracy": round(float(right), 4)}
    said, meant = tags > 0, table.tags[list(rows)] > 0
    for number, tag in enumerate(TAGS):
        hits = float((said & meant)[:, number].sum())
        report[tag] = {
            "n": int(meant[:, number].sum()),
            "precision": round(hits / max(float(said[:, number].sum()), 1.0), 4),
            "recall": round(hits / max(float(meant[:, number].sum()), 1.0), 4),
        }
    return report


def main(report: bool = True) -> None:
    """Train, report and write."""
    found, asking = examples(EXAMPLES)
    rarity = rarities(found)
    table = Table.of(found, rarity)
    if report:
        groups = [one.family for one in found]
        split = GroupShuffleSplit(1, test_size=_HELD_OUT, random_state=0)
        learnt, held = next(split.split(groups, groups=groups))
        said = scores(fit(table, learnt.tolist()), table, held.tolist())
        for name, row in said.items():
            print(f"{name:16}" + "".join(f"{key} {value:<8}" for key, value in row.items()))
        REPORT.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
    model = fit(table, range(len(found)))
    write(model, asking, rarity)


def write(model: Model, asking: dict[str, int], rarity: npt.NDArray[np.float32]) -> None:
    """Write the arrays and names that `assistant.understanding.heads` reads."""
    grams = model.grams.weight.detach().numpy().T
    dense, bias = model.dense.weight.detach().numpy(), model.dense.bias.detach().numpy()
    arrays: dict[str, npt.NDArray[Any]] = {"rarity": rarity.astype(np.float16)}
    first = 0
    for name, labels in (("act", ACTS), ("turn", TURNS), ("tag", TAGS)):
        rows = slice(first, first + len(labels))
        small = np.where(np.abs(grams[rows]) < _SMALL, 0.0, grams[rows])
        arrays[f"{name}_sparse"] = small.astype(np.float16)
        arrays[f"{name}_dense"] = dense[rows].astype(np.float32)
        arrays[f"{name}_bias"] = bias[rows].astype(np.float32)
        first += len(labels)
    np.savez_compressed(FOLDER / "heads.npz", **arrays)  # type: ignore[arg-type]
    names = {
        "asking": dict(sorted(asking.items())),
        "listing": words_of_lists(EXAMPLES),
        "act": list(ACTS),
        "turn": list(TURNS),
        "tag": list(TAGS),
    }
    text = json.dumps(names, ensure_ascii=False, indent=0)
    (FOLDER / "heads.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

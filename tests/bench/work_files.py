"""The passages and questions of a measurement as files, for processes of any environment."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from alternatives.work import Floats, Work


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that is searched, with its lexical terms; several may stand for one passage."""

    id: str
    text: str
    terms: Sequence[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions that are timed, and those put before them so that nothing is cold."""

    warming: Sequence[str]
    timed: Sequence[str]


def write_work(
    folder: Path, passages: Iterable[Passage], vectors: Floats, asked: Asked, depth: int
) -> None:
    """Write what a process is to search, and for which questions."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "passages.jsonl").open("w", encoding="utf-8") as file:
        for one in passages:
            file.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")
    np.save(folder / "vectors.npy", vectors)
    told = {**asdict(asked), "depth": depth}
    (folder / "asked.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def read_asked(folder: Path) -> Asked:
    """Read the questions."""
    told = json.loads((folder / "asked.json").read_text(encoding="utf-8"))
    return Asked(told["warming"], told["timed"])


def read_work(folder: Path) -> Work:
    """Read the passages, and open what reads a question: the bundled model and our terms."""
    from index.collection.entries import query_terms
    from index.embedding import open_embedder

    embedder = open_embedder()
    with (folder / "passages.jsonl").open(encoding="utf-8") as file:
        passages = [Passage(**json.loads(line)) for line in file]
    return Work(
        ids=[one.id for one in passages],
        texts=[one.text for one in passages],
        terms=[one.terms for one in passages],
        vectors=np.load(folder / "vectors.npy"),
        depth=json.loads((folder / "asked.json").read_text(encoding="utf-8"))["depth"],
        vector_of=lambda question: embedder.queries([question])[0],
        terms_of=query_terms,
    )

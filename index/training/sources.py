"""The open data sets of the recipe, read from one folder into texts and pairs."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SENTENCE = re.compile(r"[^。\n]+。?")
_SPACE_BETWEEN_JAPANESE = re.compile(r"\s+")


class TrainingDataError(Exception):
    """A file of the training data is missing; the message names it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A question of a reading set, the number of its context, and the sentence of the answer."""

    question: str
    context: int
    answer_sentence: str


@dataclass(frozen=True, slots=True)
class ReadingSet:
    """Questions over contexts; `articles` gives each context's article."""

    contexts: tuple[str, ...]
    articles: tuple[str, ...]
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """Two sentences and how alike they are, 0 to 1."""

    first: str
    second: str
    score: float


def reading_set(folder: Path, name: str) -> ReadingSet:
    """Read JaQuAD or JSQuAD; contexts that are the same are one."""
    numbers: dict[str, int] = {}
    articles: list[str] = []
    readings = []
    for row in _json_lines(folder / name):
        context = row["context"].replace(" [SEP] ", " ")
        if context not in numbers:
            numbers[context] = len(numbers)
            articles.append(row["title"])
        readings.append(Reading(row["question"], numbers[context], _answer_sentence(row, context)))
    return ReadingSet(tuple(numbers), tuple(articles), tuple(readings))


def sentences(text: str) -> list[str]:
    """Return the sentences of a Japanese text."""
    return [match[0].strip() for match in _SENTENCE.finditer(text) if match[0].strip()]


def parallel(folder: Path, split: str) -> list[tuple[str, str]]:
    """Read the English and Japanese pairs of small_parallel_enja's `split`."""
    pairs = []
    for english, japanese in _tab_rows(folder / f"small_parallel_enja_{split}.tsv.gz", 2):
        pairs.append((_detokenised(english), _SPACE_BETWEEN_JAPANESE.sub("", japanese)))
    return pairs


def tatoeba(folder: Path) -> list[tuple[str, str]]:
    """Read the Tatoeba pairs, those that stand in small_parallel's dev and test left out."""
    held_out = {
        _key(text) for split in ("dev", "test") for pair in parallel(folder, split) for text in pair
    }
    rows = _tab_rows(folder / "tatoeba_en_ja.tsv.gz", 2)
    return [(e, j) for e, j in rows if _key(e) not in held_out and _key(j) not in held_out]


def similar(folder: Path) -> list[Scored]:
    """Read JSTS train, Japanese pairs with their likeness."""
    return _scored(folder / "jsts_train.jsonl.gz")


def held_out_similar(folder: Path) -> list[Scored]:
    """Read JSTS valid."""
    return _scored(folder / "jsts_valid.jsonl.gz")


def commonsense(folder: Path) -> list[tuple[str, str, tuple[str, ...]]]:
    """Read JCommonsenseQA train: question, right choice, the four wrong ones."""
    found = []
    for row in _json_lines(folder / "jcommonsenseqa_train.jsonl.gz"):
        choices = [row[f"choice{n}"] for n in range(5)]
        right = choices.pop(row["label"])
        found.append((row["question"], right, tuple(choices)))
    return found


def _scored(file: Path) -> list[Scored]:
    rows = _json_lines(file)
    return [Scored(row["sentence1"], row["sentence2"], row["label"] / 5) for row in rows]


def _answer_sentence(row: dict[str, Any], context: str) -> str:
    answers: list[str] = row.get("answers") or []
    answer = answers[0] if answers else ""
    return next((s for s in sentences(context) if answer and answer in s), context)


def _detokenised(text: str) -> str:
    return re.sub(r"\s+(['.,!?])\s?", r"\1 ", text).replace("' ", "'").strip()


def _key(text: str) -> str:
    return re.sub(r"[^\w]", "", text.lower())


def _existing(file: Path) -> Path:
    if not file.is_file():
        raise TrainingDataError(f"{file} is missing; see index/training/README.md")
    return file


def _json_lines(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(_existing(file), "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _tab_rows(file: Path, columns: int) -> Iterator[tuple[str, ...]]:
    with gzip.open(_existing(file), "rt", encoding="utf-8") as lines:
        for line in lines:
            row = tuple(line.rstrip("\n").split("\t"))
            if len(row) >= columns and all(row[:columns]):
                yield row[:columns]

"""Passages as many as are wanted: clauses of the plan and of open Japanese text, drawn by a seed.

They are no city's words, and what they say makes no sense; they have the vocabulary, the lengths
and the spread of words of real ones, which is what a search takes its time by. The open text is
JaQuAD's Wikipedia contexts (CC BY-SA 3.0), where it lies in `../shared/data`; without it the plan
alone is recombined.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from corpus.plan import Kind, Plan
from index.training.sources import reading_set, sentences

OPEN_TEXT = Path("..") / "shared" / "data"
_FILE = "jaquad_train.jsonl.gz"
_CLAUSE_END = re.compile(r"(?<=[、。])")
_OF_PLAN = 0.3
_FEWEST, _MOST = 3, 9
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Clauses:
    """What passages are made from: pieces of sentences, up to 、 or 。, in the sources' order."""

    of_plan: Sequence[str]
    of_open_text: Sequence[str]

    @classmethod
    def read(cls, plan: Plan, open_text: Path = OPEN_TEXT) -> Clauses:
        """Cut up the plan's passages, its rows of figures left out, and the open text."""
        own = [one.text for one in plan.passages if one.kind is not Kind.INDICATOR]
        file = open_text / _FILE
        others = reading_set(open_text, _FILE).contexts if file.is_file() else ()
        return cls(_cut(own), _cut(others))


def _cut(texts: Sequence[str]) -> list[str]:
    said = (sentence for text in texts for sentence in sentences(text))
    parts = (part.strip(" -\n") for sentence in said for part in _CLAUSE_END.split(sentence))
    return [part for part in parts if len(part) >= _SHORTEST]


def crowd(clauses: Clauses, count: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """Yield `count` passages, each its id and its text: the same for the same seed."""
    return islice(_crowd(clauses, random.Random(seed)), count)


def _crowd(clauses: Clauses, chance: random.Random) -> Iterator[tuple[str, str]]:
    number = 0
    while True:
        number += 1
        parts = []
        for _ in range(chance.randint(_FEWEST, _MOST)):
            of_plan = not clauses.of_open_text or chance.random() < _OF_PLAN
            parts.append(chance.choice(clauses.of_plan if of_plan else clauses.of_open_text))
        yield f"crowd.{number}", "".join(parts)

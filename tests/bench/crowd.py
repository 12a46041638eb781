"""Made-up plans in any number: real sentences put together anew by a seed, in passages of a plan.

The sentences are of the bundled plan and of open Japanese text (JaQuAD, JSQuAD, Tatoeba: see the
README of that folder), which is no part of the project. A made-up sentence begins as one real one
and ends as another, so that hardly any stands twice.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.plans.sources import Sources
from corpus.parse import bundled_plan_path, read_plan
from index.chunks import Chunk, View, chunks
from index.collection.packed import PackedEntries
from index.protocols import Embedder

OPEN_TEXT = Path(__file__).parents[3] / "shared" / "data"
PASSAGES_OF_A_PLAN = 2000
_SENTENCE_END = re.compile(r"(?<=。)|\n+")
_BREAK = "、"
_LONGEST = 120
_OF_A_SECTION = 100
# How many sentences a passage has: the shares in the bundled plan's own text.
_SENTENCES = (1, 2, 3, 4)
_SHARES = (70, 20, 7, 3)


@dataclass(frozen=True)
class Crowd:
    """What made-up plans are made of."""

    titles: Sequence[str]
    beginnings: Sequence[str]
    ends: Sequence[str]

    @classmethod
    def read(cls) -> Crowd:
        """Read the sentences. Raises FileNotFoundError where the open text is not there."""
        plan = read_plan(bundled_plan_path())
        texts = [passage.text for passage in plan.passages] + list(_open_texts())
        sentences = (part.strip() for text in texts for part in _SENTENCE_END.split(text))
        kept = sorted({part for part in sentences if 8 <= len(part) <= _LONGEST})
        parted = [part.partition(_BREAK) for part in kept if _BREAK in part]
        titles = [section.title for section in plan.sections]
        return cls(titles, [one for one, _, _ in parted], [end for _, _, end in parted])

    def plan(self, number: int, passages: int = PASSAGES_OF_A_PLAN) -> Iterator[Chunk]:
        """Yield the chunks of the made-up plan of that number."""
        seeded = random.Random(number)
        counts = seeded.choices(_SENTENCES, _SHARES, k=passages)
        for place, count in enumerate(counts):
            title = self.titles[place * len(self.titles) // passages]
            text = "".join(self._sentence(seeded) for _ in range(count))
            yield Chunk(f"p.{place}", View.ORIGINAL, title, text)

    def plan_text(self, number: int, passages: int = PASSAGES_OF_A_PLAN) -> str:
        """Return a made-up plan as a city would write it, of so many passages in sections."""
        texts = [chunk.text for chunk in self.plan(number, passages)]
        sections = []
        for place, first in enumerate(range(0, passages, _OF_A_SECTION), 1):
            goal, *issues = texts[first : first + _OF_A_SECTION]
            parts = [f"{place}-1 {self.titles[place % len(self.titles)]}", "◎ 目標とするまちの姿"]
            sections += [f"{place}番目の章", *parts, goal, "◇ 課題", *issues]
        return "\n\n".join(sections) + "\n"

    def _sentence(self, seeded: random.Random) -> str:
        beginning = self.beginnings[int(seeded.random() * len(self.beginnings))]
        end = self.ends[int(seeded.random() * len(self.ends))]
        return f"{beginning}{_BREAK}{end.rstrip('。')}。"


def entries_of_plan(made_up: tuple[int, int] | None, embedder: Embedder) -> PackedEntries:
    """Make the entries of a made-up plan by its number and size, or those of the bundled plan."""
    return PackedEntries.of(_crowd().plan(*made_up) if made_up else _bundled(), embedder)


@cache
def _crowd() -> Crowd:
    return Crowd.read()


def _bundled() -> Iterator[Chunk]:
    bundled = Sources.read(bundled_plan_path())
    return chunks(bundled.plan, bundled.companions, bundled.asks)


def _open_texts() -> Iterator[str]:
    if not OPEN_TEXT.is_dir():
        message = f"the open Japanese text that the crowd is made of is not in {OPEN_TEXT}"
        raise FileNotFoundError(f"{message}: growth cannot be measured here")
    for name in ("jaquad_train", "jaquad_dev", "jsquad_valid"):
        with gzip.open(OPEN_TEXT / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["context"].rpartition("[SEP]")[2]
    with gzip.open(OPEN_TEXT / "tatoeba_en_ja.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").partition("\t")[2]

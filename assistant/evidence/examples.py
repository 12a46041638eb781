"""Questions to learn from, each read on a plan: the bundled one, whole, in part, and bare."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from assistant.plans.sources import Sources
from assistant.source import Source
from assistant.understanding.decoding import candidates
from assistant.understanding.entities import Gazetteer
from assistant.understanding.foreign_places import ForeignPlaces
from assistant.understanding.query import Query
from assistant.understanding.reader import Reader
from corpus.asks import NO_ASKS, Asks
from corpus.companion import Companion
from corpus.parse import bundled_plan_path
from corpus.plan import Plan
from index.build import build_index
from index.embedding import open_embedder
from index.protocols import Embedder
from index.search import PlanIndex

EVALUATION = Path("tests") / "eval"
# Those whose answer is worked out otherwise, or is none of the plan.
_LEFT_OUT = frozenset({"list", "smalltalk", "followup"})


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the passages each of which answers it, and whether the whole plan does.

    `gold` is None where the passages are not known.
    """

    id: str
    text: str
    lang: str
    kind: str
    answerable: bool
    gold: frozenset[str] | None


def read_examples(folder: Path = EVALUATION) -> tuple[Example, ...]:
    """Read the tuning half without its follow-ups, and the questions of `calibration.jsonl`."""
    return (*_graded(folder / "questions.jsonl"), *_calibrating(folder / "calibration.jsonl"))


def _graded(file: Path) -> Iterator[Example]:
    for line in file.read_text(encoding="utf-8").splitlines():
        of = json.loads(line)
        if of["half"] != "tuning" or of["history"] or of["kind"] in _LEFT_OUT:
            continue
        gold = frozenset(of["gold"]) if of["answerable"] else frozenset()
        yield Example(of["id"], of["question"], of["lang"], of["kind"], of["answerable"], gold)


def _calibrating(file: Path) -> Iterator[Example]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
        of = json.loads(line)
        text, answerable = of["question"], of["answerable"]
        lang = "en" if text.isascii() else "ja"
        gold = None if answerable else frozenset[str]()
        yield Example(f"cal{number}", text, lang, "calibration", answerable, gold)


class Views(StrEnum):
    """Which views a plan has besides its own text."""

    ALL = "all"
    ASKS = "asks"  # how people ask for its passages
    COMPANIONS = "companions"  # its English and its easy Japanese
    NONE = "none"


@dataclass(frozen=True)
class World:
    """A plan as it is indexed for learning: without the section `missing`, with some `views`."""

    missing: str | None
    views: Views
    plan: Plan
    index: PlanIndex
    reader: Reader
    source: Source

    @classmethod
    def build(
        cls, sources: Sources, missing: str | None, views: Views, embedder: Embedder, folder: Path
    ) -> World:
        """Index the plan of `sources` so in `folder`."""
        plan = without_section(sources.plan, missing) if missing else sources.plan
        has_companions = views in (Views.ALL, Views.COMPANIONS)
        companions: Mapping[str, Companion] = sources.companions if has_companions else {}
        asks: Asks = sources.asks if views in (Views.ALL, Views.ASKS) else NO_ASKS
        build_index(plan, companions, asks, embedder, folder, progress=False)
        index = PlanIndex.open(folder, plan, companions, asks, embedder)
        gazetteer = Gazetteer.of(plan, companions, asks, index.spellings)
        places = ForeignPlaces.of(sources.about, plan, companions)
        reader = Reader.of(gazetteer, places, plan, index.spellings, embedder)
        source = Source(sources.about, plan, companions, asks, index, "ja", "normal")
        return cls(missing, views, plan, index, reader, source)

    def query(self, text: str) -> Query:
        """Read `text` into its likeliest query."""
        return candidates(self.reader.read(text), self.plan)[0]


def without_section(plan: Plan, number: str) -> Plan:
    """Return `plan` as if it had no section `number`."""
    sections = tuple(one for one in plan.sections if one.number != number)
    return replace(plan, sections=sections, digest=f"{plan.digest} without {number}")


def bundled_sources() -> Sources:
    """Read the bundled plan with what is beside it."""
    return Sources.read(bundled_plan_path())


def bundled_embedder() -> Embedder:
    """Open the bundled model."""
    return open_embedder(None)

"""The plans that are asked to learn from: the bundled one, whole, in part, and without views."""

from __future__ import annotations

from collections.abc import Mapping
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
        source = Source(
            sources.about,
            plan,
            companions,
            asks,
            index,
            "ja",
            "normal",
        )
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

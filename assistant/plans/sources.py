"""What an index is made from: a plan, and what is fresh beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.about import ABOUT, About, about_plan, example_questions
from corpus.asks import Asks, bundled_asks
from corpus.companion import Companion, bundled_companions
from corpus.parse import bundled_plan_path, read_plan
from corpus.plan import Plan
from index.protocols import Embedder
from index.search import PlanIndex


@dataclass(frozen=True)
class Sources:
    """A plan, whose it is, and those entries beside it that were written for it as it is.

    `examples` are questions that show what can be asked, by language.
    """

    about: About
    plan: Plan
    companions: Mapping[str, Companion]
    asks: Asks
    examples: Mapping[str, tuple[str, ...]]

    @classmethod
    def read(cls, path: Path, plan_id: str | None = None) -> Sources:
        """Read the plan in the file `path`.

        One beside which it does not say whose it is, is of the city of the bundled one. Raises
        CorpusError where a file cannot be read as what it is, OSError where there is no plan.
        """
        told = path if path.with_name(ABOUT).is_file() else bundled_plan_path()
        about = about_plan(told, plan_id)
        plan = read_plan(path)
        companions = {one.language: one.fresh(plan) for one in bundled_companions(path)}
        return cls(
            about,
            plan,
            companions,
            bundled_asks(path).fresh(plan),
            example_questions(told),
        )

    def open_index(self, folder: Path, embedder: Embedder) -> PlanIndex:
        """Open the index in `folder`; raises what `PlanIndex.open` does."""
        return PlanIndex.open(folder, self.plan, self.companions, self.asks, embedder)

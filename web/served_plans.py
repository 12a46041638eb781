"""What is served: one plan or many, and what tells that it was built anew."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.environment import Environment
from assistant.plans.many_plans import ManyPlans
from assistant.plans.opening import open_many_or_build, open_or_build
from assistant.service import Assistant
from index.collection.protocols import PlanStore
from index.errors import SearchIndexError
from index.layout import Layout


@dataclass(frozen=True, slots=True)
class Opened:
    """The plan of the short addresses; `many` are all plans where there are several."""

    assistant: Assistant
    many: ManyPlans | None = None

    @classmethod
    def of(cls, plans: ManyPlans) -> Opened:
        """Take the plan that is asked by default; one alone needs no other addresses."""
        return cls(plans.plan(plans.default), plans if len(plans.abouts) > 1 else None)


@dataclass(frozen=True, slots=True)
class ServedPlans:
    """What was opened first, how to open it again, and what changes when it is built anew.

    `version` gives "" where it cannot be told just now, `built` when what was opened last was
    built (seconds since 1970).
    """

    first: Opened
    again: Callable[[], Opened]
    version: Callable[[], str]
    built: Callable[[], float]

    @classmethod
    def open(cls, environment: Environment) -> ServedPlans:
        """Open the plan or plans that `environment` names, built first where they are missing."""
        if not environment.is_of_many:
            return cls.of_one(open_or_build(environment), environment)
        plans = open_many_or_build(environment)

        def again() -> Opened:
            return Opened.of(ManyPlans.open(plans.store, plans.models, environment.default_plan))

        # A store does not say when it was written: it is taken up at once.
        return cls(Opened.of(plans), again, _version(plans.store), time.time)

    @classmethod
    def of_one(cls, assistant: Assistant, environment: Environment) -> ServedPlans:
        """Take an opened plan, the one that `environment` names."""
        manifest = Layout(environment.index_folder).manifest
        return cls(
            Opened(assistant),
            lambda: Opened(Assistant.open(environment)),
            lambda: _text(manifest),
            lambda: manifest.stat().st_mtime,
        )


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""


def _version(store: PlanStore) -> Callable[[], str]:
    def read() -> str:
        try:
            return store.version
        except SearchIndexError:
            return ""

    return read

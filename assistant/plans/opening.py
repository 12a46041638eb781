"""What the environment names, opened to be asked: one plan or many; built first where missing."""

from __future__ import annotations

import sys
from pathlib import Path

from assistant.environment import Environment
from assistant.plans.many_built import build_many, plans_in
from assistant.plans.many_plans import ManyPlans
from assistant.plans.models import Models
from assistant.service import Assistant
from corpus.parse import BUNDLED_PLAN, bundled_plan_path
from index.collection.protocols import PlanStore
from index.errors import IndexMissingError, SearchIndexError


def open_or_build(environment: Environment) -> Assistant:
    """Open the index; where it is missing, stale or damaged, say so and build it first.

    Of many plans, that of the one which is asked by default.
    """
    if environment.is_of_many:
        plans = open_many_or_build(environment)
        return plans.plan(plans.default)
    try:
        return Assistant.open(environment)
    except SearchIndexError as error:
        _say(error)
        Assistant.build(environment)
        return Assistant.open(environment)


def open_many_or_build(environment: Environment) -> ManyPlans:
    """Open the store of plans; where it has none, say so and build them first."""
    store, models = open_store(environment), Models.open(environment.model)
    try:
        return ManyPlans.open(store, models, environment.default_plan)
    except IndexMissingError as error:
        _say(error)
        build_store(environment, store)
        return ManyPlans.open(store, models, environment.default_plan)


def open_store(environment: Environment) -> PlanStore:
    """Open the store of plans that `environment` names; SearchIndexError where it cannot be."""
    # A process that serves from a folder does not pay for the driver of a database.
    if environment.engine is not None:
        from index.postgres.store import PostgresStore

        return PostgresStore.open(environment.engine, environment.store)
    from index.collection.disk import DiskPlanStore

    return DiskPlanStore(environment.store)


def verify_store(environment: Environment) -> None:
    """Read every file of the plans that are kept in a folder; a database looks after its own.

    Raises DamagedIndexError.
    """
    from index.collection.disk import DiskPlanStore

    if environment.engine is None:
        DiskPlanStore(environment.store).verify()


def build_store(environment: Environment, store: PlanStore, progress: bool = True) -> int:
    """Have `store` keep the plans that `environment` names; return how many were built.

    Raises AssistantError or CorpusError where there are none or one cannot be read.
    """
    plans = named_plans(environment)
    return build_many(plans, store, environment.model, progress)


def named_plans(environment: Environment) -> dict[str, Path]:
    """Return the files of the plans that a store is to keep, by their ids.

    Where no folder is named it is the bundled one alone. Raises PlansFolderError where the folder
    cannot be used.
    """
    folder = environment.collection
    return plans_in(folder) if folder else {BUNDLED_PLAN: bundled_plan_path()}


def _say(error: SearchIndexError) -> None:
    print(f"michishirube: {error}; building it now", file=sys.stderr)

"""Every store of plans, each made in an empty folder: the same suite runs over all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from postgres_server import Server

from index.collection.disk import DiskPlanStore
from index.collection.exact import ExactPlanStore
from index.collection.protocols import PlanStore
from index.postgres.store import PostgresStore

STORES: dict[str, Callable[[Path], PlanStore]] = {
    "exact": ExactPlanStore,
    "disk": DiskPlanStore,
}
POSTGRES = "postgres"


@pytest.fixture(params=[*STORES, POSTGRES])
def make_store(request: pytest.FixtureRequest) -> Iterator[Callable[[Path], PlanStore]]:
    """A maker of empty stores, each in a folder of its own, or a schema of its own."""
    if request.param != POSTGRES:
        yield STORES[request.param]
        return
    server: Server = request.getfixturevalue("postgres")
    made: list[PostgresStore] = []

    def make(folder: Path) -> PlanStore:
        # What is done with has its connections closed; they come again where it is not.
        for store in made:
            store.close()
        made.append(PostgresStore.open(server.empty(), folder))
        return made[-1]

    yield make
    for store in made:
        store.close()


@pytest.fixture
def store(make_store: Callable[[Path], PlanStore], tmp_path: Path) -> PlanStore:
    """An empty store."""
    return make_store(tmp_path / "store")

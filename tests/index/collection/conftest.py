"""Every store of plans, each made in an empty folder: the same suite runs over all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.collection.disk import DiskPlanStore
from index.collection.exact import ExactPlanStore
from index.collection.protocols import PlanStore

STORES: dict[str, Callable[[Path], PlanStore]] = {
    "exact": ExactPlanStore,
    "disk": DiskPlanStore,
}


@pytest.fixture(params=STORES)
def make_store(request: pytest.FixtureRequest) -> Callable[[Path], PlanStore]:
    """A maker of empty stores, each in a folder of its own."""
    return STORES[request.param]


@pytest.fixture
def store(make_store: Callable[[Path], PlanStore], tmp_path: Path) -> PlanStore:
    """An empty store."""
    return make_store(tmp_path / "store")

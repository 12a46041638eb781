"""Readers of two plans: the bundled one, and a made-up one without companions."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.environment import Environment
from assistant.service import Assistant

SMALL = Path(__file__).parents[2] / "data" / "two_chapters.txt"


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over a made-up plan of two chapters, with nothing beside it."""
    folder = tmp_path_factory.mktemp("small")
    environment = Environment(index_folder=folder / "index", plan=SMALL)
    Assistant.build(environment, progress=False)
    return Assistant.open(environment)


@pytest.fixture(params=["bundled", "small"])
def either(request: pytest.FixtureRequest, assistant: Assistant, small: Assistant) -> Assistant:
    """Each of the two."""
    return small if request.param == "small" else assistant

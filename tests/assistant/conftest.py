"""Sources to execute queries on: the bundled plan, and made-up plans without companions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answer import Language, Style
from assistant.environment import Environment
from assistant.service import Assistant
from assistant.source import Source


@pytest.fixture
def source(assistant: Assistant) -> Callable[..., Source]:
    """A source on the bundled plan, by language and style."""

    def of(lang: Language = "ja", style: Style = "normal") -> Source:
        return assistant.source(lang, style)

    return of


@pytest.fixture
def source_of(tmp_path: Path) -> Callable[..., Source]:
    """A source on a made-up plan: its text in the plan's house style, no companions."""

    def of(text: str, lang: Language = "ja", style: Style = "normal") -> Source:
        plan = tmp_path / "plan.txt"
        plan.write_text(text, encoding="utf-8")
        environment = Environment(index_folder=tmp_path / "index", plan=plan)
        Assistant.build(environment, progress=False)
        return Assistant.open(environment).source(lang, style)

    return of

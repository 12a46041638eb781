"""Whichever engine keeps the plans, the answers are the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from postgres_server import Server

from assistant.answer import Answer
from assistant.cli.evaluation import DEFAULT_QUESTIONS, Graded, read_questions
from assistant.environment import Environment
from assistant.plans.many_plans import ManyPlans
from assistant.plans.models import Models
from assistant.plans.opening import build_store, open_store
from assistant.service import Assistant

_EVERY = 30
_ASKED = {"list", "figure", "partner", "definition", "followup"}


@pytest.fixture(scope="module")
def questions() -> list[Graded]:
    """Some of our own questions whose answers are lists, figures and what is looked up."""
    return [one for one in read_questions(DEFAULT_QUESTIONS) if one.kind in _ASKED][::_EVERY]


@pytest.fixture(scope="module", params=["disk", "postgres"])
def kept(
    request: pytest.FixtureRequest, of_many: Environment, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ManyPlans]:
    """The two plans, kept by an engine."""
    if request.param == "disk":
        yield request.getfixturevalue("many")
        return
    server: Server = request.getfixturevalue("postgres")
    place: Path = tmp_path_factory.mktemp("engine") / "index"
    environment = replace(of_many, index_folder=place, engine=server.empty())
    store = open_store(environment)
    build_store(environment, store, progress=False)
    yield ManyPlans.open(store, Models.open())
    store.close()


def told(answer: Answer) -> tuple[object, ...]:
    return (
        answer.text,
        [(one.passage.id, one.quotes) for one in answer.citations],
        [one.indicator.passage.id for one in answer.indicators],
        [one.passage.id for one in answer.retrieved],
    )


def scores(answer: Answer) -> list[float]:
    return [one.score for one in answer.retrieved]


def test_one_plan_answers_the_same(
    kept: ManyPlans, assistant: Assistant, questions: list[Graded]
) -> None:
    of_engine = kept.plan("kamakura")
    assert len(questions) > 50
    for one in questions:
        asked = one.asking
        alone = assistant.ask(asked.question, asked.history, asked.lang, asked.style)
        answer = of_engine.ask(asked.question, asked.history, asked.lang, asked.style)
        assert told(answer) == told(alone), asked.question
        assert scores(answer) == pytest.approx(scores(alone), abs=1e-5), asked.question


def test_all_plans_answer_the_same(
    kept: ManyPlans, many: ManyPlans, questions: list[Graded], monkeypatch: pytest.MonkeyPatch
) -> None:
    # So that each plan must be found by the engine's own search.
    monkeypatch.setattr("assistant.plans.across._MOST_ASKED", 1)
    for one in questions[::5]:
        expected = many.answering().ask(one.asking.question, lang=one.asking.lang)
        found = kept.answering().ask(one.asking.question, lang=one.asking.lang)
        assert told(found) == told(expected), one.asking.question
        assert scores(found) == pytest.approx(scores(expected), abs=1e-5), one.asking.question

"""The pages with a password set, a log of questions and some verdicts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from starlette.types import ASGIApp

from assistant.environment import Environment
from assistant.service import Assistant
from web.app import create_app
from web.days import today
from web.feedback_store import FeedbackStore
from web.question_log import Asked
from web.question_store import QuestionStore
from web.question_writer import QuestionWriter
from web.staff.door import Door
from web.staff.pages import Staff
from web.staff.password import write_password
from web.staff.rebuilding import Rebuilding
from web.verdicts import Verdict

PASSWORD = "かまくらの 道しるべ 2026"  # noqa: S105 - of the tests alone


@pytest.fixture(scope="session")
def staff_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the password of the staff."""
    file = tmp_path_factory.mktemp("staff") / "staff.json"
    write_password(file, PASSWORD)
    return file


@pytest.fixture
def door(staff_file: Path) -> Door:
    """A door that the password opens."""
    return Door(staff_file)


@pytest.fixture
def verdicts(tmp_path: Path) -> FeedbackStore:
    """Three verdicts of two days, two of them with a word."""
    store = FeedbackStore(tmp_path / "feedback.sqlite")
    yesterday = (today() - timedelta(days=1)).isoformat()
    birth = ("2-2.indicator.1",)
    for verdict in (
        Verdict(yesterday, True, "ja", "normal", "indicator", True, birth, ""),
        Verdict(today().isoformat(), False, "ja", "normal", "out_of_scope", False, (), "=1+1"),
        Verdict(
            today().isoformat(), True, "en", "normal", "list", True, ("9-9.goal.1",), "<b>よい"
        ),
    ):
        store.add(verdict)
    return store


@pytest.fixture
def questions(tmp_path: Path) -> QuestionWriter:
    """Five questions of today, three of them without an answer."""
    log = QuestionStore(tmp_path / "questions.sqlite", days=30)
    day = today().isoformat()
    refused = ("保育料はいくら", "@SUM(1)", "保育料はいくら")
    log.add(
        [
            *(Asked(day, question, "ja", "out_of_scope", False, ()) for question in refused),
            Asked(day, "出生数は?", "ja", "indicator", True, ("2-2.indicator.1",)),
            Asked(day, "<script>", "ja", "passage", True, ("2-1.goal.1", "2-2.indicator.1")),
        ]
    )
    return QuestionWriter(log)


@pytest.fixture
def make_app(
    assistant: Assistant,
    environment: Environment,
    verdicts: FeedbackStore,
    questions: QuestionWriter,
) -> Callable[[Door], ASGIApp]:
    """Makes the pages behind a door."""

    def make_app(door: Door) -> ASGIApp:
        staff = Staff(door, Rebuilding(environment))
        return create_app(assistant, verdicts, questions=questions, staff=staff)

    return make_app


@pytest.fixture
def outside(make_app: Callable[[Door], ASGIApp], door: Door) -> Iterator[TestClient]:
    """A client who has not signed in."""
    with TestClient(make_app(door), follow_redirects=False) as client:
        yield client


class Forms:
    """Sends the forms of the staff's pages as a browser does."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def token(self, path: str) -> str:
        """The token of the first form at `path`."""
        found = re.search(r'name="token" value="([^"]+)"', self.client.get(path).text)
        assert found
        return found[1]

    def sign_in(self, password: str = PASSWORD) -> Response:
        """Fill in the form of the password, and send it."""
        form = {"token": self.token("/staff/sign-in"), "password": password}
        return self.client.post("/staff/sign-in", data=form)


@pytest.fixture
def forms(outside: TestClient) -> Forms:
    """The forms of a client who has not signed in."""
    return Forms(outside)


@pytest.fixture
def inside(outside: TestClient, forms: Forms) -> TestClient:
    """A client who has signed in."""
    assert forms.sign_in().status_code == 303
    return outside

"""Verdicts and questions are kept alike by every store: in SQLite, and in a real PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from fastapi.testclient import TestClient
from postgres_server import Server

from assistant.environment import Environment
from assistant.service import Assistant
from web import feedback_store, postgres_questions, postgres_verdicts, question_store
from web.__main__ import main
from web.app import create_app
from web.days import today
from web.keeping import Keeping
from web.question_log import Asked
from web.question_writer import QuestionWriter
from web.settings import Settings
from web.verdicts import NotKeptError, Verdict

ROOT = Path(__file__).parents[2]
DAY = today().isoformat()
VERDICT = Verdict(DAY, True, "ja", "normal", "list", True, ("2-1.goal.1", "fn9"), "「よい」'\"\\%s")
ASKED = Asked(DAY, "出生数は? '; --\n{}", "ja", "indicator", True, ("2-2.indicator.1",))


@pytest.fixture(params=["sqlite", "postgres"])
def variables(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """What the environment sets: files, or files and a database."""
    found = {
        "MICHISHIRUBE_FEEDBACK": str(tmp_path / "feedback.sqlite"),
        "MICHISHIRUBE_QUESTION_LOG": str(tmp_path / "questions.sqlite"),
    }
    if request.param == "postgres":
        server: Server = request.getfixturevalue("postgres")
        found["MICHISHIRUBE_ENGINE"] = server.empty()
    return found


@pytest.fixture
def open_keeping(variables: dict[str, str]) -> Iterator[Callable[..., Keeping]]:
    """Opens what is kept, as a process that serves does."""
    opened: list[Keeping] = []

    def open_(days: int = 30) -> Keeping:
        told = {**variables, "MICHISHIRUBE_QUESTION_DAYS": str(days)}
        opened.append(Keeping.open(Settings.read(told), Environment.read(told)))
        return opened[-1]

    yield open_
    for one in opened:
        one.close()


@pytest.fixture
def keeping(open_keeping: Callable[..., Keeping]) -> Keeping:
    return open_keeping()


def test_verdicts_come_back_in_their_order(keeping: Keeping) -> None:
    assert list(keeping.verdicts.all()) == []
    other = Verdict("2026-01-01", False, "en", "plain", "passage", False, (), "")
    keeping.verdicts.add(VERDICT)
    keeping.verdicts.add(other)
    assert list(keeping.verdicts.all()) == [VERDICT, other]


def test_questions_come_back_in_their_order(keeping: Keeping) -> None:
    assert keeping.questions
    assert list(keeping.questions.all()) == []
    other = Asked(DAY, "", "en", "smalltalk", False, ())
    keeping.questions.add([ASKED, other])
    keeping.questions.add([ASKED])
    assert list(keeping.questions.all()) == [ASKED, other, ASKED]


def test_questions_are_kept_for_so_many_days(open_keeping: Callable[..., Keeping]) -> None:
    log = open_keeping().questions
    oldest, too_old = (
        Asked((today() - timedelta(days=days)).isoformat(), "", "ja", "list", True, ())
        for days in (29, 30)
    )
    assert log
    log.add([too_old, oldest, ASKED])
    assert list(log.all()) == [oldest, ASKED]
    later = open_keeping(days=1).questions
    assert later
    assert later.days == 1
    later.add(())
    assert list(log.all()) == [ASKED]


def test_questions_are_erased(keeping: Keeping) -> None:
    log = keeping.questions
    before = Asked((today() - timedelta(days=1)).isoformat(), "", "ja", "list", True, ())
    assert log
    log.add([before, ASKED])
    assert log.erase(today()) == 1
    assert list(log.all()) == [ASKED]
    assert log.erase() == 1
    assert list(log.all()) == []


def test_the_oldest_give_way(keeping: Keeping, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (feedback_store, question_store, postgres_verdicts, postgres_questions):
        monkeypatch.setattr(module, "_MOST", 3)
    log = keeping.questions
    assert log
    for number in range(5):
        keeping.verdicts.add(Verdict(DAY, True, "ja", "normal", "list", True, (), str(number)))
        log.add([Asked(DAY, str(number), "ja", "list", True, ())])
    assert [one.word for one in keeping.verdicts.all()] == ["2", "3", "4"]
    assert [one.question for one in log.all()] == ["2", "3", "4"]


def test_many_writers_lose_nothing(open_keeping: Callable[..., Keeping]) -> None:
    def write(keeping: Keeping) -> None:
        assert keeping.questions
        for _ in range(5):
            keeping.verdicts.add(VERDICT)
            keeping.questions.add([ASKED, ASKED])

    writers = [threading.Thread(target=write, args=(open_keeping(),)) for _ in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    kept = open_keeping()
    assert kept.questions
    assert list(kept.verdicts.all()) == [VERDICT] * 30
    assert list(kept.questions.all()) == [ASKED] * 60


def test_nothing_is_logged_by_default(variables: dict[str, str]) -> None:
    del variables["MICHISHIRUBE_QUESTION_LOG"]
    keeping = Keeping.open(Settings.read(variables), Environment.read(variables))
    assert keeping.questions is None
    keeping.close()


def test_the_pages_keep_what_they_are_told(assistant: Assistant, keeping: Keeping) -> None:
    assert keeping.questions
    with QuestionWriter(keeping.questions) as questions:
        client = TestClient(create_app(assistant, keeping.verdicts, questions=questions))
        told = "私は田中花子です。090-1234-5678 出生数の目標は?"
        client.post("/api/ask", json={"question": told})
        given = {"question": "出生数は?", "useful": True, "word": "助かりました 090-1234-5678"}
        assert client.post("/api/feedback", json=given).status_code == 204
    assert [one.word for one in keeping.verdicts.all()] == ["助かりました 〔電話番号〕"]
    kept = [one.question for one in keeping.questions.all()]
    assert kept == ["私は〔名前〕です。〔電話番号〕 出生数の目標は?"]


def test_questions_are_exported_and_erased_by_command(
    variables: dict[str, str],
    keeping: Keeping,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert keeping.questions
    keeping.questions.add([ASKED])
    assert main(["questions", "export", str(tmp_path / "out.jsonl")]) == 0
    assert "出生数は?" in (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    assert main(["questions", "erase", "--all"]) == 0
    assert capsys.readouterr().err.splitlines()[1:] == ["1 questions erased"]
    assert list(keeping.questions.all()) == []


class TestPostgres:
    """What only a database can do."""

    @pytest.fixture
    def address(self, postgres: Server) -> str:
        return postgres.empty()

    @pytest.fixture
    def shared(self, address: str) -> Iterator[Keeping]:
        told = {"MICHISHIRUBE_ENGINE": address, "MICHISHIRUBE_QUESTION_LOG": "on"}
        keeping = Keeping.open(Settings.read(told), Environment.read(told))
        yield keeping
        keeping.close()

    def test_a_lost_connection_keeps_each_once(self, shared: Keeping, address: str) -> None:
        assert shared.questions
        for _ in range(3):
            shared.verdicts.add(VERDICT)
            shared.questions.add([ASKED])
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                    " WHERE application_name = 'michishirube' AND pid <> pg_backend_pid()"
                )
        assert list(shared.verdicts.all()) == [VERDICT] * 3
        assert list(shared.questions.all()) == [ASKED] * 3

    def test_a_process_that_is_killed_leaves_whole_rows(
        self, shared: Keeping, address: str
    ) -> None:
        program = (
            "import sys\n"
            "from assistant.environment import Environment\n"
            "from web.keeping import Keeping\n"
            "from web.settings import Settings\n"
            "from web.question_log import Asked\n"
            "told = {'MICHISHIRUBE_ENGINE': sys.argv[1], 'MICHISHIRUBE_QUESTION_LOG': 'on'}\n"
            "log = Keeping.open(Settings.read(told), Environment.read(told)).questions\n"
            f"asked = {ASKED!r}\n"
            "while True: log.add([asked] * 5); print('kept', flush=True)\n"
        )
        writer = subprocess.Popen(
            [sys.executable, "-c", program, address], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout
        for _ in range(10):
            assert writer.stdout.readline() == "kept\n"
        writer.kill()
        rest, _ = writer.communicate()
        assert shared.questions
        kept = shared.questions.all()
        assert len(kept) >= 5 * (10 + len(rest.splitlines()))
        assert len(kept) % 5 == 0

    def test_what_cannot_be_kept_is_said(
        self, assistant: Assistant, shared: Keeping, address: str
    ) -> None:
        assert shared.questions
        with psycopg.connect(address) as connection:
            connection.execute("DROP TABLE feedback, questions")
        client = TestClient(create_app(assistant, shared.verdicts))
        given = {"question": "出生数は?", "useful": True}
        assert client.post("/api/feedback", json=given).status_code == 503
        for work in (shared.questions.all, shared.verdicts.all, shared.questions.erase):
            with pytest.raises(NotKeptError, match='"(?:feedback|questions)" does not exist'):
                work()

    def test_of_a_row_the_day_is_kept_not_the_time(self, shared: Keeping, address: str) -> None:
        with psycopg.connect(address) as connection:
            rows = connection.execute(
                "SELECT column_name FROM information_schema.columns"
                " WHERE table_schema = current_schema() AND data_type LIKE 'time%'"
                " AND table_name IN ('feedback', 'questions')"
            ).fetchall()
        assert rows == []


def test_files_need_no_driver_of_a_database(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from assistant.environment import Environment\n"
        "import web.__main__\n"
        "from web.keeping import Keeping\n"
        "from web.settings import Settings\n"
        "settings = Settings.read({'MICHISHIRUBE_FEEDBACK': sys.argv[1]})\n"
        "Keeping.open(settings, Environment.read({})).verdicts.all()\n"
        "print('psycopg' in sys.modules)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "feedback.sqlite")]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    assert ran.stdout == "False\n"

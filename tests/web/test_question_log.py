"""The log of questions: off by default, masked, for so many days, whole, exported and erased."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.service import Assistant
from web import question_store
from web.__main__ import main
from web.app import create_app
from web.days import today
from web.feedback_store import FeedbackStore
from web.question_log import Asked
from web.question_store import QuestionStore
from web.question_writer import QuestionWriter

PERSONAL = "私は田中花子です。090-1234-5678 出生数の目標は?"


def asked_on(day: str, question: str = "出生数は?") -> Asked:
    return Asked(day, question, "ja", "indicator", True, ("2-2.indicator.1",))


@pytest.fixture
def log(tmp_path: Path) -> QuestionStore:
    return QuestionStore(tmp_path / "kept" / "questions.sqlite", days=30)


@pytest.fixture
def asking(
    assistant: Assistant, feedback: FeedbackStore, log: QuestionStore
) -> Callable[[], AbstractContextManager[TestClient]]:
    """Opens a client; what it asked has been written where its block ends."""

    @contextmanager
    def asking() -> Iterator[TestClient]:
        with QuestionWriter(log) as questions:
            yield TestClient(create_app(assistant, feedback, questions=questions))

    return asking


def bytes_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


def test_every_way_of_asking_is_kept_once(asking: Any, log: QuestionStore) -> None:
    with asking() as client:
        client.post("/api/ask", json={"question": PERSONAL})
        client.post("/api/ask/stream", json={"question": "保護司とは?"})
        client.get("/?q=保育料はいくら")
        client.post("/", data={"question": "What supports carers?"})
        client.post("/api/feedback", json={"question": "福祉の課題は?", "useful": True})
        client.get("/desk?q=ケアラー")
        client.get("/find?q=ケアラー")
        history = [{"role": "user", "content": "出生数は?"}, {"role": "assistant", "content": "…"}]
        client.post("/api/ask", json={"question": "目標は?", "history": history})
    kept = log.all()
    told = [(one.question, one.lang, one.intent, one.answerable) for one in kept]
    assert told[:4] == [
        ("私は〔名前〕です。〔電話番号〕 出生数の目標は?", "ja", "indicator", True),
        ("保護司とは?", "ja", "definition", True),
        ("保育料はいくら", "ja", "out_of_scope", False),
        ("What supports carers?", "en", "passage", True),
    ]
    assert len(kept) == 5
    assert "出生数" in kept[4].question
    assert kept[0].passages == ("2-2.indicator.1",)
    assert {one.day for one in kept} == {today().isoformat()}
    whole = bytes_in(log.file.parent)
    assert "田中".encode() not in whole
    assert b"1234" not in whole


def test_nothing_is_kept_by_default(assistant: Assistant, tmp_path: Path) -> None:
    client = TestClient(create_app(assistant, FeedbackStore(tmp_path / "feedback.sqlite")))
    client.post("/api/ask", json={"question": PERSONAL})
    client.post("/api/ask/stream", json={"question": PERSONAL})
    client.get(f"/?q={PERSONAL}")
    assert list(tmp_path.iterdir()) == []


def test_an_answer_does_not_wait_for_the_log(asking: Any, log: QuestionStore) -> None:
    """While another holds the database, questions are answered; afterwards they are there."""
    log.add(())
    holder = sqlite3.connect(log.file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with asking() as client:
        for _ in range(3):
            assert client.post("/api/ask", json={"question": "出生数は?"}).status_code == 200
        holder.execute("ROLLBACK")
        holder.close()
    assert len(log.all()) == 3


def test_what_cannot_be_written_is_told_without_the_question(
    asking: Any, log: QuestionStore, caplog: pytest.LogCaptureFixture
) -> None:
    log.file.parent.mkdir()
    log.file.write_bytes(b"no database" * 100)
    with asking() as client:
        assert client.post("/api/ask", json={"question": PERSONAL}).status_code == 200
    assert "not kept" in caplog.text
    assert "出生数" not in caplog.text


def test_the_words_of_a_person_in_distress_are_not_kept(asking: Any, log: QuestionStore) -> None:
    with asking() as client:
        assert "0120" in client.post("/api/ask", json={"question": "もう死にたいです"}).text
    assert [one.question for one in log.all()] == [""]


def test_a_question_is_kept_for_so_many_days(log: QuestionStore) -> None:
    oldest, too_old = (today() - timedelta(days=days) for days in (29, 30))
    log.add([asked_on(too_old.isoformat(), "kawauso"), asked_on(oldest.isoformat())])
    assert [one.day for one in log.all()] == [oldest.isoformat()]
    assert b"kawauso" not in bytes_in(log.file.parent)
    QuestionStore(log.file, days=1).add(())
    assert log.all() == []


def test_the_newest_are_kept(log: QuestionStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(question_store, "_MOST", 3)
    for number in range(5):
        log.add([asked_on(today().isoformat(), f"{number}")])
    assert [one.question for one in log.all()] == ["2", "3", "4"]


def test_many_writers_lose_nothing(log: QuestionStore) -> None:
    def write() -> None:
        for _ in range(5):
            log.add([asked_on(today().isoformat())])

    writers = [threading.Thread(target=write) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(log.all()) == 40
    assert [stat.S_IMODE(one.stat().st_mode) for one in log.file.parent.iterdir()] == [0o600]


def test_a_process_that_is_killed_leaves_whole_rows(log: QuestionStore) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from web.days import today\n"
        "from web.question_log import Asked\n"
        "from web.question_store import QuestionStore\n"
        "asked = Asked(today().isoformat(), '出生数は?', 'ja', 'list', True, ('2-1.goal.1',))\n"
        "log = QuestionStore(Path(sys.argv[1]), 30)\n"
        "while True: log.add([asked] * 5); print('kept', flush=True)\n"
    )
    writer = subprocess.Popen([sys.executable, "-c", program, log.file], stdout=subprocess.PIPE)
    assert writer.stdout
    for _ in range(10):
        writer.stdout.readline()
    writer.kill()
    rest, _ = writer.communicate()
    kept = log.all()
    assert len(kept) >= 5 * (10 + len(rest.splitlines()))
    assert len(kept) % 5 == 0
    assert {one.passages for one in kept} == {("2-1.goal.1",)}


@pytest.fixture
def filled(log: QuestionStore, monkeypatch: pytest.MonkeyPatch) -> QuestionStore:
    days = [(today() - timedelta(days=days)).isoformat() for days in (2, 1, 0)]
    words = ("=HYPERLINK(1)", "「a\nb」, kawauso", "-1")
    log.add([asked_on(day, word) for day, word in zip(days, words, strict=True)])
    monkeypatch.setenv("MICHISHIRUBE_QUESTION_LOG", str(log.file))
    return log


def test_the_log_is_exported(filled: QuestionStore, tmp_path: Path) -> None:
    assert main(["questions", "export", str(tmp_path / "out.jsonl")]) == 0
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    told = [json.loads(line) for line in lines]
    assert [Asked(**{**one, "passages": tuple(one["passages"])}) for one in told] == filled.all()
    (tmp_path / "out.csv").write_text("open to others")
    assert main(["questions", "export", str(tmp_path / "out.csv")]) == 0
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("out.jsonl", "out.csv")]
    assert modes == [0o600, 0o600]
    text = (tmp_path / "out.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert [row[1] for row in rows] == ["question", "'=HYPERLINK(1)", "「a\nb」, kawauso", "'-1"]


def test_the_log_is_erased(filled: QuestionStore) -> None:
    assert main(["questions", "erase", "--before", today().isoformat()]) == 0
    assert [one.question for one in filled.all()] == ["-1"]
    assert b"kawauso" not in bytes_in(filled.file.parent)
    assert main(["questions", "erase", "--all"]) == 0
    assert filled.all() == []


@pytest.mark.parametrize(
    ("file", "said"), [("out.xls", ".jsonl or .csv"), ("/none/out.csv", "/none/out.csv")]
)
def test_a_wrong_export_is_said(
    filled: QuestionStore, file: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["questions", "export", file]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["erase"], ["erase", "--before", "yesterday"], ["burn"], []])
def test_nothing_is_erased_by_mistake(filled: QuestionStore, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["questions", *arguments])
    assert ended.value.code == 2
    assert len(filled.all()) == 3


def test_without_a_log_there_is_nothing_to_erase(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MICHISHIRUBE_QUESTION_LOG", raising=False)
    assert main(["questions", "erase", "--all"]) == 2
    assert "MICHISHIRUBE_QUESTION_LOG" in capsys.readouterr().err

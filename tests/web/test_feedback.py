"""Verdicts on answers: kept whole, without the question, bounded, by many writers."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.ask import Assistant
from web import feedback_store
from web.feedback_store import FeedbackStore

QUESTION = "出生数の目標は?"


def rows(file: Path) -> list[tuple[Any, ...]]:
    fields = "useful, lang, style, intent, answerable, passages"
    connection = sqlite3.connect(file)
    found = connection.execute(f"SELECT {fields} FROM feedback ORDER BY id").fetchall()  # noqa: S608
    connection.close()
    return found


def test_a_program_gives_a_verdict(client: TestClient, feedback: FeedbackStore) -> None:
    response = client.post("/api/feedback", json={"question": QUESTION, "useful": False})
    assert (response.status_code, response.content) == (204, b"")
    wanted = (0, "ja", "normal", "indicator", 1, '["2-2.indicator.1"]')
    assert rows(feedback.file)[-1] == wanted
    for file in feedback.file.parent.iterdir():
        assert "出生数".encode() not in file.read_bytes()


@pytest.mark.parametrize("useful", ["yes", 2, None])
def test_a_verdict_is_yes_or_no(client: TestClient, useful: Any) -> None:
    given = {"question": QUESTION, "useful": useful}
    status = client.post("/api/feedback", json=given).status_code
    assert status == (204 if useful == "yes" else 422)
    assert client.post("/api/feedback", json={"question": QUESTION}).status_code == 422


def test_the_page_takes_a_verdict_without_script(read: Any, feedback: FeedbackStore) -> None:
    first = read("/", form={"question": QUESTION})
    form = {"history": first.values["history"][0], "useful": first.values["useful"][1]}
    later = read("/", form=form)
    assert "ありがとうございます" in later.text
    assert "828 人" in later.text
    assert rows(feedback.file)[-1][:2] == (0, "ja")
    assert "Thank you" in read("/?lang=en", form=form).text


@pytest.mark.parametrize("useful", ["t1:yes", "t9:no", "t999:yes"])
def test_a_verdict_on_no_answer_is_not_kept(
    read: Any, feedback: FeedbackStore, useful: str
) -> None:
    first = read("/", form={"question": QUESTION})
    count = len(rows(feedback.file)) if feedback.file.exists() else 0
    page = read("/", form={"history": first.values["history"][0], "useful": useful})
    assert "ありがとうございます" not in page.text
    assert len(rows(feedback.file) if feedback.file.exists() else []) == count


@pytest.mark.parametrize("useful", ["t0", "0:yes", "t0:maybe", "t1234:yes", "<script>"])
def test_a_spoilt_verdict_is_bad_input(client: TestClient, useful: str) -> None:
    assert client.post("/", data={"history": "[]", "useful": useful}).status_code == 422


def test_small_talk_is_not_judged(read: Any) -> None:
    assert "useful" not in read("/", form={"question": "こんにちは"}).values


def test_many_writers_lose_nothing(assistant: Assistant, tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / "feedback.sqlite")
    answer = assistant.ask(QUESTION)

    def write() -> None:
        for number in range(10):
            store.add(answer, useful=number % 2 == 0)

    writers = [threading.Thread(target=write) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(rows(store.file)) == 80


def test_the_oldest_give_way(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedback_store, "_MOST", 3)
    store = FeedbackStore(tmp_path / "feedback.sqlite")
    for question in ("出生数は?", "福祉の課題は?", "保護司とは?", "保育料はいくら?"):
        store.add(assistant.ask(question), useful=True)
    assert [row[3] for row in rows(store.file)] == ["list", "definition", "out_of_scope"]


def test_a_process_that_is_killed_leaves_whole_rows(tmp_path: Path) -> None:
    file = tmp_path / "feedback.sqlite"
    program = (
        "import sys; from pathlib import Path; from types import SimpleNamespace as N\n"
        "from web.feedback_store import FeedbackStore\n"
        "answer = N(lang='ja', style='normal', intent=N(value='list'), answerable=True,"
        " citations=())\n"
        "store = FeedbackStore(Path(sys.argv[1]))\n"
        "while True: store.add(answer, True); print('kept', flush=True)\n"
    )
    writer = subprocess.Popen([sys.executable, "-c", program, file], stdout=subprocess.PIPE)
    assert writer.stdout
    for _ in range(20):
        writer.stdout.readline()
    writer.kill()
    rest, _ = writer.communicate()
    confirmed = 20 + len(rest.splitlines())
    assert len(rows(file)) >= confirmed
    assert all(json.loads(row[5]) == [] for row in rows(file))


def test_what_cannot_be_kept_is_said(assistant: Assistant, tmp_path: Path) -> None:
    from web.app import create_app

    (tmp_path / "feedback.sqlite").write_bytes(b"no database" * 100)
    app = create_app(assistant, FeedbackStore(tmp_path / "feedback.sqlite"))
    with TestClient(app) as client:
        given = {"question": QUESTION, "useful": True}
        assert client.post("/api/feedback", json=given).status_code == 503
        form = {"question": QUESTION}
        history = '[{"role": "user", "content": "x"}]'
        assert client.post("/", data={**form, "history": history, "useful": "t0:yes"}).is_success

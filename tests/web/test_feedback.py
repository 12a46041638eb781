"""Verdicts on answers and a word with them: kept whole, without the question, by many writers."""

from __future__ import annotations

import json
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.service import Assistant
from web import feedback_store
from web.feedback_store import FeedbackStore
from web.verdicts import Verdict

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
            store.add(Verdict.on(answer, useful=number % 2 == 0))

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
        store.add(Verdict.on(assistant.ask(question), useful=True))
    assert [row[3] for row in rows(store.file)] == ["list", "definition", "out_of_scope"]


def test_a_process_that_is_killed_leaves_whole_rows(tmp_path: Path) -> None:
    """SIGKILL at several moments: every verdict that was confirmed is there, and none is half."""
    file = tmp_path / "feedback.sqlite"
    program = (
        "import sys; from pathlib import Path\n"
        "from web.feedback_store import FeedbackStore\n"
        "from web.verdicts import Verdict\n"
        "verdict = Verdict('2026-01-01', True, 'ja', 'normal', 'list', True, ('2-1.goal.1',),"
        " 'ok')\n"
        "store = FeedbackStore(Path(sys.argv[1]))\n"
        "while True: store.add(verdict); print('kept', flush=True)\n"
    )
    confirmed = 0
    for before in (1, 7, 20):
        writer = subprocess.Popen([sys.executable, "-c", program, file], stdout=subprocess.PIPE)
        assert writer.stdout
        for _ in range(before):
            writer.stdout.readline()
        writer.kill()
        rest, _ = writer.communicate()
        confirmed += before + len(rest.splitlines())
        kept = FeedbackStore(file).all()
        assert confirmed <= len(kept) <= confirmed + 3
        assert {(one.passages, one.word) for one in kept} == {(("2-1.goal.1",), "ok")}


def test_a_word_is_kept_with_personal_data_masked(
    client: TestClient, feedback: FeedbackStore
) -> None:
    given = {"question": QUESTION, "useful": True, "word": "助かりました。\n090-1234-5678 田中"}
    assert client.post("/api/feedback", json=given).status_code == 204
    assert feedback.all()[-1].word == "助かりました。 〔電話番号〕〔名前〕"
    for file in feedback.file.parent.iterdir():
        assert b"1234" not in file.read_bytes()


@pytest.mark.parametrize("word", ["あ" * 201, "\0", "\ud800", ["a"], 1])
def test_a_word_is_bounded_text(client: TestClient, word: Any) -> None:
    given = json.dumps({"question": QUESTION, "useful": True, "word": word})
    headers = {"content-type": "application/json"}
    assert client.post("/api/feedback", content=given, headers=headers).status_code == 422


def test_the_page_takes_a_word_without_script(read: Any, feedback: FeedbackStore) -> None:
    """Each answer of a conversation has a word of its own; that of the answer judged is kept."""
    first = read("/", form={"question": QUESTION})
    second = read("/", form={"question": "保護司とは?", "history": first.values["history"][0]})
    assert second.values["word_on"] == ["t0", "t2"]
    form = {
        "history": second.values["history"][0],
        "word_on": ["t0", "t2"],
        "word": ["数字が\r\nよい", "ほかの"],
        "useful": "t0:yes",
    }
    assert "ありがとうございます" in read("/", form=form).text
    kept = feedback.all()[-1]
    assert (kept.intent, kept.word) == ("indicator", "数字が よい")
    del form["word_on"]
    read("/", form=form)
    assert feedback.all()[-1].word == ""


def test_a_table_of_an_older_version_gets_its_column(assistant: Assistant, tmp_path: Path) -> None:
    file = tmp_path / "feedback.sqlite"
    connection = sqlite3.connect(file)
    connection.execute(
        "CREATE TABLE feedback (id INTEGER PRIMARY KEY AUTOINCREMENT, day TEXT NOT NULL,"
        " useful INTEGER NOT NULL, lang TEXT NOT NULL, style TEXT NOT NULL, intent TEXT NOT NULL,"
        " answerable INTEGER NOT NULL, passages TEXT NOT NULL)"
    )
    connection.execute(
        "INSERT INTO feedback VALUES (1, '2026-01-01', 0, 'ja', 'normal', 'list', 1, '[]')"
    )
    connection.commit()
    connection.close()
    store = FeedbackStore(file)
    before = Verdict("2026-01-01", False, "ja", "normal", "list", True, (), "")
    after = Verdict.on(assistant.ask(QUESTION), useful=True, word="よい")
    store.add(after)
    assert store.all() == [before, after]


def test_the_file_is_its_owners_alone(assistant: Assistant, tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / "made" / "feedback.sqlite")
    assert store.all() == ()
    assert not store.file.parent.exists()
    store.add(Verdict.on(assistant.ask(QUESTION), useful=True))
    assert [stat.S_IMODE(one.stat().st_mode) for one in store.file.parent.iterdir()] == [0o600]


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

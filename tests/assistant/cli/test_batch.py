"""Questions from a file, answers into another: each line is answered, or named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.cli.batch import read_askings
from assistant.environment import Environment
from assistant.errors import BatchFormatError


@pytest.fixture(autouse=True)
def index(environment: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command here uses the index that the session built."""
    monkeypatch.setenv("MICHISHIRUBE_INDEX", str(environment.index_folder))
    monkeypatch.delenv("MICHISHIRUBE_MODEL", raising=False)
    monkeypatch.delenv("MICHISHIRUBE_PLAN", raising=False)


def test_batch(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        {"id": "a", "question": "出生数は?"},
        {"id": 7, "question": "目標は?", "history": [{"role": "user", "content": "出生数は?"}]},
        {"question": "what is a young carer?", "lang": "auto", "style": "normal"},
        {
            "question": "目標は?",
            "history": [{"role": "user", "content": "出生数は?"}],
            "carry": False,
        },
    ]
    source.write_text("\n".join(json.dumps(line) for line in lines) + "\n\n", encoding="utf-8")
    assert main(["batch", str(source), str(target)]) == 0
    answers = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == ["a", 7, None, None]
    assert all(len(answer["retrieved"]) == 10 for answer in answers[:3])
    assert "828 人" in answers[1]["answer"]
    assert "828 人" not in answers[3]["answer"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON"),
        ("[]", "expected a JSON object"),
        ('{"id": 1}', "question: expected a text"),
        ('{"question": "a", "lang": "fr"}', "lang: expected auto, ja or en"),
        ('{"question": "a", "style": 1}', "style: expected normal or plain"),
        ('{"question": "a", "carry": "no"}', "carry: expected true or false"),
        ('{"question": "a", "history": {}}', "history: expected a list"),
        ('{"question": "a", "history": [{"role": "system", "content": ""}]}', "history: expected"),
    ],
)
def test_a_batch_line_that_cannot_be_used(
    line: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"question": "a"}\n' + line + "\n", encoding="utf-8")
    assert main(["batch", str(source), str(target)]) == 2
    assert f"in.jsonl, line 2: {message}" in capsys.readouterr().err
    assert not target.exists()


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("[" * 100_000, "not JSON"),
        ('{"question": ' + "9" * 5000 + "}", "not JSON"),
        ('{"question": "\\ud800"}', "question: text with NUL or a lone surrogate"),
        ('{"question": "a\\u0000"}', "question: text with NUL or a lone surrogate"),
        (json.dumps({"question": "あ" * 2001}), "question: text of more than 2000 characters"),
        (
            json.dumps({"question": "a", "history": [{"role": "user", "content": "あ" * 8001}]}),
            "history: text of more than 8000 characters",
        ),
        ('{"question": "a", "id": "\\ud800"}', "id: text with NUL or a lone surrogate"),
    ],
)
def test_a_hostile_line_of_a_batch_is_named(tmp_path: Path, line: str, wrong: str) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text('{"question": "a"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(BatchFormatError, match=f"in.jsonl, line 2: {wrong}"):
        list(read_askings(file))

"""The command line, as a program that is called."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.environment import Environment
from corpus.parse import bundled_plan_path


@pytest.fixture(autouse=True)
def index(environment: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command here uses the index that the session built."""
    monkeypatch.setenv("MICHISHIRUBE_INDEX", str(environment.index_folder))
    monkeypatch.delenv("MICHISHIRUBE_MODEL", raising=False)
    monkeypatch.delenv("MICHISHIRUBE_PLAN", raising=False)


def test_ask_as_a_process() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "ask", "出生数の目標は?"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "828 人" in done.stdout
    assert "2-2.indicator.1" in done.stdout


def test_who_reads_on_no_longer_is_no_failure() -> None:
    command = [sys.executable, "-m", "assistant", "plan", "show", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as shown:
        assert shown.stdout
        assert shown.stderr
        shown.stdout.read(10)
        shown.stdout.close()
        assert shown.stderr.read() == b""
    assert shown.returncode == 0


def test_ask_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "what supports carers?", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["lang"] == "en"
    assert answer["citations"][0]["en"]["text"]


def test_an_honest_no_is_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "燃えるごみの日は?"]) == 0
    assert "書かれていません" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["ask"], ["nothing"], [], ["plan", "show", "--lines"]])
def test_bad_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask", "  "], "the question is empty"),
        (["plan", "show", "9-9"], "no section 9-9; there are 2-1, 2-2, 2-3, 2-4, 2-5"),
        (["batch", "none.jsonl", "out.jsonl"], "none.jsonl"),
        (["eval", "none.jsonl"], "none.jsonl"),
    ],
)
def test_bad_input(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err.strip()
    assert message in error
    assert "\n" not in error


def test_plan_show_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "show", "--json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    assert plan["counts"] == {
        "sections": 5,
        "initiatives": 20,
        "partners": 16,
        "indicators": 27,
        "footnotes": 7,
    }
    births = plan["sections"][1]["indicators"][0]
    assert births["latest"] == {
        "text": "785 人 (2024 年度)",
        "value": 785,
        "unit": "人",
        "year": 2024,
    }
    assert births["target"]["value"] == 828
    assert births["lines"] == [151, 151]


def test_plan_show_a_section(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "show", "2-5"]) == 0
    shown = capsys.readouterr().out
    assert "[2-5.initiative.2]" in shown
    assert "[2-4" not in shown


@pytest.mark.parametrize("question", ["あ" * 2001, "a\udcff"])
def test_a_hostile_question_on_the_command_line(
    question: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", question]) == 2
    assert "michishirube: the question: text " in capsys.readouterr().err


def test_index_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MICHISHIRUBE_INDEX", str(tmp_path / "index"))
    assert main(["index", "verify"]) == 2
    assert "there is no index" in capsys.readouterr().err
    assert main(["index", "build"]) == 0
    assert main(["index", "verify"]) == 0
    assert main(["index", "info"]) == 0
    assert "105 passages" in capsys.readouterr().out


def test_a_missing_index_is_built_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MICHISHIRUBE_INDEX", str(tmp_path / "index"))
    assert main(["ask", "出生数は?"]) == 0
    told = capsys.readouterr()
    assert "785 人" in told.out
    assert "building it now" in told.err


def test_what_lies_beside_the_plan_is_checked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["plan", "check"]) == 0
    assert capsys.readouterr().out.count("complete and fresh") == 3
    for file in bundled_plan_path().parent.iterdir():
        text = file.read_text(encoding="utf-8")
        changed = text.replace("785 人", "786 人") if file.name == "plan.txt" else text
        (tmp_path / file.name).write_text(changed, encoding="utf-8")
    monkeypatch.setenv("MICHISHIRUBE_PLAN", str(tmp_path / "plan.txt"))
    assert main(["plan", "check"]) == 2
    assert capsys.readouterr().out.count("  stale: 2-2.indicator.1\n") == 3


def test_what_a_new_plan_changes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    new = tmp_path / "new.txt"
    text = bundled_plan_path().read_text(encoding="utf-8")
    first = "① 包括的支援体制を整備します"
    assert first in text
    changed = text.replace("785 人", "790 人").replace(first, "① 相談の体制を整備します")
    new.write_text(changed, encoding="utf-8")
    assert main(["plan", "check", str(new)]) == 0
    told = capsys.readouterr().out
    assert (
        "changed 2-2.indicator.1 (line 151): 出生数\n  latest: 785 人 (2024 年度) -> 790 人" in told
    )
    assert (
        "reworded 2-1.initiative.1 (lines 38-40)\n  - ① 包括的支援体制を整備します 高齢者" in told
    )
    assert "\n  + ① 相談の体制を整備します 高齢者" in told
    for file in ("en.toml", "plain.toml", "asks.toml"):
        assert f"{file} (taken over): to be mended\n  stale: 2-1.initiative.1\n  stale: 2-2" in told
    assert main(["plan", "check", str(bundled_plan_path())]) == 0
    told = capsys.readouterr().out
    assert "nothing changed" in told
    assert told.count("(beside the new plan): complete and fresh") == 3


def test_a_new_plan_that_cannot_be_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    new = tmp_path / "new.txt"
    new.write_bytes("章\n\n9-1 空\n\n".encode() + b"\xff\xfe\n")
    for action in ("check", "adopt"):
        assert main(["plan", action, str(new)]) == 2
        error = capsys.readouterr().err
        assert "new.txt, line 5: expected text in UTF-8" in error
        assert error.count("\n") == 1


def test_adopt_and_revert(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MICHISHIRUBE_INDEX", str(tmp_path / "var" / "index"))
    new = tmp_path / "new.txt"
    text = bundled_plan_path().read_text(encoding="utf-8")
    new.write_text(text.replace("785 人", "790 人"), encoding="utf-8")
    assert main(["plan", "adopt", str(new)]) == 0
    assert "adopted as 0001-" in capsys.readouterr().out
    assert main(["plan", "show", "2-2"]) == 0
    assert "790 人" in capsys.readouterr().out
    assert main(["plan", "adopt", str(new)]) == 0
    assert "nothing is done" in capsys.readouterr().out
    assert main(["index", "verify"]) == 0
    assert main(["plan", "revert"]) == 0
    assert "back to the bundled plan" in capsys.readouterr().out
    assert main(["plan", "revert"]) == 2

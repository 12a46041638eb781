"""Answers on a terminal: how a question was understood, and a conversation."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from staged import CHOICES, DISTRESS, WHICH, Staged

from assistant.cli.terminal import chat, print_answer
from assistant.dialogue.turn import Turn
from assistant.service import Assistant


class Terminal(io.StringIO):
    """What is written to a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="module")
def staged(assistant: Assistant) -> Staged:
    return Staged(assistant.sources, assistant.index, assistant.models)


def converse(
    staged: Staged,
    said: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> str:
    """What a conversation of these lines writes."""
    lines: Iterator[str] = iter(said)

    def typed(_: str) -> str:
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", typed)
    chat(staged, None)
    return capsys.readouterr().out


def test_the_first_line_tells_how_the_question_was_understood(staged: Staged) -> None:
    history = [Turn("user", "福祉の課題は?")]
    answer, out = staged.ask("現状は?", history), io.StringIO()
    print_answer(answer, out)
    first = "読み取り: 福祉の課題は? → 現状は? (前から引き継ぎ: 福祉、課題)"
    assert out.getvalue().splitlines()[0] == first
    terminal = Terminal()
    print_answer(answer, terminal)
    assert terminal.getvalue().splitlines()[0] == f"\x1b[2m{first}\x1b[0m"
    english = io.StringIO()
    print_answer(staged.ask("what supports carers?"), english)
    assert english.getvalue().startswith("Understood as: what supports carers?\n")


def test_care_comes_first_for_who_is_in_distress(staged: Staged) -> None:
    out = io.StringIO()
    print_answer(staged.ask(DISTRESS), out)
    assert out.getvalue().startswith("おつらいことと思います")


def test_the_greeting_tells_how_to_let_go(
    staged: Staged, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    greeting = converse(staged, [], monkeypatch, capsys)
    assert greeting.count("- ") == greeting.count("/new") == 2


@pytest.mark.parametrize("letting_go", ["- 現状は?", "-現状は?", "ー現状は?", "/new 現状は?"])
def test_what_was_said_is_let_go(
    letting_go: str,
    staged: Staged,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = ["福祉の課題は?", "現状は?", letting_go, "目標は?"]
    out = converse(staged, said, monkeypatch, capsys).splitlines()
    readings = [line.split(": ", 1)[1] for line in out if line.startswith("読み取り: ")]
    assert [one.partition(" (")[0] for one in readings] == [
        "福祉の課題は?",
        "福祉の課題は? → 現状は?",
        "現状は?",
        "現状は? → 目標は?",
    ]


@pytest.mark.parametrize("nothing", ["-", "/new", "  "])
def test_nothing_is_asked_by_letting_go_alone(
    nothing: str,
    staged: Staged,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "読み取り" not in converse(staged, [nothing], monkeypatch, capsys)


def test_a_choice_is_made_by_its_number(
    staged: Staged, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = converse(staged, [WHICH, "1", "福祉の課題は?", "/newspaper"], monkeypatch, capsys)
    assert f"番号でお選びください:\n  1. {CHOICES[0]}" in out
    assert f"読み取り: {WHICH} → {CHOICES[0]}" in out
    assert "785 人" in out
    assert "→ /newspaper" in out
    numbered = converse(staged, [WHICH, "- 1"], monkeypatch, capsys)
    assert f"読み取り: {CHOICES[0]}" in numbered

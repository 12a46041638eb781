"""A person in distress is told first whom to call; a topic is not mistaken for distress."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from assistant.errors import HelpLinesFormatError
from assistant.safety.help_lines import bundled_help_lines, read_help_lines
from assistant.service import Assistant

FILE = (resources.files("assistant.safety") / "help_lines.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("死にたい", "0120-279-338"),
        ("もう生きているのがつらいです", "0120-061-338"),
        ("父に殴られています", "189"),
        ("家で暴力を受けている", "0120-279-889"),
        ("I want to kill myself", "0120-279-338"),
        ("My husband hits me", "0120-279-889"),
    ],
)
def test_the_lines_come_first(assistant: Assistant, said: str, number: str) -> None:
    answer = assistant.ask(said)
    assert number in answer.text.splitlines()[0]
    assert "110" in answer.text.splitlines()[0]


@pytest.mark.parametrize(
    "question",
    [
        "虐待されている子への支援は?",
        "自殺死亡率の目標は?",
        "自殺を防ぐ取組は?",
        "暴力を受けた人を守る体制はありますか",
        "What does the plan do about abuse?",
        "What is the suicide rate?",
    ],
)
def test_a_topic_is_not_distress(assistant: Assistant, question: str) -> None:
    assert "110" not in assistant.ask(question).text


def test_the_plans_passage_is_cited_too(assistant: Assistant) -> None:
    answer = assistant.ask("死にたい")
    assert "2-3.initiative.4" in [citation.passage.id for citation in answer.citations]


def test_every_line_has_a_source_and_a_day() -> None:
    lines = [line for kind in bundled_help_lines().lines.values() for line in kind]
    assert len(lines) == len(tomllib.loads(FILE)["lines"])
    assert all(line.source and line.checked.year >= 2020 for line in lines)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('number = "189"\n', "", "number"),
        ("date = 2022-06-13", 'date = "soon"', "date"),
        ("[lead]", "[laed]", "lead"),
        ('for = "abuse"', 'for = "abused"', "abused"),
        ("'死にたい'", "'死にたい('", "help.toml"),
        ("[end]", "[end", "help.toml"),
    ],
)
def test_what_cannot_be_read_is_named(old: str, new: str, named: str) -> None:
    assert old in FILE
    with pytest.raises(HelpLinesFormatError, match=named):
        read_help_lines(FILE.replace(old, new), "help.toml")

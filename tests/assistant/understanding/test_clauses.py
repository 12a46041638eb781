"""Several questions in one text are parted where one ends and the next begins."""

from __future__ import annotations

import pytest

from assistant.understanding.clauses import clauses


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("福祉の課題は? それと、出生数は?", ("福祉の課題は?", "出生数は?")),
        ("出生数の目標と、保護司とは何かを教えて", ("出生数の目標", "保護司とは何かを教えて")),
        (
            "福祉の課題は?\n健康の課題は?\n教育の課題は?",
            ("福祉の課題は?", "健康の課題は?", "教育の課題は?"),
        ),
        (
            "What is the target, and what is a hogoshi?",
            ("What is the target", "what is a hogoshi?"),
        ),
        ("福祉と健康の課題は?", ()),
        ("出生数は?", ()),
        ("あ? い? う?", ()),
        ("一つ目です。二つ目です。三つ目です。四つ目です。", ()),
        ("", ()),
    ],
)
def test_where_one_question_ends(text: str, parts: tuple[str, ...]) -> None:
    assert clauses(text) == parts

"""What a question rejects before it says what it asks for is left out."""

from __future__ import annotations

import pytest

from assistant.understanding.contrast import without_rejected


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("指標じゃなくて、取組のほう", "取組のほう"),
        ("2-1 ではなくて 2-2", "2-2"),
        ("サポーターやのうて、ボランティアのこと", "ボランティアのこと"),
        ("こどもだけじゃなくて大人も?", "こどもだけじゃなくて大人も?"),
        ("お金がなくて困っています", "お金がなくて困っています"),
        ("「孤立ではなくて」はどこ", "「孤立ではなくて」はどこ"),
        ("そうじゃなくて", "そうじゃなくて"),
        ("", ""),
    ],
)
def test_what_is_left(text: str, left: str) -> None:
    assert without_rejected(text) == left

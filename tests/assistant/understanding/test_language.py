"""The language of a text is told by its letters, words that are quoted aside."""

from __future__ import annotations

import pytest

from assistant.answer import Language
from assistant.understanding.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("出生数は?", "ja"),
        ("How many births?", "en"),
        ("ICTとは?", "ja"),
        ("What does 保護司 mean in the plan?", "en"),
        ("Show me every passage where the word 「災害」 appears.", "en"),
        ("CSVで", "ja"),
        ("ﾔﾝｸﾞｹｱﾗｰ", "ja"),
        ("2-1", "ja"),
        ("???", "ja"),
        ("", "ja"),
    ],
)
def test_the_language_of_a_text(text: str, language: Language) -> None:
    assert language_of(text) == language

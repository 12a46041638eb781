"""Nothing of a question is left in memory once it is answered."""

from __future__ import annotations

import gc

import pytest

from assistant.dialogue.turn import Turn
from assistant.service import Assistant

# A word that stands in no plan, put together only where it is asked.
LETTERS = "mbaqwrolyz"


@pytest.mark.parametrize(
    ("frame", "history"),
    [
        ("{}への支援を教えてください", ""),
        ("{}とは何ですか", ""),
        ("「{}」の語が出てくる箇所を全部", ""),
        ("{}の人数の目標は?", ""),
        ("{}と出生数はどちらが多いですか", ""),
        ("それは?", "{}のための取組は?"),
        ("{}のほうは?", "子育ての支援は?"),
        ("What does the plan say about {}?", ""),
        ("福祉の{}の課題を表にして", ""),
        ("{}について3行でまとめて", ""),
        ("{}は福祉のパートナーですか", ""),
        ("{}を下げるための取組は?", ""),
        ("{}で死にたいです", ""),
        ("そのうち{}のものだけ", "福祉の取組は?"),
        ("もっと詳しく", "{}への支援は?"),
        ("英語で", "{}とは何ですか"),
    ],
)
def test_nothing_of_a_question_is_reachable_after_its_answer(
    assistant: Assistant, frame: str, history: str
) -> None:
    word = LETTERS[::-1]
    turns = [Turn("user", history.format(word)), Turn("assistant", word)] if history else []
    answer = assistant.ask(frame.format(word), turns)
    assert word in answer.question + "".join(turn.content for turn in turns)
    del answer, turns
    gc.collect()
    left = {
        one
        for holder in gc.get_objects()
        for one in gc.get_referents(holder)
        if type(one) is str and word in one.lower()
    }
    assert left == {word}

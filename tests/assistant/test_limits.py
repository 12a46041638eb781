"""The longest questions that may be put: none costs much more than an honest one of its length."""

from __future__ import annotations

import time

import pytest

from assistant.dialogue.turn import Turn
from assistant.limits import LONGEST_QUESTION, LONGEST_TURN, as_read, fault_of
from assistant.service import Assistant
from index.morphology import normalise

# Before runs of digits were cut and letters counted as what they stand for, it was up to 48.
MOST_TIMES_AN_HONEST_ONE = 10
HOSTILE = [
    "1",
    "〇",
    "①",
    "ー",
    "「",
    "人",
    "あという語",
    "fukushi ",
    "a-",
    "e\u0301\u0316",
    "㌖",
    "ﷺ",
]


def cost(assistant: Assistant, question: str) -> float:
    """The processor's time that the answer takes, the least of two."""
    taken = []
    for _ in range(2):
        started = time.thread_time()
        assistant.ask(question)
        taken.append(time.thread_time() - started)
    return min(taken)


def filled(unit: str) -> str:
    """The longest question of `unit` alone that may be put."""
    longest = unit * (LONGEST_QUESTION // len(unit))
    while fault_of(longest, LONGEST_QUESTION):
        longest = longest[: len(longest) // 2]
    return longest


def test_no_hostile_question_costs_much_more_than_an_honest_one(assistant: Assistant) -> None:
    honest = "".join(passage.text for passage in assistant.plan.passages)[:LONGEST_QUESTION]
    assistant.ask("出生数は?")
    most = MOST_TIMES_AN_HONEST_ONE * cost(assistant, honest)
    dear = {unit: cost(assistant, filled(unit)) for unit in HOSTILE}
    assert {unit: spent for unit, spent in dear.items() if spent > most} == {}


def test_what_is_read_is_bounded() -> None:
    assert as_read("出生数は?") == "出生数は?"
    assert as_read("2024年の123人") == "2024年の123人"
    assert as_read("1" * 1000 + "人") == "1" * 20 + "人"
    for unit in HOSTILE:
        assert len(normalise(as_read(unit * LONGEST_TURN, 600))) <= 2 * 600


def test_a_letter_is_as_long_as_what_it_stands_for() -> None:
    assert fault_of("あ" * 2000, 2000) == ""
    assert fault_of("あ" * 2001, 2000) == "text of more than 2000 characters"
    assert fault_of("ﷺ" * 200, 2000) == "text of more than 2000 characters"
    assert fault_of("a\0", 2000) == fault_of("\ud800", 2000) == "text with NUL or a lone surrogate"


@pytest.mark.parametrize("unit", ["9", "令和9年", "9年前 "])
def test_numbers_of_thousands_of_digits(assistant: Assistant, unit: str) -> None:
    """The program asks no more of a question than that it is a text."""
    history = (Turn("user", "出生数は?"), Turn("assistant", unit * 9000))
    for text in (f"{unit * 9000}人以上の指標は?", f"{unit * 9000}年前の出生数は?"):
        assert assistant.ask(text, history).text

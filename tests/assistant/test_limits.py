"""The longest questions that may be put: none costs much more than an honest one of its length."""

from __future__ import annotations

from random import Random

import pytest
from cost_ratios import MOST_TIMES_AN_HONEST_ONE, CostRatios
from costly_questions import Asked, costly, drawn, filled

from assistant.dialogue.turn import Turn
from assistant.limits import LONGEST_QUESTION, LONGEST_TURN, as_read, fault_of
from assistant.service import Assistant
from index.morphology import normalise

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


# Each took 7 to 12 times an honest question, the first without end where it is a little longer.
ONCE_DEAR = [
    Asked("verbs after a topic", "献立" + "の泳ぐ" * 23 + "の?", ()),
    Asked("one ideograph", filled("鎌", LONGEST_QUESTION, "目標と、{}の違いは何ですか"), ()),
    Asked("a latin topic", filled("évs", LONGEST_QUESTION, "({})"), ()),
    Asked("quoted numbers", drawn(Random(1), "number", "「{}」と", LONGEST_QUESTION, "({})"), ()),
]
TURNS = (0, 0, 0, 0, 1)


@pytest.fixture(scope="module")
def ratios(assistant: Assistant) -> CostRatios:
    return CostRatios.measured(assistant, TURNS)


@pytest.mark.parametrize("asked", ONCE_DEAR, ids=lambda one: one.made_of)
def test_what_was_dear_is_no_more(ratios: CostRatios, asked: Asked) -> None:
    assert ratios.of(asked) <= MOST_TIMES_AN_HONEST_ONE


def test_no_question_costs_much_more_than_an_honest_one(ratios: CostRatios) -> None:
    """Some of what `make costs` tries."""
    hostile = [Asked(unit, filled(unit, LONGEST_QUESTION), ()) for unit in HOSTILE]
    tried = [*hostile, *costly(30, 1, TURNS)]
    dear = {one.made_of: ratios.of(one) for one in tried}
    assert {how: times for how, times in dear.items() if times > MOST_TIMES_AN_HONEST_ONE} == {}


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

"""Numbers of a question: rules read their examples, in any script, in time linear in the text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.limits import LONGEST_QUESTION
from assistant.understanding.delexicalise import prepared
from assistant.understanding.quantities import RULES, Measure, Quantity, Rule, quantities
from assistant.understanding.query import Interval

EXAMPLES = [(rule, *example) for rule in RULES for example in rule.examples]
REPEATED = {constants.MAX_REPEAT, constants.MIN_REPEAT}
# What rules begin with, end with, and match again and again.
UNITS = (
    "1", "1 ", "1,000", "1.", "-1", "1人", "80%以上", "80%から", "半分", "〔3〕", "注1", "3番目",
    "ひとつ", "一", "ワースト3", "100字", "3歳", "2-year-old ", "令和", "令和7年", "r7", "'24",
    "2024年度", "top three ", "from 1 to ", "at least ", "以上", "年", "\u3000", "①", "¹", "〇",
)  # fmt: skip
# Twice the text is twice the work, and a little for what stands at its ends.
MOST_OF_TWICE = 2.2


@pytest.mark.parametrize(("rule", "text", "value"), EXAMPLES, ids=[text for _, text, _ in EXAMPLES])
def test_every_example_is_read_as_it_says(rule: Rule, text: str, value: float) -> None:
    matched = rule.pattern.search(text)
    assert matched
    by_rule = rule.read(matched)
    assert by_rule is not None
    assert by_rule.value == value
    for written in (text, prepared(text)):
        told = [(one.measure, one.value) for one in quantities(written)]
        assert told == [(by_rule.measure, value)]


def test_every_rule_has_an_example() -> None:
    assert all(rule.examples for rule in RULES)
    measured = {one.measure for _, text, _ in EXAMPLES for one in quantities(text)}
    assert measured == set(Measure) - {Measure.SECTION}


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("80%以上", Interval(low=80)),
        ("80%以下", Interval(high=80)),
        ("80%未満", Interval(high=80, high_open=True)),
        ("80%に届いていない", Interval(high=80, high_open=True)),
        ("80%を超える", Interval(low=80, low_open=True)),
        ("80%より低い", Interval(high=80, high_open=True)),
        ("80%台", Interval(80, 90, high_open=True)),
        ("80%", Interval(80, 80)),
        ("80%以上90%未満", Interval(80, 90, high_open=True)),
        ("80%から90%まで", Interval(80, 90)),
        ("3割以上5割未満", Interval(30, 50, high_open=True)),
        ("100人〜200人", Interval(100, 200)),
        ("半分以上", Interval(low=50)),
        ("at least 90%", Interval(low=90)),
        ("90% or more", Interval(low=90)),
        ("no more than 90%", Interval(high=90)),
        ("more than 90%", Interval(low=90, low_open=True)),
        ("less than 90%", Interval(high=90, high_open=True)),
        ("between 10 and 20 people", Interval(10, 20)),
        ("under half", Interval(high=50, high_open=True)),
        ("2023年度以降", Interval(low=2023)),
        ("令和5年以前", Interval(high=2023)),
        ("2024年度より前", Interval(high=2024, high_open=True)),
        ("令和5年から令和7年", Interval(2023, 2025)),
        ("since 2023", Interval(low=2023)),
        ("3歳以上", Interval(low=3)),
        ("1歳未満", Interval(high=1, high_open=True)),
        ("3 years old and over", Interval(low=3)),
    ],
)
def test_both_ends_of_a_bound_are_read(text: str, interval: Interval) -> None:
    assert [one.interval for one in quantities(prepared(text))] == [interval]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("3割", "%"), ("80 percent", "%"), ("20名", "人"), ("20 people", "人"), ("5件", "件"),
        ("1.6歳", "歳"), ("1,234.5 ha", "ha"), ("80", None),
    ],
)  # fmt: skip
def test_a_unit_is_written_as_the_plan_writes_it(text: str, unit: str | None) -> None:
    assert [one.unit for one in quantities(prepared(text))] == [unit]


def test_bounds_that_exclude_each_other_stay_two() -> None:
    told = quantities("20%以下または80%以上")
    assert [one.interval for one in told] == [Interval(high=20), Interval(low=80)]


IDEOGRAPHS = "〇一二三四五六七八九"
ERAS = {"令和": (2019, 2099), "平成": (1989, 2019), "昭和": (1926, 1989)}


def in_ideographs(number: int) -> str:
    """The number as it is written in a text: 二千百五."""
    written = ""
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            written += ("" if digit == 1 and unit else IDEOGRAPHS[digit]) + unit
    return written or IDEOGRAPHS[0]


def scripts(number: int) -> Iterator[str]:
    """The number in every script."""
    yield str(number)
    yield f"{number:,}"
    yield str(number).translate({ord("0") + n: chr(ord("０") + n) for n in range(10)})
    yield "".join(IDEOGRAPHS[int(digit)] for digit in str(number))
    yield in_ideographs(number)


@given(st.integers(0, 9999))
def test_a_number_is_the_same_in_every_script(number: int) -> None:
    for written in scripts(number):
        for ending, interval in (
            ("人", Interval(number, number)),
            ("人以上", Interval(low=number)),
            ("件未満の指標", Interval(high=number, high_open=True)),
        ):
            told = quantities(prepared(written + ending))
            assert [(one.measure, one.interval) for one in told] == [(Measure.NUMBER, interval)]
            assert (told[0].start, told[0].unit) == (0, ending[0])


@given(st.integers(0, 10**7), st.integers(0, 999))
def test_a_decimal_is_the_same_in_every_width(whole: int, part: int) -> None:
    value = float(f"{whole}.{part:03}")
    for written in (f"{whole}.{part:03}%", f"{whole:,}.{part:03}%", f"{whole}．{part:03}％"):
        assert [(one.value, one.unit) for one in quantities(prepared(written))] == [(value, "%")]


@pytest.mark.parametrize("era", ERAS)
def test_a_year_is_the_same_in_every_calendar(era: str) -> None:
    first, last = ERAS[era]
    for year in range(first, last + 1):
        count = year - first + 1
        ways = [
            f"{era}{count}年度",
            f"{era}{in_ideographs(count)}年",
            f"西暦{year}年",
            f"{year}年度",
        ]
        ways += [f"{era}元年"] if count == 1 else []
        for written in ways:
            told = quantities(prepared(written))
            assert [(one.measure, one.value) for one in told] == [(Measure.YEAR, year)], written


@given(st.integers(1, 20))
def test_the_place_of_an_item_is_the_same_in_every_script(place: int) -> None:
    circled = chr(ord("①") + place - 1)
    for written in (circled, f"{place}番目", f"{in_ideographs(place)}番目", f"{place}つ目"):
        told = quantities(prepared(f"福祉の{written}の取組"))
        assert [(one.measure, one.value) for one in told] == [(Measure.ITEM, place)], written


@given(st.lists(st.sampled_from(UNITS) | st.text(max_size=4), max_size=30).map("".join))
def test_whatever_is_said_quantities_lie_apart_and_in_order(said: str) -> None:
    text = prepared(said)
    end = 0
    for one in quantities(text):
        assert end <= one.start < one.end <= len(text)
        low, high = one.interval.low, one.interval.high
        assert low is not None or high is not None
        assert low is None or high is None or low <= high
        end = one.end


def work(text: str) -> int:
    """How many calls, returns and steps of generators it takes to read `text`."""
    counted = 0

    def count(frame: FrameType, event: str, of: object) -> None:
        nonlocal counted
        counted += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        quantities(text)
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize("unit", UNITS)
def test_a_text_twice_as_long_takes_twice_the_work(unit: str) -> None:
    longest = (unit * LONGEST_QUESTION)[:LONGEST_QUESTION]
    of_half, of_whole = work(prepared(longest[: len(longest) // 2])), work(prepared(longest))
    assert of_whole <= MOST_OF_TWICE * of_half


def endless(parsed: Any) -> Iterator[Any]:
    """What is repeated without an end in a parsed expression, what lies within that included."""
    for operation, argument in parsed:
        inner: list[Any] = []
        if operation in REPEATED:
            inner = [argument[2]]
            if argument[1] is constants.MAXREPEAT:
                yield argument[2]
        elif operation is constants.BRANCH:
            inner = argument[1]
        elif operation in (constants.SUBPATTERN, constants.ASSERT, constants.ASSERT_NOT):
            inner = [argument[-1]]
        for one in inner:
            yield from endless(one)


def test_nothing_repeats_without_end_but_white_space_and_digits() -> None:
    """What repeats within what repeats would be tried in every way to part the text.

    White space is single in a prepared text, and a number has twenty digits at most.
    """
    assert "  " not in prepared("注" + " " * 500 + "1")
    allowed = {str(one) for one in endless(parser.parse(r"\s*\d+(?:,\d{3})+"))}
    assert len(allowed) == 3
    assert len([*endless(parser.parse("(?:a+)+"))]) == 2
    for rule in RULES:
        found = [*endless(parser.parse(rule.pattern.pattern))]
        assert {str(one) for one in found} <= allowed
        assert not [inner for one in found for inner in endless(one)]


def read(text: str) -> tuple[Quantity, ...]:
    return quantities(prepared(text))


def test_footnotes_and_items_survive_normalising() -> None:
    """NFKC alone would make 109 of 10⁹ and 1 of ①."""
    assert [(one.measure, one.value) for one in read("ケアラー¹⁰とは")] == [(Measure.NOTE, 10)]
    assert [(one.measure, one.value) for one in read("福祉の③と④")] == [
        (Measure.ITEM, 3),
        (Measure.ITEM, 4),
    ]

"""Numbers written in ideographs → digits, where they count something: 一歳 → 1歳, 百% → 100%."""

from __future__ import annotations

import re

from index.morphology import normalise
from index.once import of_plan, once

_DIGITS = {**{letter: n for n, letter in enumerate("〇一二三四五六七八九")}, "零": 0, "ゼロ": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_COUNTED = re.compile(
    r"(ゼロ|零|[〇一二三四五六七八九十百千]{1,20})(?=歳|才|回|人(?!ひとり|一人)|件|年|か月|ヶ月|カ月|割|%|パーセント|ポイント|番目|つ目)"
)
# What counts, in kana after a number or after なん, which asks for one.
_IN_KANA = {
    "ぱーせんと": "パーセント", "ぽいんと": "ポイント", "さいじ": "歳児", "さい": "歳",
    "にん": "人", "けん": "件", "ねん": "年", "がつ": "月", "にち": "日", "かいめ": "回目",
    "かい": "回", "わり": "割", "さつ": "冊", "じ": "時", "こ": "個",
}  # fmt: skip
_COUNTER_IN_KANA = re.compile(rf"(なん|何|(?<=\d))\s*({'|'.join(_IN_KANA)})(?![うくんゃゅょ])")
_ZERO = re.compile(r"(?<![ァ-ヺー])ゼロ(?![ァ-ヺー])|(?<![ぁ-ゖ])ぜろ|(?<=が)ぜろ|\bzero\b")
_ENGLISH = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_AGE_IN_ENGLISH = re.compile(
    rf"(?<=\bage )(?:{'|'.join(_ENGLISH)})\b|(?<=\baged )(?:{'|'.join(_ENGLISH)})\b"
    rf"|\b(?:{'|'.join(_ENGLISH)})(?=[- ]years?[- ]olds?\b)"
)
_NUMBERS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_PERCENT = re.compile(r"(?<=[\d何])\s*パー(?:セント)?(?![ァ-ヶ])")


@once
def with_digits(text: str) -> str:
    """Return `text`, normalised, with the numbers that count something in digits.

    >>> with_digits("週一回、百パーセント、ゼロ歳児、二十一人、一人ひとり")
    '週1回、100%、0歳児、21人、一人ひとり'
    >>> with_digits("nursery for one-year-olds")
    'nursery for 1-year-olds'
    """
    text = _COUNTER_IN_KANA.sub(_counter, text)
    digits = _COUNTED.sub(lambda match: str(_value(match[1])), text)
    digits = _ZERO.sub("0", digits)
    digits = _AGE_IN_ENGLISH.sub(lambda match: str(_ENGLISH.index(match[0])), digits)
    return _PERCENT.sub("%", digits)


def _counter(match: re.Match[str]) -> str:
    return ("何" if match[1] else "") + _IN_KANA[match[2]]


def _value(written: str) -> int:
    if written in _DIGITS:
        return _DIGITS[written]
    total, digit = 0, 0
    for letter in written:
        if letter in _UNITS:
            total += max(digit, 1) * _UNITS[letter]
            digit = 0
        else:
            digit = digit * 10 + _DIGITS[letter]
    return total + digit


@of_plan
def numbers_in(text: str) -> frozenset[float]:
    """Return the numbers that a text of the plan has.

    >>> sorted(numbers_in("約 250 人、1,200件、3.4歳"))
    [3.4, 250.0, 1200.0]
    """
    found = _NUMBERS.findall(with_digits(normalise(text)))
    return frozenset(float(number.replace(",", "")) for number in found)


@of_plan
def numbers_of_plan(lines: tuple[str, ...]) -> frozenset[float]:
    """Return the numbers that the lines of a plan have."""
    return numbers_in("\n".join(lines))

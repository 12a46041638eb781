"""What a passage's own text can answer: a number, a date, a place, a price, a procedure …

Each check reads the plan, never the question: what a question needs is its `AnswerType`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.understanding.delexicalise import prepared
from assistant.understanding.quantities import Measure, quantities
from assistant.understanding.query import AnswerType, Interval
from corpus.footnotes import without_markers
from corpus.plan import Kind, Passage
from index.morphology import morphemes
from index.once import of_plan

# What counts or measures nothing where it stands behind a number.
_NO_UNIT = "年月日号条項章節版期代時分"
_NUMBER = re.compile(rf"\d[\d,.]*\s*(?:[%％]|(?![{_NO_UNIT}])[一-龯々ァ-ヶ])|[一-龯]分の[一-龯]")
_HOLDS: dict[AnswerType, re.Pattern[str]] = {
    AnswerType.NUMBER: _NUMBER,
    AnswerType.DATE: re.compile(
        r"\d\s*(?:年度?|か月|カ月|ヶ月|月|日|時)(?!間)|(?:令和|平成|昭和|大正|明治)\s*[\d元]"
        r"|毎[年月週日]|[一-龯]曜|\d\s*歳|期(?:から|まで)|過去\s*\d+\s*年"
    ),
    AnswerType.PLACE: re.compile(
        r"丁目|番地|所在地|会場|(?:公民|図書|体育|会|博物|美術|文学)館|センター|公園|海岸|[一-龯]駅"
        r"|市役所|支所|窓口|において|(?:身近|近く)な?の?(?:場所|地域)"
    ),
    AnswerType.PERSON: re.compile(
        r"[一-龯](?:者|員|司|(?<![社機])会|士|師|課|係|局|庁|省)(?![一-龯])|市長|大臣|団体|機関|事業所|センター"
        r"|大学|学校|保育所|幼稚園|警察|病院|法人|企業|チーム|クラブ"
    ),
    AnswerType.PRICE: re.compile(r"\d\s*[千万億]?円|無料|無償|有料|給与|報酬|料金|手当|負担額"),
    AnswerType.PROCEDURE: re.compile(r"申請|申し?込|手続|届け?出|予約|受け?付け?|提出|様式|登録"),
    AnswerType.CONTACT: re.compile(r"\d{2,}-\d{2,}|電話番号|@|https?://|ファク|フリーダイヤル"),
    AnswerType.REASON: re.compile(
        r"により|によって|による|背景|ことから|ため、|に伴|原因|要因|理由|中、|影響|ままでは"
    ),
    AnswerType.TREND: re.compile(
        r"増加|減少|増え|減っ|推移|傾向|高まっ|進行|進む|深刻化|重症化|若年化|低下|上昇|過去|見込"
    ),
    AnswerType.ELSEWHERE: re.compile(r"全国|国内|県内|県平均|他市|他都市|近隣市|[一-龯]{2,}県"),
    AnswerType.LAW: re.compile(r"[一-龯](?:法|条例|規則|要綱)(?![一-龯])|法律|法令"),
    AnswerType.BUDGET: re.compile(r"\d\s*[千万億]?円|予算|財源|事業費|経費|歳出|決算"),
}
_DIGITS = re.compile(r"\d(?![\d,.]*\d)")
_HOW_MANY = frozenset({"何", "幾"})
_COUNTERS = frozenset({"名詞", "接尾辞"})
_SAME_UNIT = {"名": "人", "パーセント": "%"}
# What no passage can fail to answer, and an opinion, which none holds.
_NEEDS_NOTHING = frozenset({AnswerType.TEXT, AnswerType.YES_NO})
# A row's values are its number; its year is that of the value, and its words are a name.
_OF_ROW = frozenset({AnswerType.NUMBER, *_NEEDS_NOTHING})


def holds(passage: Passage, wanted: AnswerType) -> bool:
    """Whether `passage` can give an answer of the type `wanted`.

    A row of the table holds a number, be it undecided yet, and no date: the year beside it is
    that of the value.
    """
    return _holds(passage.text, passage.kind, wanted)


def holds_age(passage: Passage, ages: Sequence[Interval]) -> bool:
    """Whether `passage` speaks of an age that meets one of `ages`."""
    return any(_meet(asked, held) for held in _ages(passage.text) for asked in ages)


def unit_asked(text: str) -> str | None:
    """Return what `text` asks the number of, by its counter: 社 of 「何社ありますか」."""
    for one, other in pairwise(morphemes(text)):
        if one.surface in _HOW_MANY and other.start == one.start + len(one.surface):
            is_counter = other.word_class in _COUNTERS or other.surface == "%"
            return _SAME_UNIT.get(other.surface, other.surface) if is_counter else None
    return None


def holds_unit(passage: Passage, unit: str) -> bool:
    """Whether `passage` has a number of `unit`."""
    text = without_markers(passage.text)
    return any(text[end:].lstrip().startswith(unit) for end in _ends_of_numbers(text))


def is_needing(kind: AnswerType) -> bool:
    """Whether an answer of this type is something that a passage may lack."""
    return kind not in _NEEDS_NOTHING


@of_plan
def _holds(text: str, kind: Kind, wanted: AnswerType) -> bool:
    if kind is Kind.INDICATOR:
        return wanted in _OF_ROW
    form = _HOLDS.get(wanted)
    return wanted in _NEEDS_NOTHING or bool(form and form.search(without_markers(text)))


@of_plan
def _ends_of_numbers(text: str) -> tuple[int, ...]:
    return tuple(match.end() for match in _DIGITS.finditer(text))


@of_plan
def _ages(text: str) -> tuple[Interval, ...]:
    found = quantities(prepared(without_markers(text)))
    return tuple(one.interval for one in found if one.measure is Measure.AGE)


def _meet(one: Interval, other: Interval) -> bool:
    """Whether two intervals meet, to the year."""
    lowest = max(one.low or 0.0, other.low or 0.0)
    highest = min(_highest(one), _highest(other))
    return lowest <= highest


def _highest(one: Interval) -> float:
    return math.inf if one.high is None else one.high

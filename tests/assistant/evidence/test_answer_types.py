"""What a passage's own text can answer."""

from __future__ import annotations

import pytest

from assistant.evidence.answer_types import holds, holds_age, holds_unit, unit_asked
from assistant.understanding.query import AnswerType, Interval
from corpus.plan import Kind, Passage, Span


def passage(text: str, kind: Kind = Kind.INITIATIVE) -> Passage:
    return Passage("1-1.x.1", "1-1", kind, "", text, (Span(1, 1),))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("過去 10 年間で 250 人ほどです。", AnswerType.NUMBER),
        ("医療費の約 35% を占めています。", AnswerType.NUMBER),
        ("毎週木曜日に回ります。", AnswerType.DATE),
        ("令和 8 年 4 月に始めます。", AnswerType.DATE),
        ("中央公民館を会場とします。", AnswerType.PLACE),
        ("地域包括支援センターとともに見守ります。", AnswerType.PERSON),
        ("参加費は 500 円です。", AnswerType.PRICE),
        ("給与は支給されない。", AnswerType.PRICE),
        ("申請は窓口で受け付けます。", AnswerType.PROCEDURE),
        ("電話番号は 0467-23-3000 です。", AnswerType.CONTACT),
        ("核家族化の進行等により、増えています。", AnswerType.REASON),
        ("虐待は増加傾向にあります。", AnswerType.TREND),
        ("保護司法に基づき委嘱されます。", AnswerType.LAW),
        ("全国平均を下回ります。", AnswerType.ELSEWHERE),
        ("事業費は 3 億円です。", AnswerType.BUDGET),
    ],
)
def test_a_passage_holds_what_its_text_says(text: str, kind: AnswerType) -> None:
    assert holds(passage(text), kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ソーシャルワーク⁹に期待が寄せられています。", AnswerType.NUMBER),
        ("昭和25年法律第204号に基づきます。", AnswerType.NUMBER),
        ("誰もが安心して暮らしているまち", AnswerType.DATE),
        ("社会参加の機会を創出します。", AnswerType.PERSON),
        ("福祉サービスを提供します。", AnswerType.PRICE),
        ("相談の場を整えます。", AnswerType.CONTACT),
        ("どのような文にもない。", AnswerType.OPINION),
    ],
)
def test_a_passage_does_not_hold_what_its_text_does_not_say(text: str, kind: AnswerType) -> None:
    assert not holds(passage(text), kind)


def test_every_passage_may_answer_what_needs_nothing() -> None:
    assert holds(passage("緑のあるまち"), AnswerType.TEXT)
    assert holds(passage("緑のあるまち"), AnswerType.YES_NO)


def test_a_row_holds_a_number_though_undecided_and_no_date() -> None:
    row = passage("見学会の回数\t(未定) (2027 年度)\t(未定)", Kind.INDICATOR)
    assert holds(row, AnswerType.NUMBER)
    assert not holds(row, AnswerType.DATE)
    assert not holds(row, AnswerType.PRICE)


@pytest.mark.parametrize(
    ("text", "age", "is_held"),
    [
        ("保育所利用率(1歳児)", Interval(1, 1), True),
        ("保育所利用率(3歳以上児)", Interval(5, 5), True),
        ("保育所利用率(1歳児)", Interval(5, 5), False),
        ("うち 65 歳以上の市民の割合", Interval(low=65), True),
        ("出生数", Interval(1, 1), False),
    ],
)
def test_an_age_is_held_where_the_text_speaks_of_one_that_meets_it(
    text: str, age: Interval, is_held: bool
) -> None:
    assert holds_age(passage(text), (age,)) is is_held


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("企業は何社ありますか", "社"),
        ("全部で何名?", "人"),
        ("何か所ですか", "か所"),
        ("何をしますか", None),
        ("利用料を教えてください", None),
    ],
)
def test_the_counter_that_is_asked_for(question: str, unit: str | None) -> None:
    assert unit_asked(question) == unit


def test_a_unit_is_held_behind_a_number() -> None:
    assert holds_unit(passage("山間部の 12 か所を回ります。"), "か所")
    assert holds_unit(passage("来場者数\t1,234 人 (2024 年度)\t1,500 人", Kind.INDICATOR), "人")
    assert not holds_unit(passage("市民の割合\t14.5% (2025 年度)\t↗", Kind.INDICATOR), "人")
    assert not holds_unit(passage("12 か所に市民が集います。"), "市民")

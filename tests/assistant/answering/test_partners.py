"""Partners are told from the boxes and the lines: whole lists, none and all said plainly."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering import partners
from assistant.answering.draft import Draft
from assistant.answering.partner_groups import groups_of
from assistant.source import Source
from assistant.understanding.query import (
    Act,
    AnswerType,
    Field,
    Filter,
    Format,
    Interval,
    PartnerSlot,
    Query,
    Scope,
    Style,
)
from corpus.plan import Plan

HILLS = """みどりの計画

5-1 里山



◎ 目標とするまちの姿

里山とともに生きるまち

▽ 共創のパートナーと共創の取組

■ 区民	□ 企業	■ 学校

- 区民・学校とともに、里山を歩きます。
- 森林組合と連携し、間伐を進めます。
- 道の手入れを図るとともに、案内板を置きます。

5-2 川



◎ 目標とするまちの姿

水が澄んだまち

▽ 共創のパートナーと共創の取組

□ 区民	□ 企業

5-3 海



◎ 目標とするまちの姿

磯遊びができるまち

○ 主な取組

① 浜を掃除します

毎月、浜を掃除します。
"""


def told(source: Source, groups: tuple[str, ...] = (), **asked: object) -> Draft:
    """Carry out a query that bears on partners, and tell it."""
    ticked, asks_lines = asked.pop("ticked", None), bool(asked.pop("asks_lines", False))
    slot = PartnerSlot(groups, ticked, asks_lines)  # type: ignore[arg-type]
    query = Query(Act.PARTNERS, partners=slot, **asked)  # type: ignore[arg-type]
    result = partners.execute(query, source)
    assert result is not None
    draft = Draft(source.plan, source.companions, source.lang)
    partners.write(result, query, draft, source)
    assert set(draft.passages) == set(result.passages)
    cited = {passage.id for passage in draft.passages}
    assert all(cited >= set(value.rows) for value in result.values)
    return draft


def cited(draft: Draft) -> list[str]:
    return [passage.id for passage in draft.passages]


def test_partners_of_every_section_with_those_that_are_not(
    source: Callable[..., Source], plan: Plan
) -> None:
    for section in plan.sections:
        text = told(source(), scope=Scope((section.number,))).text.partition("\n")[0]
        ticked, _, others = text.partition("印がないのは")
        for box in section.partners.boxes:
            assert box.name in (ticked if box.checked else others)


def test_groups_without_a_box_are_named_with_their_lines(source: Callable[..., Source]) -> None:
    draft = told(source(), scope=Scope(("2-1",)))
    assert "社会福祉協議会[2]、民生委員[3]、児童委員[3]" in draft.text
    assert "保護司[4]" in draft.text


@pytest.mark.parametrize("ticked", [None, True, False])
def test_where_every_group_is_ticked_is_counted_over_all_sections(
    source: Callable[..., Source], plan: Plan, ticked: bool | None
) -> None:
    for name in {box.name for section in plan.sections for box in section.partners.boxes}:
        having = [
            section
            for section in plan.sections
            if any(box.name == name and box.checked for box in section.partners.boxes)
        ]
        draft = told(source(), (name,), ticked=ticked)
        assert len(draft.passages) == len(plan.sections)
        if not having:
            assert "5分野のどこでも" in draft.text
        elif len(having) == len(plan.sections):
            assert "5分野のすべてで" in draft.text
        else:
            counts = (f"うち{len(having)}分野", f"のは{len(having)}分野")
            assert any(count in draft.text for count in counts)


def test_what_is_asked_for_comes_first(source: Callable[..., Source]) -> None:
    assert cited(told(source(), ("事業者",), ticked=False))[0] == "2-5.partners"
    assert cited(told(source(), ("事業者",), ticked=True))[0] == "2-1.partners"


@pytest.mark.parametrize(
    ("section", "group", "answer"),
    [
        ("2-5", "事業者", "いいえ。"),
        ("2-1", "事業者", "はい。"),
        ("2-2", "市民活動団体", "いいえ。"),
    ],
)
def test_whether_a_group_is_a_partner_is_answered_with_yes_or_no(
    source: Callable[..., Source], section: str, group: str, answer: str
) -> None:
    draft = told(source(), (group,), scope=Scope((section,)), answer_type=AnswerType.YES_NO)
    assert draft.text.startswith(answer)
    assert cited(draft) == [f"{section}.partners"]


def test_no_yes_or_no_to_a_question_that_denies(source: Callable[..., Source]) -> None:
    draft = told(source(), ("事業者",), scope=Scope(("2-5",)), ticked=False)
    assert "印がありません" in draft.text
    assert not draft.text.startswith(("はい", "いいえ"))


def test_a_table_of_sections_and_groups(source: Callable[..., Source]) -> None:
    draft = told(source(), ("事業者", "市民活動団体"), style=Style(Format.TABLE))
    lines = draft.text.splitlines()
    assert lines[0] == "| 分野 | 事業者 | 市民活動団体 |"
    assert lines[3] == "| 2-2 こども・若者[2] | ○ | × |"
    assert lines[6] == "| 2-5 スポーツ・レクリエーション[5] | × | ○ |"
    assert len(told(source(), style=Style(Format.CSV)).passages) == 5


def test_all_lines_of_a_section_and_of_a_group(source: Callable[..., Source], plan: Plan) -> None:
    for section in plan.sections:
        draft = told(source(), scope=Scope((section.number,)), asks_lines=True)
        assert draft.passages == section.partners.lines
        assert f"次の{len(section.partners.lines)}件" in draft.text
    of_group = told(source(), ("事業者",), asks_lines=True)
    assert cited(of_group) == ["2-1.partner.6", "2-2.partner.4", "2-3.partner.2", "2-4.partner.2"]
    both = told(source(), ("事業者",), scope=Scope(("2-1",)), asks_lines=True)
    assert cited(both) == ["2-1.partner.6"]


def test_a_line_by_its_place(source: Callable[..., Source]) -> None:
    fourth = Scope(("2-1",), item=4)
    assert cited(told(source(), scope=fourth, asks_lines=True)) == ["2-1.partner.4"]
    assert partners.execute(Query(Act.PARTNERS, scope=fourth), source()) is None


def test_citizens_are_not_their_groups(source: Callable[..., Source]) -> None:
    assert "2-1.partner.2" not in cited(told(source(), ("市民",), asks_lines=True))


def test_a_group_that_the_lines_alone_name(source: Callable[..., Source]) -> None:
    whole = told(source(), ("保育所",))
    assert cited(whole) == ["2-2.partner.3"]
    assert "欄の区分にはありません" in whole.text
    elsewhere = told(source(), ("保育所",), scope=Scope(("2-1",)))
    assert "2-1 福祉の共創の取組にも名がありません" in elsewhere.text
    assert cited(elsewhere) == ["2-2.partner.3"]


def test_groups_by_the_words_of_the_companions(source: Callable[..., Source]) -> None:
    assert "事業者" in told(source(), ("会社",)).text
    assert "“Businesses” is ticked" in told(source("en"), ("companies",)).text


def test_none_together_is_said_and_the_box_told(source: Callable[..., Source]) -> None:
    draft = told(source(), ("事業者",), scope=Scope(("2-5",)), asks_lines=True)
    assert "名が挙げられたものはありません" in draft.text
    assert cited(draft) == ["2-5.partners"]


def test_chosen_lines_are_held_to_the_group(source: Callable[..., Source]) -> None:
    chosen = Scope(passages=("2-1.partner.4", "2-1.partner.6"))
    assert cited(told(source(), scope=chosen, topic="再犯")) == ["2-1.partner.4", "2-1.partner.6"]
    assert cited(told(source(), ("事業者",), scope=chosen)) == ["2-1.partner.6"]
    none = told(source(), ("事業者",), scope=Scope(passages=("2-1.partner.4",)))
    assert none.text == "これらの共創の取組に、事業者の名が挙げられたものはありません[1]。"


@pytest.mark.parametrize(
    "query",
    [
        Query(Act.PARTNERS, partners=PartnerSlot(("猫の会",))),
        Query(Act.PARTNERS, topic="駅前の工事"),
        Query(Act.PARTNERS, topic="駅前の工事", scope=Scope(("2-1",))),
        Query(Act.PARTNERS, scope=Scope(("9-9",))),
        Query(Act.PARTNERS, scope=Scope(("2-1",), item=9)),
        Query(Act.PARTNERS, scope=Scope(("2-1",)), answer_type=AnswerType.CONTACT),
        Query(Act.PARTNERS, filters=(Filter(Field.LATEST, Interval(low=1)),)),
    ],
)
def test_what_partners_do_not_tell_is_not_carried_out(
    source: Callable[..., Source], query: Query
) -> None:
    assert partners.execute(query, source()) is None


def test_one_unknown_group_among_others_is_said(source: Callable[..., Source]) -> None:
    text = told(source(), ("猫の会", "市民")).text
    assert text.startswith("「猫の会」の名は、共創のパートナーの欄にも共創の取組にもありません。")
    assert "市民は、5分野のすべてで" in text


def test_english_and_easy_japanese_are_the_companions(source: Callable[..., Source]) -> None:
    english = told(source("en"), scope=Scope(("2-5",))).text
    assert "citizens, local communities, civic activity groups, stakeholders and other" in english
    plain = told(source("ja", "plain"), ("事業者",), scope=Scope(("2-1",)), asks_lines=True).text
    assert "事業者（会社や企業、店など）といっしょに" in plain


def test_another_plan_with_its_own_boxes(source_of: Callable[..., Source]) -> None:
    hills = source_of(HILLS)
    where = told(hills, ("区民",)).text
    assert "2分野のうち1分野です: 5-1 里山[1]" in where
    assert "5-3 海には、共創のパートナーの欄がありません。" in where
    assert "5-2 川の共創のパートナーの欄に「学校」の区分はありません" in told(hills, ("学校",)).text
    assert "印はありません: 区民、企業" in told(hills, scope=Scope(("5-2",))).text
    assert (
        told(hills, scope=Scope(("5-3",))).text == "5-3 海には、共創のパートナーの欄がありません。"
    )
    assert "記載はありません" in told(hills, scope=Scope(("5-3",)), asks_lines=True).text
    assert cited(told(hills, ("森林組合",))) == ["5-1.partner.2"]
    assert cited(told(hills, ("学校",), asks_lines=True)) == ["5-1.partner.1"]


def test_groups_are_what_a_line_begins_with() -> None:
    assert groups_of("- 地域・大学等の関係者とともに、学びます。") == ("地域", "大学", "関係者")
    assert groups_of("- 保護司¹¹とともに、支えます。") == ("保護司",)
    assert groups_of("- 手入れを図るとともに、案内板を置きます。") == ()

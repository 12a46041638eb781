"""Lists and counts: whole over their scope, held to what they say, and never said to be more."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from told_lists import EIGHTIES, ROWS, WHOLE, cited, listing, told

from assistant.answering import lists
from assistant.source import Source
from assistant.understanding.query import (
    Act,
    AnswerType,
    Field,
    Filter,
    Interval,
    Order,
    PartnerSlot,
    Scope,
    State,
)
from corpus.plan import Kind, Plan

HARBOUR = Path(__file__).with_name("harbour.txt").read_text(encoding="utf-8")
KINDS = [kind for kind in Kind if kind is not Kind.INDICATOR]


def of_kind(plan: Plan, kind: Kind, section: str) -> list[str]:
    if kind is Kind.PARTNER:
        return [passage.id for passage in plan.section(section).partners.lines]
    return [one.id for one in plan.section(section).passages if one.kind is kind]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("act", [Act.LIST, Act.COUNT])
def test_a_list_of_a_kind_is_whole_in_each_section_and_in_the_plan(
    source: Callable[..., Source], plan: Plan, kind: Kind, act: Act
) -> None:
    every = []
    for section in plan.sections:
        expected = of_kind(plan, kind, section.number)
        query = listing(act=act, kinds=(kind,), scope=Scope(sections=(section.number,)))
        assert cited(query, source()) == expected
        assert f"全部で{len(expected)}件" in told(query, source()) or not expected
        every += expected
    query = listing(act=act, kinds=(kind,), scope=WHOLE)
    assert sorted(cited(query, source())) == sorted(every)
    assert f"全部で{len(every)}件" in told(query, source())


def test_the_counts_told_are_values(source: Callable[..., Source]) -> None:
    query = listing(act=Act.COUNT, kinds=(Kind.INITIATIVE,), scope=WHOLE)
    result = lists.execute(query, source())
    assert result is not None
    text = told(query, source())
    counts = {int(count) for count in re.findall(r"(\d+)件", text)}
    assert counts == {2, 4, 6, 20}
    assert counts <= {value.value for value in result.values}
    assert "① " not in text


def test_several_kinds_section_by_section(source: Callable[..., Source], plan: Plan) -> None:
    scope = Scope(sections=("2-4", "2-5"), is_each=True)
    kinds = (Kind.ISSUE, Kind.INITIATIVE)
    expected = [
        one for number in ("2-4", "2-5") for kind in kinds for one in of_kind(plan, kind, number)
    ]
    assert cited(listing(kinds=kinds, scope=scope), source()) == expected


def test_passages_on_a_topic_are_never_said_to_be_all(source: Callable[..., Source]) -> None:
    chosen = ("2-1.issue.3", "2-1.indicator.9", "2-2.issue.1")
    query = listing(topic="孤立", scope=Scope(passages=chosen))
    text = told(query, source())
    assert text.startswith("「孤立」に触れている箇所は、次の3件です。")
    assert "全部" not in text
    assert set(cited(query, source())) == set(chosen)
    rows = listing(topic="孤立", kinds=ROWS, scope=Scope(passages=chosen))
    assert cited(rows, source()) == ["2-1.indicator.9"]
    none = listing(topic="孤立", kinds=(Kind.GOAL,), scope=Scope(passages=chosen))
    assert "見つかりませんでした" in told(none, source())


def test_the_sections_of_the_plan(source: Callable[..., Source], plan: Plan) -> None:
    text = told(listing(scope=WHOLE), source())
    assert all(f"{one.number} {one.title}" in text for one in plan.sections)
    assert cited(listing(scope=WHOLE), source()) == [one.goals[0].id for one in plan.sections]
    assert "5分野があります" in told(listing(act=Act.COUNT, scope=WHOLE), source())


def test_footnotes_by_number(source: Callable[..., Source]) -> None:
    query = listing(kinds=(Kind.FOOTNOTE,), scope=Scope(notes=(12, 13)))
    assert cited(query, source()) == ["fn12", "fn13"]
    assert "注12 ヤングケアラー: 本来大人が担うと" in told(query, source())


def test_a_plan_of_little(source_of: Callable[..., Source]) -> None:
    source = source_of(HARBOUR)
    forest = Scope(sections=("1-2",))
    assert told(listing(kinds=ROWS, scope=forest), source) == (
        "1-2 森に成果指標の記載はありません。"
    )
    assert told(listing(kinds=(Kind.PARTNER,), scope=WHOLE), source) == (
        "計画全体の共創の取組はありません。"
    )
    unreached = told(listing(kinds=ROWS, states=(State.UNREACHED,), scope=WHOLE), source)
    assert "全部で2件" in unreached
    assert "このほか2件は、目標に達したかどうかを表から判断できません" in unreached
    in_yen = Filter(Field.LATEST, Interval(0, None), "円")
    assert "ありません" in told(listing(kinds=ROWS, filters=(in_yen,)), source)
    by_gap = listing(kinds=ROWS, order=Order(Field.GAP, descending=True))
    assert "目標値までの差が分からない2件は、順位に入れていません" in told(by_gap, source)


def test_a_plan_without_rows(source_of: Callable[..., Source]) -> None:
    source = source_of(HARBOUR.partition("→ 成果指標")[0])
    assert told(listing(kinds=ROWS, scope=WHOLE), source) == (
        "この計画に成果指標の記載はありません。"
    )
    assert told(listing(scope=WHOLE), source).startswith("計画「うみの共創」は、次の1分野")


def test_english_agrees_in_number(source_of: Callable[..., Source]) -> None:
    source = source_of(HARBOUR, "en")
    one = told(listing(kinds=(Kind.ISSUE,), scope=WHOLE), source)
    assert one.startswith("There is 1 issue in the plan.")
    two = told(listing(kinds=(Kind.GOAL,), scope=WHOLE), source)
    assert two.startswith("There are 2 goals in the plan.")


@pytest.mark.parametrize(
    "given",
    [
        {"kinds": (Kind.ISSUE,), "filters": (EIGHTIES,)},
        {"kinds": (Kind.ISSUE,), "order": Order(Field.LATEST, descending=True)},
        {"kinds": ROWS, "filters": (Filter(Field.METHOD, Interval(1, 2)),)},
        {"kinds": ROWS, "topic": "災害"},
        {"act": Act.COUNT, "topic": "保育所", "scope": Scope(passages=("2-2.issue.2",))},
        {"kinds": ROWS, "elsewhere": ("藤沢",)},
        {"kinds": ROWS, "answer_type": AnswerType.TREND},
        {"kinds": ROWS, "aspects": (Field.METHOD,)},
        {"kinds": ROWS, "order": Order(Field.LATEST, descending=True, limit=0)},
        {"kinds": ROWS, "scope": Scope(passages=("9-9.indicator.1",))},
        {"kinds": (Kind.PARTNER,), "partners": PartnerSlot(groups=("市民",))},
        {"kinds": (Kind.INITIATIVE,), "scope": Scope(item=3)},
        {"kinds": (Kind.ISSUE,), "scope": Scope(sections=("9-9",))},
        {"scope": Scope(passages=("9-9.issue.1",))},
        {"scope": Scope(sections=("2-1",))},
        {"act": Act.FIND, "kinds": ROWS},
    ],
    ids=str,
)
def test_what_cannot_be_carried_out_is_not_carried_out_without_it(
    source: Callable[..., Source], given: dict[str, object]
) -> None:
    assert lists.execute(listing(**given), source()) is None

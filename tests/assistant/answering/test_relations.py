"""What belongs together is inferred within a section, and told as inferred, once and first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering import relations
from assistant.answering.draft import Draft
from assistant.answering.nearness import linked
from assistant.source import Source
from assistant.understanding.query import Act, Format, Query, Scope, State, Style
from corpus.plan import Kind, Plan

LABEL = "計画に対応づけの記載はありません。文言の近さから当サービスが関連すると判断したものです。"
NOTHING = "計画に対応づけの記載はなく、文言の近いものも見当たりませんでした。"

LIBRARY = """まなびの計画

7-1 図書館



◎ 目標とするまちの姿

本に親しむまち

◇ 課題

図書館の本が古くなっています。

7-2 公園



◎ 目標とするまちの姿

木陰で休めるまち

◇ 課題

公園の遊具が古く、点検が追いついていません。

夏の公園に日陰がなく、高木が足りません。

○ 主な取組

① 遊具を点検します

公園の遊具を毎年点検し、古いものを取り替えます。

② 木陰をつくります

公園に高木を植え、夏の日陰をふやします。

→ 成果指標

指標名	直近実績値	目標値又は目指す方向
遊具の点検率	80% (2024 年度)	100%
植えた高木の数	120 本 (2024 年度)	300 本
"""


def told(source: Source, **asked: object) -> Draft:
    """Carry out a query that starts from something, and tell it."""
    query = Query(Act.RELATE, **asked)  # type: ignore[arg-type]
    result = relations.execute(query, source)
    assert result is not None
    draft = Draft(source.plan, source.companions, source.lang)
    relations.write(result, query, draft, source)
    assert set(draft.passages) == set(result.passages)
    return draft


def cited(draft: Draft) -> list[str]:
    return [passage.id for passage in draft.passages]


@pytest.mark.parametrize(
    ("start", "kind", "nearest"),
    [
        ("2-1.issue.2", Kind.INITIATIVE, "2-1.initiative.6"),
        ("2-1.issue.3", Kind.INITIATIVE, "2-1.initiative.4"),
        ("2-3.indicator.3", Kind.INITIATIVE, "2-3.initiative.4"),
        ("2-4.indicator.3", Kind.INITIATIVE, "2-4.initiative.2"),
        ("2-1.initiative.2", Kind.INDICATOR, "2-1.indicator.2"),
        ("2-1.initiative.6", Kind.ISSUE, "2-1.issue.2"),
        ("2-3.indicator.3", Kind.ISSUE, "2-3.issue.2"),
        ("2-1.issue.3", Kind.INDICATOR, "2-1.indicator.9"),
    ],
)
def test_the_nearest_of_the_bundled_plan(
    source: Callable[..., Source], plan: Plan, start: str, kind: Kind, nearest: str
) -> None:
    assert linked(plan.passage(start), kind, source())[0].id == nearest


@pytest.mark.parametrize(
    ("one", "other"),
    [(Kind.INITIATIVE, Kind.INDICATOR), (Kind.ISSUE, Kind.INITIATIVE)],
)
def test_a_link_stays_in_its_section_and_holds_from_both_ends(
    source: Callable[..., Source], plan: Plan, one: Kind, other: Kind
) -> None:
    for passage in (passage for passage in plan.passages if passage.kind is one):
        for found in linked(passage, other, source()):
            assert (found.section, found.kind) == (passage.section, other)
            back = linked(found, one, source())
            assert passage in back or len(back) == 3


def test_the_rates_by_age_go_together(source: Callable[..., Source], plan: Plan) -> None:
    rows = linked(plan.passage("2-2.initiative.2"), Kind.INDICATOR, source())
    assert {f"2-2.indicator.{number}" for number in (3, 4, 5, 6)} <= {row.id for row in rows}


def test_from_a_row_to_its_initiative_with_the_label_first(source: Callable[..., Source]) -> None:
    draft = told(source(), rows=("2-3.indicator.3",), kinds=(Kind.INITIATIVE,))
    assert draft.text.startswith(LABEL)
    assert draft.text.count(LABEL) == 1
    assert cited(draft) == ["2-3.indicator.3", "2-3.initiative.4"]
    assert "10.25 (2024 年度)" in draft.text
    assert "正しい知識の普及啓発" in draft.text


def test_what_is_done_about_an_issue(source: Callable[..., Source]) -> None:
    scope = Scope(passages=("2-1.issue.3",))
    draft = told(source(), kinds=(Kind.INITIATIVE,), scope=scope)
    assert cited(draft) == ["2-1.issue.3", "2-1.initiative.4"]


def test_an_item_is_an_initiative_unless_initiatives_are_asked_for(
    source: Callable[..., Source],
) -> None:
    scope = Scope(("2-1",), item=2)
    assert cited(told(source(), kinds=(Kind.INDICATOR,), scope=scope))[0] == "2-1.initiative.2"
    assert cited(told(source(), kinds=(Kind.ISSUE,), scope=scope))[0] == "2-1.initiative.2"
    assert cited(told(source(), kinds=(Kind.INITIATIVE,), scope=scope))[0] == "2-1.issue.2"
    both = (Kind.INITIATIVE, Kind.ISSUE)
    assert cited(told(source(), kinds=both, scope=scope))[0] == "2-1.initiative.2"


def test_a_chain_tells_every_issue_of_its_section(
    source: Callable[..., Source], plan: Plan
) -> None:
    for section in plan.sections:
        draft = told(source(), scope=Scope((section.number,)))
        assert {one.section for one in draft.passages} == {section.number}
        assert set(section.issues) <= set(draft.passages)
        assert "  - 成果指標: " in draft.text


def test_a_chain_on_a_topic_starts_from_its_issue(source: Callable[..., Source]) -> None:
    pointed = Scope(passages=("2-1.current.3", "2-1.issue.3", "2-1.initiative.4"))
    kinds = (Kind.ISSUE, Kind.INITIATIVE, Kind.INDICATOR)
    draft = told(source(), topic="孤独", kinds=kinds, scope=pointed)
    assert cited(draft)[:3] == ["2-1.issue.3", "2-1.initiative.4", "2-1.indicator.9"]


def test_what_the_plan_states_is_not_labelled(source: Callable[..., Source]) -> None:
    stated = told(source(), kinds=(Kind.INITIATIVE,), scope=Scope(notes=(12,)))
    assert cited(stated) == ["fn12", "2-2.initiative.3"]
    assert "文言の近さ" not in stated.text
    inferred = told(source(), kinds=(Kind.INDICATOR,), scope=Scope(notes=(12,)))
    assert LABEL in inferred.text


def test_a_part_of_a_row_names_and_cites_its_whole(source: Callable[..., Source]) -> None:
    draft = told(source(), rows=("2-1.indicator.6",), kinds=(Kind.INITIATIVE,))
    assert cited(draft)[:2] == ["2-1.indicator.6", "2-1.indicator.5"]


def test_a_table_has_a_line_for_each_initiative(source: Callable[..., Source], plan: Plan) -> None:
    kinds = (Kind.INITIATIVE, Kind.INDICATOR)
    draft = told(source(), kinds=kinds, scope=Scope(("2-4",)), style=Style(Format.TABLE))
    lines = draft.text.splitlines()
    assert lines[:2] == [LABEL, "| 分野 | 主な取組 | 成果指標 |"]
    assert len(lines) == 3 + len(plan.section("2-4").initiatives)


@pytest.mark.parametrize(
    "query",
    [
        Query(Act.RELATE, topic="孤独"),
        Query(Act.RELATE, topic="孤独", scope=Scope(("2-1",))),
        Query(Act.RELATE),
        Query(Act.RELATE, scope=Scope(("2-1",), item=9)),
        Query(Act.RELATE, rows=("2-9.indicator.1",)),
        Query(Act.RELATE, rows=("2-2.indicator.1",), scope=Scope(("2-1",))),
        Query(Act.RELATE, rows=("2-2.indicator.1",), kinds=(Kind.FOOTNOTE,)),
        Query(Act.RELATE, scope=Scope(("2-1",)), states=(State.DOWN,)),
    ],
)
def test_what_names_no_start_is_not_carried_out(
    source: Callable[..., Source], query: Query
) -> None:
    assert relations.execute(query, source()) is None


def test_the_name_of_the_section_is_no_topic_of_its_own(source: Callable[..., Source]) -> None:
    assert told(source(), topic="福祉", scope=Scope(("2-1",))).passages
    assert told(source(), topic="福祉分野の課題", scope=Scope(("2-1",))).passages


def test_english_and_easy_japanese(source: Callable[..., Source]) -> None:
    scope = Scope(passages=("2-2.indicator.1",))
    english = told(source("en"), kinds=(Kind.INITIATIVE,), scope=scope).text
    assert english.startswith("The plan does not state these links")
    assert "785 births (fiscal 2024)" in english
    plain = told(source("ja", "plain"), kinds=(Kind.INITIATIVE,), scope=scope).text
    assert "書いてありません" in plain.partition("\n")[0]


def test_another_plan_and_a_section_with_nothing_to_link(source_of: Callable[..., Source]) -> None:
    library = source_of(LIBRARY)
    tool = told(library, scope=Scope(passages=("7-2.issue.1",)), kinds=(Kind.INITIATIVE,))
    assert cited(tool) == ["7-2.issue.1", "7-2.initiative.1"]
    tree = told(library, rows=("7-2.indicator.2",), kinds=(Kind.INITIATIVE,))
    assert cited(tree) == ["7-2.indicator.2", "7-2.initiative.2"]
    alone = told(library, scope=Scope(("7-1",)))
    assert alone.text.startswith(NOTHING)
    assert cited(alone) == ["7-1.issue.1"]

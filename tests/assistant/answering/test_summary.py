"""Summaries are whole sentences of the plan, within the length that is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from assistant.answering import summary
from assistant.answering.draft import Draft
from assistant.source import Source
from assistant.understanding.query import Act, Format, Query, Scope, State, Style
from corpus.plan import Kind, Plan

WHOLE = Scope(is_whole=True)

ONE_SECTION = """まちの計画

6-1 交通



◎ 目標とするまちの姿

誰もが行きたい所へ行けるまち

だれもが安心して歩けるまち

◇ 課題

坂の上の住宅地に足がありません。
"""


def told(source: Source, scope: Scope, style: Style | None = None, **asked: object) -> Draft:
    """Carry out a query that can be summarised, and tell it."""
    query = Query(Act.SUMMARISE, scope=scope, style=style or Style(), **asked)  # type: ignore[arg-type]
    result = summary.execute(query, source)
    assert result is not None
    draft = Draft(source.plan, source.companions, source.lang)
    summary.write(result, query, draft, source)
    assert set(draft.passages) == set(result.passages)
    cited = {passage.id for passage in draft.passages}
    assert all(cited >= set(value.rows) for value in result.values)
    return draft


def cited(draft: Draft) -> list[str]:
    return [passage.id for passage in draft.passages]


def letters(draft: Draft) -> int:
    return len(re.sub(r"\[\d+\]|\n", "", draft.text))


def test_a_section_is_its_goal_issues_titles_and_rows(
    source: Callable[..., Source], plan: Plan
) -> None:
    for section in plan.sections:
        draft = told(source(), Scope((section.number,)))
        initiatives = [one.passage for one in section.initiatives]
        rows = [row.passage for row in section.indicators]
        assert draft.passages == (*section.goals, *section.issues, *initiatives, *rows)
        assert f"成果指標は{len(rows)}件" in draft.text
        assert all(initiative.title in draft.text for initiative in section.initiatives)


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_as_many_sentences_as_are_asked_for(
    source: Callable[..., Source], plan: Plan, count: int
) -> None:
    for section in plan.sections:
        draft = told(source(), Scope((section.number,)), Style(sentences=count))
        assert len(draft.text.splitlines()) == count
        assert cited(draft)[0] == section.goals[0].id
    three = told(source(), Scope(("2-1",)), Style(sentences=3)).passages
    assert [one.kind for one in three] == [Kind.GOAL, Kind.ISSUE, Kind.INITIATIVE]


def test_in_short_is_the_goal(source: Callable[..., Source]) -> None:
    assert cited(told(source(), Scope(("2-3",)), Style(is_short=True))) == ["2-3.goal.1"]


@pytest.mark.parametrize("characters", [40, 100, 200, 400])
def test_as_many_whole_sentences_as_fit(source: Callable[..., Source], characters: int) -> None:
    for scope in (Scope(("2-1",)), Scope(("2-4",)), WHOLE):
        draft = told(source(), scope, Style(characters=characters))
        if scope != WHOLE or characters > 100:
            assert letters(draft) <= characters
        ends = [re.sub(r"\[\d+\]", "", line)[-1] for line in draft.text.splitlines()]
        assert set(ends) <= {"。", "ち"}
    long, short = (told(source(), Scope(("2-1",)), Style(characters=n)) for n in (400, 100))
    assert set(short.passages) < set(long.passages)


def test_no_sentence_that_fits_is_said(source: Callable[..., Source]) -> None:
    text = told(source(), Scope(("2-1",)), Style(characters=5)).text
    assert text.startswith("その長さに収まる文が計画にないため")


def test_the_plan_is_told_by_its_goals(source: Callable[..., Source], plan: Plan) -> None:
    goals = tuple(goal for section in plan.sections for goal in section.goals)
    for scope in (WHOLE, Scope()):
        draft = told(source(), scope)
        assert draft.passages == goals
        assert "5分野" in draft.text
        assert all(goal.text in draft.text for goal in goals)
    table = told(source(), WHOLE, Style(Format.TABLE))
    assert len(table.text.splitlines()) == 3 + len(goals)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6])
def test_no_section_of_the_plan_is_left_out_of_few_sentences(
    source: Callable[..., Source], plan: Plan, count: int
) -> None:
    draft = told(source(), WHOLE, Style(sentences=count))
    assert len(draft.text.splitlines()) == count
    assert all(section.title in draft.text for section in plan.sections)


def test_each_section_has_its_own_length(source: Callable[..., Source], plan: Plan) -> None:
    draft = told(source(), Scope(is_each=True), Style(sentences=2))
    told_of = [passage.section for passage in draft.passages]
    assert told_of == [section.number for section in plan.sections for _ in range(2)]


def test_several_sections_share_a_length(source: Callable[..., Source]) -> None:
    draft = told(source(), Scope(("2-1", "2-3")), Style(sentences=4))
    assert [passage.section for passage in draft.passages] == ["2-1", "2-1", "2-3", "2-3"]


def test_kinds_that_are_named_are_all_that_is_told(
    source: Callable[..., Source], plan: Plan
) -> None:
    issues = told(source(), Scope(("2-2",)), kinds=(Kind.ISSUE,))
    assert issues.passages == plan.section("2-2").issues
    two = told(source(), Scope(("2-2",)), Style(sentences=2), kinds=(Kind.INITIATIVE,))
    assert [one.kind for one in two.passages] == [Kind.INITIATIVE, Kind.INITIATIVE]


def test_passages_are_told_by_their_central_sentences(source: Callable[..., Source]) -> None:
    pointed = Scope(
        passages=(
            "2-1.current.3",
            "2-1.issue.3",
            "2-1.initiative.4",
            "2-1.partner.2",
            "2-5.issue.1",
        )
    )
    draft = told(source(), pointed)
    assert len(draft.text.splitlines()) == 3
    assert {passage.section for passage in draft.passages} == {"2-1"}
    assert len(told(source(), pointed, Style(is_short=True)).passages) == 1
    with_note = Scope(passages=(*pointed.passages[:4], "fn9"))
    assert "fn9" not in cited(told(source(), with_note))
    row = told(source(), Scope(), Style(is_short=True), rows=("2-2.indicator.1",))
    assert "785 人" in row.text


def test_an_item_or_a_note_is_told_by_itself(source: Callable[..., Source], plan: Plan) -> None:
    third = told(source(), Scope(("2-1",), item=3))
    assert cited(third) == ["2-1.initiative.3"]
    assert plan.section("2-1").initiatives[2].paragraphs[0] in third.text
    title = told(source(), Scope(("2-1",), item=3), Style(is_short=True))
    assert title.text == "③ 多様な主体による地域での支えあいを構築し、支援します。[1]"
    assert cited(told(source(), Scope(notes=(12,)))) == ["fn12"]


@pytest.mark.parametrize(
    "query",
    [
        Query(Act.SUMMARISE, topic="孤独"),
        Query(Act.SUMMARISE, topic="孤独", scope=Scope(("2-1",))),
        Query(Act.SUMMARISE, scope=Scope(("2-1",)), kinds=(Kind.INDICATOR,)),
        Query(Act.SUMMARISE, scope=Scope(("8-1",))),
        Query(Act.SUMMARISE, scope=Scope(("2-1",), item=9)),
        Query(Act.SUMMARISE, scope=Scope(notes=(99,))),
        Query(Act.SUMMARISE, scope=Scope(("2-2",), passages=("2-1.issue.1",))),
        Query(Act.SUMMARISE, scope=Scope(passages=("2-1.issue.1",)), kinds=(Kind.GOAL,)),
        Query(Act.SUMMARISE, scope=Scope(passages=("2-1.goal.7",))),
        Query(Act.SUMMARISE, scope=Scope(("2-1",)), phrases=("ケアラー",)),
        Query(Act.SUMMARISE, scope=Scope(("2-1",)), states=(State.UP,)),
    ],
)
def test_what_cannot_be_summarised_is_not_carried_out(
    source: Callable[..., Source], query: Query
) -> None:
    assert summary.execute(query, source()) is None


def test_english_and_easy_japanese_keep_whole_sentences(source: Callable[..., Source]) -> None:
    english = told(source("en"), Scope(("2-1",)), Style(sentences=1)).text
    assert english.startswith("The vision for 2-1 Welfare is “A city where")
    assert "5 sections: 2-1 Welfare[1]" in told(source("en"), WHOLE, Style(sentences=1)).text
    plain = told(source("ja", "plain"), Scope(("2-1",)), Style(is_short=True)).text
    assert "そのようなまちをめざします。" in plain


def test_a_plan_of_one_section_with_two_goals(source_of: Callable[..., Source]) -> None:
    source = source_of(ONE_SECTION)
    assert cited(told(source, Scope(("6-1",)))) == ["6-1.goal.1", "6-1.goal.2", "6-1.issue.1"]
    assert cited(told(source, WHOLE)) == ["6-1.goal.1", "6-1.goal.2", "6-1.issue.1"]
    assert cited(told(source, Scope(("6-1",)), Style(sentences=1))) == ["6-1.goal.1"]
    nothing = Query(Act.SUMMARISE, scope=Scope(("6-1",)), kinds=(Kind.INITIATIVE,))
    assert summary.execute(nothing, source) is None

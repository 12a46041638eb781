"""Lists: complete, whatever words they are asked in, and of nothing that is not asked."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from assistant.answer import Answer, Intent
from assistant.service import Assistant
from corpus.parse import bundled_plan_path, read_plan
from corpus.plan import Direction, Indicator, Kind, Section

PLAN = read_plan(bundled_plan_path())
KINDS = {
    "取り組み": Kind.INITIATIVE,
    "施策": Kind.INITIATIVE,
    "課題": Kind.ISSUE,
    "現状": Kind.CURRENT,
    "めざす姿": Kind.GOAL,
}
ENGLISH_KINDS = {
    "initiatives": Kind.INITIATIVE,
    "challenges": Kind.ISSUE,
    "current situation": Kind.CURRENT,
    "vision": Kind.GOAL,
}
WAYS = (
    "{section}の{kind}を一つ残らず並べてください",
    "{kind}を教えて、{section}の",
    "{section} {kind} 一覧",
    "窓口で聞かれたので、{section}の{kind}をすぐ全部出して",
    "{section}の章にある{kind}を書き出して",
    "すみません、議会の資料に使いたいので{section}の{kind}を漏れなく挙げていただけますか",
    "{section}の{kind}、いくつあってそれぞれ何?",
)
ENGLISH_WAYS = (
    "What are the {kind} for {section}?",
    "I need all the {kind} about {section} for a report.",
    "{section} {kind}",
)


def cited(answer: Answer) -> set[str]:
    return {citation.passage.id for citation in answer.citations}


@pytest.mark.parametrize("section", PLAN.sections, ids=lambda section: section.number)
def test_a_list_is_complete_however_it_is_asked(assistant: Assistant, section: Section) -> None:
    title = section.title.split("・")[0]
    english = assistant.companions["en"].titles[section.number].lower()
    asked = [(way.format(section=title, kind=word), KINDS[word]) for way in WAYS for word in KINDS]
    asked += [
        (way.format(section=english, kind=word), ENGLISH_KINDS[word])
        for way in ENGLISH_WAYS
        for word in ENGLISH_KINDS
    ]
    other = {}
    for question, kind in asked:
        answer = assistant.ask(question)
        wanted = {passage.id for passage in section.passages if passage.kind is kind}
        # The one goal of a section is quoted.
        if cited(answer) != wanted or answer.intent not in (Intent.LIST, Intent.PASSAGE):
            other[question] = (answer.intent.value, sorted(cited(answer) ^ wanted))
    assert other == {}


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("健康の目標がゼロのものは?", {"2-3.indicator.1", "2-3.indicator.2", "2-3.indicator.3"}),
        (
            "福祉からこどもまでで、まだ測られていない指標",
            {"2-1.indicator.5", "2-1.indicator.6", "2-2.indicator.2", "2-2.indicator.10"},
        ),
        ("教育の過題", {"2-4.issue.1", "2-4.issue.2"}),
        ("子育ての分野の課題", {"2-2.issue.1", "2-2.issue.2", "2-2.issue.3"}),
        (
            "虐待について書いてあるところを全部",
            {"2-1.current.4", "2-1.initiative.5", "2-2.initiative.3", "2-2.indicator.9"},
        ),
        ("福祉の欄外で説明がついている言葉", {"fn9", "fn10", "fn11"}),
    ],
)  # fmt: skip
def test_lists_by_a_mark_a_word_or_a_section(
    assistant: Assistant, question: str, wanted: set[str]
) -> None:
    assert cited(assistant.ask(question)) == wanted


def test_a_section_alone_is_told_by_what_it_holds(assistant: Assistant) -> None:
    for section in PLAN.sections:
        answer = assistant.ask(f"{section.title}は?")
        held = {p.id for p in section.passages if p.kind in (Kind.GOAL, Kind.INITIATIVE)}
        assert held <= cited(answer)
        assert cited(answer) <= {passage.id for passage in section.passages}


def test_rows_of_an_arrow_are_listed_before_those_whose_figures_lie_that_way(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("下向きの矢印の指標はどれとどれ?")
    wanted = rows(lambda row: row.target.direction is Direction.DOWN)
    assert {one.passage.id for one in answer.citations[: len(wanted)]} == wanted
    assert re.search(r"4 ?件", answer.text.splitlines()[0])


def test_those_that_are_no_partner_come_first_and_then_those_that_are(assistant: Assistant) -> None:
    answer = assistant.ask("事業者がパートナーになっていない分野は?")
    assert answer.citations[0].passage.id == "2-5.partners"
    assert len(cited(answer)) == len(PLAN.sections)


def test_a_topic_beside_a_kind_is_no_list_of_all(assistant: Assistant) -> None:
    answer = assistant.ask("子どもに命の大切さを教える取り組みはある?")
    assert answer.intent is not Intent.LIST
    assert not assistant.ask("公園の指標は?").answerable


def rows(holds: Callable[[Indicator], bool]) -> set[str]:
    return {row.passage.id for row in PLAN.indicators if holds(row)}


def value(row: Indicator) -> float:
    return -1.0 if row.latest.value is None else row.latest.value


ROWS: dict[str, Callable[[Indicator], bool]] = {
    "目標に達した指標はどれ": lambda row: bool(row.target.value) and value(row) == row.target.value,
    "単位が人の指標を挙げて": lambda row: row.latest.unit == "人",
    "Which indicators are measured in people?": lambda row: row.latest.unit == "人",
    "割合じゃない指標はどれ": lambda row: row.latest.unit != "%" and "割合" not in row.name,
    "数字が90%台の指標": lambda row: 90 <= value(row) < 100 and row.latest.unit == "%",
    "10%台の指標はどれ": lambda row: 10 <= value(row) < 20 and row.latest.unit == "%",
    "目標が数値ではなく矢印だけの指標を全部": lambda row: row.target.value is None,
    "目標がゼロの指標は": lambda row: row.target.value == 0,
    "Which indicators have zero as their target?": lambda row: row.target.value == 0,
    "100%を目標にしているのに、まだ100%になっていない指標を全部": lambda row: (
        row.target.text == "100%" and value(row) < 100
    ),
}


@pytest.mark.parametrize("question", ROWS)
def test_rows_are_those_of_the_marks_asked_for(assistant: Assistant, question: str) -> None:
    assert cited(assistant.ask(question)) == rows(ROWS[question])


@pytest.mark.parametrize(
    "question",
    [
        *ROWS,
        "予算が増えた指標を全部",
        "去年より良くなった指標はどれ",
        "担当課が福祉総務課の指標の一覧",
        "Which indicators improved since last year?",
        "全国平均より高い指標をすべて",
        "目標が10年後の指標を全部挙げて",
    ],
)
def test_what_is_not_held_to_is_not_said_to_be_all(assistant: Assistant, question: str) -> None:
    """A constraint that was not understood never gives a list of everything as the answer."""
    every = {row.passage.id for row in PLAN.indicators}
    answer = assistant.ask(question)
    if cited(answer) >= every:
        first = answer.text.splitlines()[0]
        assert not re.search(r"全部で\s*27|すべて|There are 27|all 27", first), first


def passages(kind: Kind, *numbers: str) -> set[str]:
    return {
        p.id for s in PLAN.sections if s.number in numbers for p in s.passages if p.kind is kind
    }


def test_several_kinds_are_told_one_after_another(assistant: Assistant) -> None:
    wanted = passages(Kind.ISSUE, "2-4") | passages(Kind.INITIATIVE, "2-4")
    assert cited(assistant.ask("教育の課題と取組を教えて")) == wanted
    assert cited(assistant.ask("List the issues and the initiatives of education")) == wanted


def test_what_is_done_about_the_issues_is_told_beside_them(assistant: Assistant) -> None:
    answer = assistant.ask("教育の課題に対する取組は?")
    assert passages(Kind.INITIATIVE, "2-4") <= cited(answer)
    assert cited(answer) <= passages(Kind.INITIATIVE, "2-4") | passages(Kind.ISSUE, "2-4")


def test_all_but_a_section(assistant: Assistant) -> None:
    others = [section.number for section in PLAN.sections if section.number != "2-5"]
    wanted = passages(Kind.INITIATIVE, *others)
    assert cited(assistant.ask("スポーツ以外の分野の取組を全部")) == wanted


def test_one_by_its_number_is_of_the_kind_that_is_named(assistant: Assistant) -> None:
    assert cited(assistant.ask("福祉の3番目の課題")) == {"2-1.issue.3"}
    assert cited(assistant.ask("福祉の3番目の取組")) == {"2-1.initiative.3"}


def test_the_price_of_what_is_listed_is_not_in_the_plan(assistant: Assistant) -> None:
    assert not assistant.ask("福祉分野の取組にかかる今年度の予算額はいくらですか").answerable


def test_items_from_one_to_another_are_all_quoted(assistant: Assistant) -> None:
    answer = assistant.ask("福祉の主な取組、①から④まで原文どおり")
    assert [citation.passage.id for citation in answer.citations] == [
        f"2-1.initiative.{number}" for number in range(1, 5)
    ]

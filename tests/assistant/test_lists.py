"""Lists: complete, whatever words they are asked in, and of nothing that is not asked."""

from __future__ import annotations

import pytest

from assistant.answer import Answer, Intent
from assistant.ask import Assistant
from corpus.parse import bundled_plan_path, read_plan
from corpus.plan import Kind

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
def test_a_list_is_complete_however_it_is_asked(assistant: Assistant, section: object) -> None:
    assert hasattr(section, "title")
    title = section.title.split("・")[0]
    english = assistant.companions["en"].titles[section.number].lower()
    asked = [(way.format(section=title, kind=word), KINDS[word]) for way in WAYS for word in KINDS]
    asked += [
        (way.format(section=english, kind=word), ENGLISH_KINDS[word])
        for way in ENGLISH_WAYS
        for word in ENGLISH_KINDS
    ]
    for question, kind in asked:
        answer = assistant.ask(question)
        wanted = {passage.id for passage in section.passages if passage.kind is kind}
        assert cited(answer) == wanted, question
        assert answer.intent is Intent.LIST, question


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        (
            "下向きの矢印の指標はどれとどれ?",
            {"2-1.indicator.7", "2-1.indicator.8", "2-1.indicator.9", "2-2.indicator.9"},
        ),
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
        ("教育は?", {"2-4.goal.1", *(f"2-4.initiative.{n}" for n in range(1, 5))}),
    ],
)  # fmt: skip
def test_lists_by_a_mark_a_word_or_a_section(
    assistant: Assistant, question: str, wanted: set[str]
) -> None:
    assert cited(assistant.ask(question)) == wanted


def test_those_that_are_no_partner_come_first_and_then_those_that_are(assistant: Assistant) -> None:
    answer = assistant.ask("事業者がパートナーになっていない分野は?")
    assert answer.citations[0].passage.id == "2-5.partners"
    assert len(cited(answer)) == len(PLAN.sections)


def test_a_topic_beside_a_kind_is_no_list_of_all(assistant: Assistant) -> None:
    answer = assistant.ask("子どもに命の大切さを教える取り組みはある?")
    assert answer.intent is not Intent.LIST
    assert not assistant.ask("公園の指標は?").answerable

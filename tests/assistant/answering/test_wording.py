"""Each place of a phrase is told once, its absence is an answer, and so is another spelling."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering import wording
from assistant.answering.draft import Draft
from assistant.answering.phrases import fold
from assistant.answering.spellings import other_spellings
from assistant.answering.worded import WordingResult
from assistant.source import Source
from assistant.understanding.query import Act, Query, Scope
from corpus.plan import Kind, Plan

SMALL = """海の共創

1-1 渚

◎ 目標とするまちの姿

渚を守るまち

◆ 現状

コンピュータ¹で渚を見守ります。砂浜が減り、渚の人財が足りません。

¹ 渚の様子を調べる機械。

○ 主な取組

① 渚を見張ります

渚の機会を生かします。

▽ 共創のパートナーと共創の取組

<input type="checkbox" checked="checked" /> 渚の会	<input type="checkbox" /> 市民

- 渚の会とともに、渚を掃きます。
"""


def look(
    source: Source, *phrases: str, kinds: tuple[Kind, ...] = (), scope: Scope | None = None
) -> tuple[WordingResult, Draft]:
    """Look for phrases, and tell what was found."""
    query = Query(Act.WORDING, phrases=phrases, kinds=kinds, scope=scope or Scope())
    result = wording.execute(query, source)
    assert result is not None
    draft = Draft(source.plan, source.companions, source.lang)
    wording.write(result, query, draft, source)
    assert set(draft.passages) == set(result.passages)
    assert all(citation.quotes for citation in draft.citations())
    return result, draft


def cited(draft: Draft) -> list[str]:
    return [passage.id for passage in draft.passages]


@pytest.mark.parametrize(
    "phrase", ["福祉", "災害", "共創", "取組", "健康", "人財", "こども", "目標", "スポーツ", "の"]
)
def test_the_count_is_that_of_the_whole_plan(
    source: Callable[..., Source], plan: Plan, phrase: str
) -> None:
    result, _ = look(source(), phrase)
    assert result.phrases[0].count == fold("\n".join(plan.lines)).count(phrase)


def test_each_place_is_quoted_with_its_section_and_kind(source: Callable[..., Source]) -> None:
    result, draft = look(source(), "炭火")
    assert draft.text.startswith("「炭火」は、この計画では次の 1 か所で使われています。")
    assert "- 2-4 教育の目標とするまちの姿: 学習者中心の学びを通じて、“炭火”のごとく" in draft.text
    assert [value.rows for value in result.values] == [("2-4.goal.1",)] * 2


def test_a_title_and_its_body_are_one_place(source: Callable[..., Source]) -> None:
    result, draft = look(source(), "取り組めます")
    assert (result.phrases[0].count, result.phrases[0].found.places) == (4, 3)
    assert "3 か所で計 4 回" in draft.text
    assert cited(draft) == [f"2-3.initiative.{n}" for n in (1, 2, 3)]
    assert "生活習慣の改善を支援します" not in draft.text


def test_rows_footnotes_boxes_and_headings_are_places(source: Callable[..., Source]) -> None:
    assert cited(look(source(), "出生数")[1]) == ["2-2.indicator.1"]
    assert cited(look(source(), "ころやからだ")[1]) == ["fn10"]
    assert len(cited(look(source(), "滞在者")[1])) == 5
    result, draft = look(source(), "共創")
    assert "見出し、10 回: ▽ 共創のパートナーと共創の取組" in draft.text
    assert "見出し: ひとの共創" in draft.text
    assert (result.phrases[0].count, result.phrases[0].found.places) == (13, 7)


def test_what_is_not_used_is_an_answer(source: Callable[..., Source]) -> None:
    result, draft = look(source(), "SDGs")
    assert draft.text == "「SDGs」は、この計画では使われていません。"
    assert (result.passages, result.values) == ((), ())


@pytest.mark.parametrize(
    ("asked", "used", "count"),
    [
        ("人材", "人財", 4),
        ("障がい", "障害", 8),
        ("コンピューター", "コンピュータ", 1),
        ("一人一人", "一人ひとり", 11),
        ("じんざい", "人財", 4),
        ("支え合い", "支えあい", 6),
        ("子ども", "こども", 26),
    ],
)
def test_the_spelling_that_is_used_instead(
    source: Callable[..., Source], asked: str, used: str, count: int
) -> None:
    result, draft = look(source(), asked)
    (spelling,) = result.phrases[0].spellings
    assert (spelling.written, spelling.found.count) == (used, count)
    assert f"読みが同じ「{used}」は、{count} 回使われています。" in draft.text


def test_words_of_one_sound_without_a_letter_in_common_are_no_spellings(plan: Plan) -> None:
    assert other_spellings("競争", plan) == ()
    assert other_spellings("以外", plan) == ()


def test_two_spellings_are_counted_against_each_other(source: Callable[..., Source]) -> None:
    result, draft = look(source(), "こども", "子ども")
    first, second, *_ = draft.text.split("\n")
    assert "計 26 回" in first
    assert "計 2 回" in second
    assert [one.spellings for one in result.phrases] == [(), ()]
    assert "2-2.indicator.2" in cited(draft)


def test_only_the_scope_is_told(source: Callable[..., Source]) -> None:
    result, draft = look(source(), "災害", scope=Scope(("2-1",)))
    assert {passage.section for passage in draft.passages} == {"2-1"}
    assert draft.text.startswith("「災害」は、2-1 福祉では")
    assert result.phrases[0].count == 7
    result, draft = look(source(), "災害", kinds=(Kind.INITIATIVE,))
    assert cited(draft) == ["2-1.initiative.6", "2-2.initiative.1"]
    assert draft.text.startswith("「災害」は、計画全体の主な取組では")
    _, draft = look(source(), "災害", scope=Scope(passages=("2-1.issue.2", "2-1.issue.1")))
    assert cited(draft) == ["2-1.issue.2"]


def test_unused_in_the_scope_is_not_unused(source: Callable[..., Source]) -> None:
    result, draft = look(source(), "災害", scope=Scope(("2-4",)))
    assert "2-4 教育では使われていません。" in draft.text
    assert "計画全体では 8 回使われています。[1]" in draft.text
    assert {value.text for value in result.values} == {"8 回"}


def test_markers_and_spaces_do_not_part_a_phrase(source: Callable[..., Source]) -> None:
    _, draft = look(source(), "KDBシステム")
    assert "計画での表記は、「KDB システム」です。" in draft.text
    _, draft = look(source(), "ソーシャルワークに期待")
    assert cited(draft) == ["2-1.current.2"]


def test_a_latin_word_is_found_whole(source: Callable[..., Source]) -> None:
    assert look(source(), "CT")[0].phrases[0].count == 0
    assert look(source(), "ict")[0].phrases[0].count == 1


def test_a_part_of_a_longer_word_is_said_to_be_one(source: Callable[..., Source]) -> None:
    _, draft = look(source(), "ケア")
    assert "このうち 5 回は、より長いカタカナ語の一部です。" in draft.text


def test_an_english_phrase_is_found_in_the_translation(source: Callable[..., Source]) -> None:
    _, draft = look(source("en"), "social work")
    assert draft.text.startswith("The plan is in Japanese; its unofficial English translation")
    assert cited(draft) == ["2-1.current.2", "fn9"]
    assert look(source("en"), "blockchain")[1].text == "“blockchain” is not used in the plan."


@pytest.mark.parametrize(
    ("phrases", "scope"), [((), Scope()), (("",), Scope()), (("福祉",), Scope(("9-9",)))]
)
def test_without_a_phrase_or_such_a_section(
    source: Callable[..., Source], phrases: tuple[str, ...], scope: Scope
) -> None:
    query = Query(Act.WORDING, phrases=phrases, scope=scope)
    assert wording.execute(query, source()) is None


def test_a_plan_of_its_own(source_of: Callable[..., Source]) -> None:
    small = source_of(SMALL)
    result, draft = look(small, "渚")
    assert result.phrases[0].count == SMALL.count("渚")
    assert "共創のパートナーの欄: 渚の会" in draft.text
    assert look(small, "checkbox")[0].phrases[0].count == 0
    assert look(small, "コンピューター")[0].phrases[0].spellings[0].written == "コンピュータ"
    assert look(small, "コンピュータで")[0].phrases[0].forms == ("コンピュータ¹で",)

"""Whether passages, and the plan, answer a query: on the bundled plan and on a made-up one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.evidence.classifier import chosen, is_answered, judge
from assistant.source import Source
from assistant.understanding.query import Act, AnswerType, Query, Scope
from corpus.plan import Kind

LIBRARY = (Path(__file__).parent / "library.txt").read_text(encoding="utf-8")


def find(text: str, topic: str, kind: AnswerType = AnswerType.TEXT) -> Query:
    return Query(Act.FIND, text=text, topic=topic, answer_type=kind)


def likely(query: Query, source: Source) -> float:
    return is_answered(query, judge(query, source), source)


@pytest.fixture
def kamakura(source: Callable[..., Source]) -> Source:
    """The bundled plan with its companions."""
    return source()


@pytest.fixture
def library(source_of: Callable[..., Source]) -> Source:
    """A made-up plan without companions, which holds a price, a day and a procedure."""
    return source_of(LIBRARY)


ANSWERED = [
    (find("障害のある人の働く場を市はどう増やしますか", "障害 働く場"), {"2-1.partner.6"}),
    (
        replace(
            find("ヤングケアラーに早く気づくための取組は", "ヤングケアラー"),
            kinds=(Kind.INITIATIVE,),
        ),
        {"2-2.initiative.3"},
    ),
    (
        find("刑務所を出た人の立ち直りを誰が支えますか", "刑務所 立ち直り", AnswerType.PERSON),
        {"2-1.partner.4", "fn11"},
    ),
    (
        find("How does the city prevent loneliness?", "prevent loneliness"),
        {"2-1.initiative.4", "2-1.partner.2"},
    ),
    (
        find("自ら命を絶った人は何人いますか", "命", AnswerType.NUMBER),
        {"2-3.current.3"},
    ),
]


@pytest.mark.parametrize(("query", "gold"), ANSWERED, ids=[one.text for one, _ in ANSWERED])
def test_an_answer_is_found(query: Query, gold: set[str], kamakura: Source) -> None:
    judged = judge(query, kamakura)
    assert judged[0].passage.id in gold
    assert judged[0].probability > 0.5
    assert is_answered(query, judged, kamakura) > 0.6


# Near the plan's topics or far from them; it says nothing of what is asked.
REFUSED = [
    find("地域包括支援センターの電話番号は", "地域包括支援センター", AnswerType.CONTACT),
    find("就学時健診を受ける日はいつですか", "就学時健診", AnswerType.DATE),
    find("サポーター講座の受講料はいくらですか", "サポーター講座", AnswerType.PRICE),
    find("保護司になるための申込み方法", "保護司", AnswerType.PROCEDURE),
    find("市営プールの営業時間", "市営プール 営業"),
    find("粗大ごみはどう出せばいいですか", "粗大ごみ", AnswerType.PROCEDURE),
    find("Where can I renew my passport?", "renew passport", AnswerType.PLACE),
    replace(find("横浜市の自殺死亡率は", "自殺死亡率"), elsewhere=("横浜",)),
    replace(
        find("1990年度の出生数は何人でしたか", "出生数", AnswerType.NUMBER),
        act=Act.FIGURE,
        rows=("2-2.indicator.1",),
        years=(1990,),
    ),
]


@pytest.mark.parametrize("query", REFUSED, ids=[one.text for one in REFUSED])
def test_what_the_plan_does_not_say_is_unlikely_answered(query: Query, kamakura: Source) -> None:
    assert likely(query, kamakura) < 0.4


def test_every_passage_is_judged_likeliest_first(kamakura: Source) -> None:
    judged = judge(find("孤独や孤立をどう防ぎますか", "孤独 孤立"), kamakura)
    assert {one.passage.id for one in judged} == {one.id for one in kamakura.plan.passages}
    probabilities = [one.probability for one in judged]
    assert probabilities == sorted(probabilities, reverse=True)
    assert all(0 <= one.probability <= 1 and 0 <= one.coverage <= 1 for one in judged)


def test_one_to_three_are_chosen_the_likeliest_first(kamakura: Source) -> None:
    judged = judge(find("孤立", "孤立"), kamakura)
    told = chosen(judged)
    assert told == judged[: len(told)]
    assert 1 <= len(told) <= 3
    assert all(one.probability > 0.7 for one in told[1:])
    assert chosen(()) == ()


def test_nothing_is_likely_of_no_passages(kamakura: Source) -> None:
    assert is_answered(find("孤立", "孤立"), (), kamakura) == 0


@pytest.mark.parametrize("kind", [Kind.ISSUE, Kind.INITIATIVE])
def test_a_kind_that_is_asked_for_rises(kind: Kind, kamakura: Source) -> None:
    query = find("災害時に助けが要る人について", "災害時 助け")

    def lead(query: Query) -> float:
        judged = judge(query, kamakura)
        of_kind = [one.probability for one in judged if one.passage.kind is kind]
        others = [one.probability for one in judged if one.passage.kind is not kind]
        return of_kind[0] - others[0]

    assert lead(replace(query, kinds=(kind,))) > lead(query)


def test_a_section_that_is_named_is_preferred_not_forced(kamakura: Source) -> None:
    query = find("安心して過ごせる場", "安心 過ごせる場")
    probabilities = {
        section: {
            one.passage.id: one.probability
            for one in judge(replace(query, scope=Scope(sections=(section,))), kamakura)
        }
        for section in ("2-1", "2-2")
    }
    of_youth = "2-2.indicator.10"
    assert probabilities["2-2"][of_youth] > probabilities["2-1"][of_youth] > 0


def test_a_plan_without_companions_is_judged(library: Source) -> None:
    query = find("移動図書館をどう増やしますか", "移動図書館")
    judged = judge(query, library)
    assert judged[0].passage.id == "1-1.initiative.1"
    assert is_answered(query, judged, library) > 0.5
    assert likely(find("介護保険料の減免", "介護保険料 減免"), library) < 0.3


@pytest.mark.parametrize(
    ("query", "passage"),
    [
        (find("読書会の参加費はいくらですか", "読書会 参加費", AnswerType.PRICE), "initiative.2"),
        (find("移動図書館は何曜日に来ますか", "移動図書館", AnswerType.DATE), "initiative.1"),
        (find("読書会はどう申し込みますか", "読書会", AnswerType.PROCEDURE), "initiative.2"),
    ],
)
def test_what_another_plan_holds_is_answered(query: Query, passage: str, library: Source) -> None:
    judged = judge(query, library)
    assert judged[0].passage.id == f"1-1.{passage}"
    told = is_answered(query, judged, library)
    assert told > 0.5
    # The same words ask for what the passage does not hold.
    assert is_answered(replace(query, answer_type=AnswerType.CONTACT), judged, library) < told


def test_a_topic_of_a_plan_without_companions_is_not_its_answer(library: Source) -> None:
    price = find("移動図書館の利用料はいくらですか", "移動図書館", AnswerType.PRICE)
    where = find("学校の図書室はどこにありますか", "学校の図書室", AnswerType.PLACE)
    what = find("移動図書館をどう増やしますか", "移動図書館")
    assert max(likely(price, library), likely(where, library)) < likely(what, library)


def test_a_query_without_words_is_judged(kamakura: Source) -> None:
    query = Query(Act.FIND, scope=Scope(sections=("2-1",)))
    assert len(judge(query, kamakura)) == len(kamakura.plan.passages)

"""A reading → the likeliest query: its slots say all that the question said, and nothing else."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from assistant.service import Assistant
from assistant.understanding.decoding import candidates, query_of
from assistant.understanding.query import (
    Act,
    AnswerType,
    Field,
    Filter,
    Format,
    Interval,
    Order,
    PartnerSlot,
    Query,
    Scope,
    State,
    Style,
)
from corpus.plan import Kind

BIRTHS = ("2-2.indicator.1",)
NURSERIES = tuple(f"2-2.indicator.{n}" for n in range(3, 7))
ROWS = (Kind.INDICATOR,)
LATEST = Field.LATEST
# Slots that are told beside others and matter little to a list or a figure.
ASIDE = {"text", "answer_type"}

QUERIES: dict[str, tuple[Act, dict[str, Any]]] = {
    "福祉の80%以上90%未満の指標": (
        Act.LIST,
        {
            "kinds": ROWS,
            "scope": Scope(("2-1",)),
            "filters": (Filter(LATEST, Interval(80, 90, high_open=True), "%"),),
        },
    ),
    "90%以上の指標をすべて": (
        Act.LIST,
        {"kinds": ROWS, "filters": (Filter(LATEST, Interval(low=90), "%"),)},
    ),
    "2024年度より前の指標は?": (
        Act.LIST,
        {"kinds": ROWS, "filters": (Filter(Field.YEAR, Interval(high=2024, high_open=True)),)},
    ),
    "Which indicators are below 20%?": (
        Act.LIST,
        {"kinds": ROWS, "filters": (Filter(LATEST, Interval(high=20, high_open=True), "%"),)},
    ),
    "下げることを目指す指標を全部": (
        Act.LIST,
        {"kinds": ROWS, "states": (State.DOWN,), "scope": Scope(is_whole=True)},
    ),
    "まだ未定の指標は?": (Act.LIST, {"kinds": ROWS, "states": (State.UNDECIDED,)}),
    "福祉の指標でいちばん低いもの": (
        Act.LIST,
        {"kinds": ROWS, "scope": Scope(("2-1",)), "order": Order(LATEST, False, 1)},
    ),
    "値の高い順に上位3件の指標": (Act.LIST, {"kinds": ROWS, "order": Order(LATEST, True, 3)}),
    "福祉と健康の課題": (Act.LIST, {"kinds": (Kind.ISSUE,), "scope": Scope(("2-1", "2-3"))}),
    "スポーツ以外の分野の取組を全部": (
        Act.LIST,
        {"kinds": (Kind.INITIATIVE,), "scope": Scope(("2-1", "2-2", "2-3", "2-4"))},
    ),
    "全分野の課題": (Act.LIST, {"kinds": (Kind.ISSUE,), "scope": Scope(is_whole=True)}),
    "各分野の課題を1つずつ": (Act.LIST, {"kinds": (Kind.ISSUE,), "scope": Scope(is_each=True)}),
    "2-9の取組は?": (Act.LIST, {"kinds": (Kind.INITIATIVE,), "scope": Scope(absent=("2-9",))}),
    "出生数の目標は?": (Act.FIGURE, {"rows": BIRTHS, "aspects": (Field.TARGET,)}),
    "1歳児の保育所利用率は?": (
        Act.FIGURE,
        {"rows": NURSERIES, "ages": (Interval(1, 1),), "aspects": (LATEST,)},
    ),
    "出生数は増えましたか": (Act.FIGURE, {"rows": BIRTHS, "aspects": (Field.TREND,)}),
    "横浜市の出生数は?": (Act.FIGURE, {"rows": BIRTHS, "elsewhere": ("横浜",)}),
    "78.5%は何の数字?": (Act.FIGURE, {"claims": (78.5,)}),
    "福祉の3番目の課題": (
        Act.QUOTE,
        {"kinds": (Kind.ISSUE,), "scope": Scope(("2-1",), item=3)},
    ),
    "the third initiative of health": (
        Act.QUOTE,
        {"kinds": (Kind.INITIATIVE,), "scope": Scope(("2-3",), item=3)},
    ),
    "「災害」という言葉はどこ?": (Act.WORDING, {"phrases": ("災害",)}),
    "他行政機関がパートナーなのはどの分野?": (
        Act.PARTNERS,
        {"partners": PartnerSlot(("他行政機関",))},
    ),
    "大学とは何をしますか": (
        Act.PARTNERS,
        {"partners": PartnerSlot(("大学",), asks_lines=True)},
    ),
    "保護司とは?": (Act.DEFINE, {"terms": ("保護司",)}),
    "福祉の課題を表にして": (
        Act.LIST,
        {"kinds": (Kind.ISSUE,), "scope": Scope(("2-1",)), "style": Style(Format.TABLE)},
    ),
    "list the initiatives for welfare as CSV": (
        Act.LIST,
        {"kinds": (Kind.INITIATIVE,), "scope": Scope(("2-1",)), "style": Style(Format.CSV)},
    ),
    "福祉を3行でまとめて": (
        Act.SUMMARISE,
        {"scope": Scope(("2-1",)), "style": Style(is_short=True, sentences=3)},
    ),
    "保育料はいくら": (Act.FIND, {"topic": "保育料", "topics": ("保育料",)}),
    "Compare welfare and health issues": (
        Act.COMPARE,
        {"kinds": (Kind.ISSUE,), "scope": Scope(("2-1", "2-3"))},
    ),
}


def slots(query: Query) -> dict[str, Any]:
    """The slots of a query that are filled."""
    empty = Query(query.act)
    names = [one.name for one in fields(Query) if one.name not in {"act", *ASIDE}]
    return {
        name: getattr(query, name) for name in names if getattr(query, name) != getattr(empty, name)
    }


def likeliest(assistant: Assistant, text: str) -> Query:
    return candidates(assistant.reader.read(text), assistant.plan)[0]


@pytest.mark.parametrize("text", QUERIES)
def test_a_question_is_its_query(assistant: Assistant, text: str) -> None:
    query = likeliest(assistant, text)
    assert (query.act, slots(query)) == QUERIES[text]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("保育料はいくら", AnswerType.PRICE),
        ("福祉課の電話番号は?", AnswerType.CONTACT),
        ("保育所の申し込みはどうすればいい?", AnswerType.PROCEDURE),
        ("体育館はどこにありますか", AnswerType.PLACE),
        ("なぜ出生数が減っているのですか", AnswerType.REASON),
        ("福祉の予算はいくらですか", AnswerType.BUDGET),
        ("How many children are there?", AnswerType.NUMBER),
        ("Who is in charge of welfare?", AnswerType.PERSON),
    ],
)
def test_what_an_answer_has_to_hold(assistant: Assistant, text: str, wanted: AnswerType) -> None:
    assert likeliest(assistant, text).answer_type is wanted


@pytest.mark.parametrize("text", ["福祉の目標は?", "福祉の目指す姿は?", "the goal of welfare?"])
def test_the_target_of_a_section_is_its_goal(assistant: Assistant, text: str) -> None:
    query = likeliest(assistant, text)
    assert (query.kinds, query.scope.sections, query.rows) == ((Kind.GOAL,), ("2-1",), ())


def test_candidates_are_of_different_acts_and_few(either: Assistant) -> None:
    for text in ("福祉の取組は?", "緑地の面積は?", "???", "市民", "3-1", "a" * 400):
        found = candidates(either.reader.read(text), either.plan)
        assert 0 < len(found) <= 4
        assert len({query.act for query in found}) == len(found)


def test_the_same_slots_for_another_plan(small: Assistant) -> None:
    """Nothing of a plan stands in the code that fills them."""
    figure = likeliest(small, "緑地の面積の目標は?")
    assert (figure.act, figure.rows, figure.aspects) == (
        Act.FIGURE,
        ("4-1.indicator.1",),
        (Field.TARGET,),
    )
    listed = likeliest(small, "交通の取組を全部")
    assert (listed.act, listed.scope.sections) == (Act.LIST, ("3-1",))
    assert listed.kinds == (Kind.INITIATIVE,)
    partners = likeliest(small, "緑地のパートナーは誰ですか")
    assert (partners.act, partners.scope.sections) == (Act.PARTNERS, ("4-1",))


def test_every_act_can_be_filled_from_any_reading(either: Assistant) -> None:
    for text in ("福祉の2番目の取組は「災害」の80%以上?", "", "③", "3-1 4-1 5分野"):
        reading = either.reader.read(text)
        for act in Act:
            query = query_of(act, reading, either.plan)
            assert query.act is act or query.act in (Act.LIST, Act.COMPARE, Act.SUMMARISE)

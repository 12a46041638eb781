"""Quotes by name: footnotes, rows, titles, and what the conversation pointed at."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from told_quotes import cited, quote, shown

from assistant.answering import quotes
from assistant.source import Source
from assistant.understanding.query import Act, Query, Scope, Style
from corpus.plan import Kind, Plan

SMALL = """水辺の共創

1-1 川辺

◎ 目標とするまちの姿

川辺で憩えるまち

○ 主な取組

① 堤を直します

堤の弱い所を調べます。

古い堤を直します。

1-2 港

◎ 目標とするまちの姿

船が集うまち

○ 主な取組

① 桟橋を直します

桟橋の担い手²を募ります。

² 桟橋を手入れする人。

② 灯台を守ります

灯台の燈火⁵を絶やしません。

⁵ 船を導く明かり。
"""


def test_footnotes_by_number(source: Callable[..., Source], plan: Plan) -> None:
    for note in plan.footnotes:
        _, draft = quote(source(), scope=Scope(notes=(note.number,)))
        assert draft.passages == (note.passage,)
        assert note.body in draft.text
        assert f"注{note.number}「{note.term}」" in draft.text


def test_a_footnote_that_the_plan_lacks_is_said(source: Callable[..., Source]) -> None:
    _, draft = quote(source(), scope=Scope(notes=(12, 99)))
    assert "注99は、この計画にありません。" in draft.text
    assert "9から15まで" in draft.text
    assert cited(draft) == ["fn9", "fn15", "fn12"]


def test_a_footnote_by_the_number_given_as_an_item(source: Callable[..., Source]) -> None:
    for sections in ((), ("2-2",)):
        _, draft = quote(source(), kinds=(Kind.FOOTNOTE,), scope=Scope(sections, item=12))
        assert cited(draft) == ["fn12"]


def test_an_item_and_a_footnote_together(source: Callable[..., Source]) -> None:
    scope = Scope(("2-1",), item=3, notes=(12,))
    _, draft = quote(source(), scope=scope)
    assert cited(draft) == ["2-1.initiative.3", "fn12"]


def test_rows_are_told_with_the_heads_of_the_table(source: Callable[..., Source]) -> None:
    _, draft = quote(source(), rows=("2-2.indicator.1",))
    assert "出生数: 直近実績値 785 人 (2024 年度)、目標値又は目指す方向 828 人[1]" in draft.text
    _, draft = quote(source(), rows=("2-1.indicator.6",))
    assert "の内訳" in draft.text


def test_what_the_conversation_pointed_at(source: Callable[..., Source]) -> None:
    pointed = ("2-1.initiative.1", "2-4.initiative.2", "2-1.issue.2", "2-1.partners")
    _, draft = quote(source(), scope=Scope(passages=pointed))
    assert cited(draft) == list(pointed)
    assert "■ 市民" in draft.text
    assert "□ 滞在者" in draft.text
    _, draft = quote(source(), scope=Scope(passages=pointed, item=2))
    assert cited(draft) == ["2-4.initiative.2"]
    _, draft = quote(source(), kinds=(Kind.ISSUE,), scope=Scope(passages=pointed))
    assert cited(draft) == ["2-1.issue.2"]


@pytest.mark.parametrize(
    "asked",
    [
        {"scope": Scope(passages=("2-1.issue.1",), item=2)},
        {"scope": Scope(passages=("2-1.issue.1", "9-9.issue.1"))},
        {"scope": Scope(("9-9",), item=1)},
        {"scope": Scope(("2-1", "9-9"), item=1)},
        {"rows": ("2-1.indicator.99",)},
        {"terms": ("ケアラー",)},
        {"kinds": (Kind.ISSUE,), "scope": Scope(("2-1",)), "topic": "宇宙"},
        {"topic": "宇宙"},
        {},
    ],
)
def test_what_cannot_be_quoted_is_left_to_others(
    source: Callable[..., Source], asked: dict[str, object]
) -> None:
    query = Query(Act.QUOTE, **asked)  # type: ignore[arg-type]
    assert quotes.execute(query, source()) is None


def test_a_topic_narrows_and_the_name_of_a_section_does_not(
    source: Callable[..., Source],
) -> None:
    scope, kinds = Scope(("2-1",)), (Kind.ISSUE,)
    _, draft = quote(source(), topic="孤独", kinds=kinds, scope=scope)
    assert cited(draft) == ["2-1.issue.3"]
    _, draft = quote(source(), topic="福祉の課題", kinds=kinds, scope=scope)
    assert len(draft.passages) == 4


def test_by_title_or_term(source: Callable[..., Source]) -> None:
    _, draft = quote(source(), topic="学習者中心の学びを支える環境を整備します")
    assert cited(draft) == ["2-4.initiative.4"]
    _, draft = quote(source(), terms=("ケアラー支援",))
    assert cited(draft) == ["fn10"]


def test_the_words_of_the_language_and_verbatim_the_plans_own(
    source: Callable[..., Source], plan: Plan
) -> None:
    scope, passage = Scope(("2-1",), item=3), plan.passage("2-1.initiative.3")
    for lang, style in (("en", "normal"), ("ja", "plain")):
        told = source(lang, style)
        _, draft = quote(told, scope=scope)
        assert shown(passage) not in draft.text
        view = told.view(passage)
        assert view is not None
        assert view.text in draft.text
        _, draft = quote(told, scope=scope, style=Style(is_verbatim=True))
        assert shown(passage) in draft.text
        assert view.text in draft.text


def test_english_says_what_a_section_lacks(source: Callable[..., Source]) -> None:
    _, draft = quote(source("en"), scope=Scope(("2-1",), item=7))
    assert draft.text == (
        "2-1 Welfare has no main initiative 7. The main initiatives run from 1 to 6.[1][2]"
    )


def test_a_plan_without_partners_rows_and_companions(
    source_of: Callable[..., Source],
) -> None:
    small = source_of(SMALL)
    _, draft = quote(small, scope=Scope(("1-1",), item=-1))
    assert "堤の弱い所を調べます。\n古い堤を直します。[1]" in draft.text
    _, draft = quote(small, scope=Scope(("1-1",), item=2))
    assert "主な取組は、①だけです。" in draft.text
    _, draft = quote(small, kinds=(Kind.INDICATOR,), scope=Scope(("1-2",)))
    assert (draft.text, draft.passages) == ("1-2 港に成果指標の記載はありません。", ())
    _, draft = quote(small, scope=Scope(notes=(3,)))
    assert "用語の注は、2、5です。" in draft.text
    _, draft = quote(small, kinds=(Kind.FOOTNOTE,), scope=Scope(item=-1))
    assert cited(draft) == ["fn5"]

"""A term's own explanation is told first, another's only as such, and uses where there is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering import definitions
from assistant.answering.draft import Draft
from assistant.source import Source
from assistant.understanding.query import Act, Query
from corpus.plan import Plan

SMALL = """人の共創

1-1 学び

◎ 目標とするまちの姿

誰もが学べるまち

◆ 現状

フレイルとは、加齢により心身の力が弱くなることをいいます。

学びの人財¹を育てます。支所の窓口でも相談できます。

地域学習ポータルサイト（LP）を開きます。

○ 主な取組

① 居場所をつくります

居場所を増やし、司書²とともに本を届けます。

¹ 地域の宝となる人。

² 図書館で本の世話をする人。
"""


def define(source: Source, *terms: str) -> Draft:
    """Carry out a query that the plan can answer, and tell it."""
    query = Query(Act.DEFINE, terms=terms)
    result = definitions.execute(query, source)
    assert result is not None
    draft = Draft(source.plan, source.companions, source.lang)
    definitions.write(result, query, draft, source)
    assert set(draft.passages) == set(result.passages)
    return draft


def cited(draft: Draft) -> list[str]:
    return [passage.id for passage in draft.passages]


def test_every_footnote_explains_its_term_whole(source: Callable[..., Source], plan: Plan) -> None:
    for note in plan.footnotes:
        draft = define(source(), note.term)
        assert draft.text.startswith(f"「{note.term}」")
        assert note.body in draft.text
        assert draft.passages == (note.passage,)


def test_every_footnote_is_found_by_its_english_name(
    source: Callable[..., Source], plan: Plan
) -> None:
    english = source("en")
    for note in plan.footnotes:
        name = english.term(note.passage)
        draft = define(english, name)
        assert draft.text.startswith(f"“{name}”")
        assert draft.passages == (note.passage,)


@pytest.mark.parametrize(
    ("asked", "note"),
    [
        ("ほごし", "fn11"),
        ("保護士", "fn11"),
        ("hogoshi", "fn11"),
        ("そーしゃるわーく", "fn9"),
        ("ソーシャルワク", "fn9"),
        ("ライフ・コース・アプローチ", "fn13"),
        ("ヤングケアラ", "fn12"),
        ("young carers", "fn12"),
        ("Wellnes", "fn15"),
    ],
)
def test_a_term_is_known_however_it_is_written(
    source: Callable[..., Source], asked: str, note: str
) -> None:
    assert cited(define(source(), asked)) == [note]


def test_carer_young_carer_and_support_for_carers_are_three(
    source: Callable[..., Source],
) -> None:
    assert cited(define(source(), "ヤングケアラー")) == ["fn12"]
    assert cited(define(source(), "ケアラー支援")) == ["fn10"]
    draft = define(source(), "ケアラー")
    assert draft.text.startswith("「ケアラー」そのものを説明する注は、計画にありません。")
    assert "「ケアラー支援」についての注10" in draft.text
    assert cited(draft) == ["fn10"]


def test_a_longer_term_is_not_that_of_the_note(source: Callable[..., Source]) -> None:
    draft = define(source(), "ICT教育")
    assert "「ICT教育」そのものを説明する注は、計画にありません。" in draft.text
    assert cited(draft) == ["fn14"]


@pytest.mark.parametrize(
    ("asked", "said", "passage"),
    [
        ("ウェルビーイング", "個人の権利や自己実現が保証され", "fn9"),
        ("スポーツ実施率", "週1日以上実施している人の割合", "2-5.current.1"),
        ("自殺死亡率", "(自殺者数/人口)の 10 万人当たり の自殺者数", "2-3.indicator.3"),
        ("保育所利用率", "定員数/利用申込者数", "2-2.indicator.3"),
        ("KDBシステム", "国保データベースシステム（KDB システム）", "2-3.initiative.1"),
        ("QOL", "質の高い生活(QOL)", "fn9"),
    ],
)
def test_brackets_in_the_text_explain(
    source: Callable[..., Source], asked: str, said: str, passage: str
) -> None:
    draft = define(source(), asked)
    assert draft.text.startswith(f"「{asked}」")
    assert said in draft.text
    assert cited(draft) == [passage]
    assert "説明はありません" not in draft.text


def test_brackets_of_a_longer_word_do_not_explain_its_end(
    source: Callable[..., Source],
) -> None:
    assert "インターネット、電話、テレビ等[1]" in define(source(), "通信技術").text
    assert "意味の説明はありません" in define(source(), "技術").text


def test_what_is_used_and_not_explained_is_shown_in_use(source: Callable[..., Source]) -> None:
    draft = define(source(), "成年後見")
    assert draft.text.startswith("「成年後見」は計画で使われていますが、意味の説明はありません。")
    assert "たとえば" not in draft.text
    assert cited(draft) == ["2-1.initiative.5"]
    many = define(source(), "支援")
    assert "たとえば" in many.text
    assert len(many.passages) == 3


def test_a_word_within_a_longer_one_is_no_use_of_it(source: Callable[..., Source]) -> None:
    draft = define(source(), "ケア")
    assert cited(draft) == ["2-1.current.4", "fn10"]


def test_a_term_that_only_a_heading_has(source: Callable[..., Source]) -> None:
    assert "計画の見出し「ひとの共創」にある言葉" in define(source(), "ひとの共創").text


def test_one_of_two_terms_is_missing(source: Callable[..., Source]) -> None:
    draft = define(source(), "ウェルネス", "メタバース")
    assert cited(draft) == ["fn15"]
    assert "「メタバース」は、この計画に出てきません。" in draft.text


@pytest.mark.parametrize("terms", [("ブロックチェーン",), ("司書",), ("",), ()])
def test_what_the_plan_does_not_have(source: Callable[..., Source], terms: tuple[str, ...]) -> None:
    assert definitions.execute(Query(Act.DEFINE, terms=terms), source()) is None


def test_what_the_translation_alone_explains_is_said_to_be_its_own(
    source: Callable[..., Source],
) -> None:
    draft = define(source("en"), "frailty")
    assert "unofficial English translation" in draft.text
    assert "the weakening of body and mind with age" in draft.text


def test_a_japanese_term_in_an_english_answer(source: Callable[..., Source]) -> None:
    draft = define(source("en"), "ケアラー支援")
    assert draft.text.startswith("“Support for carers (ケアラー支援)”")


def test_easy_japanese_begins_with_the_term(source: Callable[..., Source]) -> None:
    draft = define(source(style="plain"), "ヤングケアラー")
    assert draft.text.startswith("「ヤングケアラー」の意味です。")
    assert "しすぎるほどしているこどものことです。[1]" in draft.text
    assert define(source(style="plain"), "ウェルビーイング").text.startswith("ウェルビーイングとは")


def test_a_plan_of_its_own(source_of: Callable[..., Source]) -> None:
    small = source_of(SMALL)
    assert define(small, "フレイル").text.startswith("フレイルとは、加齢により")
    assert "図書館で本の世話をする人。" in define(small, "司書").text
    assert "地域学習ポータルサイト（LP）" in define(small, "LP").text
    # Another word of the same sound is no spelling of the term.
    assert cited(define(small, "支所")) == ["1-1.current.2"]
    alike = define(small, "人材")
    assert alike.text.startswith("「人材」そのものを説明する注は、計画にありません。「人財」")

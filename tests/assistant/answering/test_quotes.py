"""What has a number, a name or a place is quoted word for word, and nothing else in its stead."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from told_quotes import cited, quote, shown

from assistant.answering import quotes
from assistant.source import Source
from assistant.understanding.query import Scope
from corpus.plan import Kind, Plan


def test_every_initiative_by_its_number_is_whole(source: Callable[..., Source], plan: Plan) -> None:
    for section in plan.sections:
        for initiative in section.initiatives:
            scope = Scope((section.number,), item=initiative.number)
            _, draft = quote(source(), scope=scope)
            assert draft.passages == (initiative.passage,)
            assert shown(initiative.passage) in draft.text


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.INITIATIVE])
def test_every_item_of_a_kind_is_quoted_by_its_place(
    source: Callable[..., Source], plan: Plan, kind: Kind
) -> None:
    for section in plan.sections:
        every = [one for one in section.passages if one.kind is kind]
        every = [one for one in every if not one.id.endswith(".partners")]
        for place in range(1, len(every) + 1):
            scope = Scope((section.number,), item=place)
            _, draft = quote(source(), kinds=(kind,), scope=scope)
            assert draft.passages == (every[place - 1],)
        _, draft = quote(source(), kinds=(kind,), scope=Scope((section.number,), item=-1))
        assert draft.passages == (every[-1],)


def test_a_number_that_the_section_lacks_is_said_and_no_other_is_told(
    source: Callable[..., Source],
) -> None:
    result, draft = quote(source(), scope=Scope(("2-1",), item=7))
    assert result.quoted == ()
    assert "主な取組⑦はありません" in draft.text
    assert "①から⑥まで" in draft.text
    assert cited(draft) == ["2-1.initiative.1", "2-1.initiative.6"]
    assert "包括的支援体制" not in draft.text


def test_a_place_that_the_section_lacks_is_said_with_how_many_there_are(
    source: Callable[..., Source],
) -> None:
    result, draft = quote(source(), kinds=(Kind.ISSUE,), scope=Scope(("2-5",), item=3))
    assert "3 番目の課題はありません" in draft.text
    assert "全部で 2 件" in draft.text
    assert [(value.text, value.rows) for value in result.values] == [
        ("2 件", ("2-5.issue.1", "2-5.issue.2"))
    ]


def test_an_item_without_a_section_is_asked_back(source: Callable[..., Source]) -> None:
    result, draft = quote(source(), scope=Scope(item=3))
    assert cited(draft) == [f"2-{n}.initiative.3" for n in (1, 2, 3, 4)]
    labels = [label for label, _ in result.choices]
    assert labels[0] == "2-1 福祉の主な取組③"
    assert [query.scope.sections for _, query in result.choices] == [
        (f"2-{n}",) for n in (1, 2, 3, 4)
    ]
    one = quotes.execute(result.choices[2][1], source())
    assert one is not None
    assert [passage.id for passage in one.passages] == ["2-3.initiative.3"]


def test_an_item_that_one_section_alone_has_is_told_at_once(
    source: Callable[..., Source],
) -> None:
    result, draft = quote(source(), scope=Scope(item=5))
    assert (cited(draft), result.choices) == (["2-1.initiative.5"], ())


def test_an_item_that_no_section_has_is_in_none(source: Callable[..., Source]) -> None:
    result, draft = quote(source(), scope=Scope(item=9))
    assert result.quoted == ()
    assert "どの分野にもありません" in draft.text
    assert "- 2-5 スポーツ・レクリエーション: ①から②まで" in draft.text


def test_an_item_of_every_section_is_told_in_full(source: Callable[..., Source]) -> None:
    result, draft = quote(source(), scope=Scope(item=1, is_each=True))
    assert (len(draft.passages), result.choices) == (5, ())
    assert all(shown(passage) in draft.text for passage in draft.passages)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_kind_of_a_section_is_quoted_whole_and_in_order(
    source: Callable[..., Source], plan: Plan, kind: Kind
) -> None:
    for section in plan.sections:
        every = [one for one in section.passages if one.kind is kind]
        every = [one for one in every if not one.id.endswith(".partners")]
        result, draft = quote(source(), kinds=(kind,), scope=Scope((section.number,)))
        assert list(draft.passages) == every
        assert [value.value for value in result.values] == ([len(every)] if every[1:] else [])


def test_the_goals_of_all_sections_are_five(source: Callable[..., Source]) -> None:
    _, draft = quote(source(), kinds=(Kind.GOAL,), scope=Scope(is_whole=True))
    assert cited(draft) == [f"2-{n}.goal.1" for n in range(1, 6)]
    assert all(passage.text in draft.text for passage in draft.passages)

"""Words of a question that the plan does not use are named before what comes near."""

from __future__ import annotations

import pytest

from assistant.answering.absent_words import absent_words
from assistant.service import Assistant
from assistant.understanding.query import Act, Query


def asked(*topics: str) -> Query:
    return Query(Act.FIND, "、".join(topics), topic=" ".join(topics), topics=topics)


@pytest.mark.parametrize(
    ("topics", "cited", "words"),
    [
        (("避難所",), "2-1.initiative.6", ("避難所",)),
        (("待機児童数",), "2-2.indicator.1", ("待機児童数",)),
        (("いじめ・不登校",), "2-4.initiative.4", ("いじめ", "不登校")),
        # What is used, alike, or a compound of what is used is not named.
        (("障害者雇用", "助成金"), "2-1.partner.6", ("助成金",)),
        (("給料",), "fn11", ()),
        (("孤独",), "2-1.initiative.4", ()),
        (("健康寿命",), "2-3.indicator.1", ()),
        (("smoking",), "2-3.initiative.2", ()),
        ((), "2-3.initiative.2", ()),
    ],
)
def test_absent_words(
    assistant: Assistant, topics: tuple[str, ...], cited: str, words: tuple[str, ...]
) -> None:
    source = assistant.source("ja", "normal")
    found = absent_words(asked(*topics), [assistant.plan.passage(cited)], source)
    assert found.words == words


def test_a_topic_that_the_plan_has_in_part_is_not_wholly_absent(assistant: Assistant) -> None:
    source = assistant.source("ja", "normal")
    passage = [assistant.plan.passage("2-1.partner.6")]
    assert absent_words(asked("避難所"), passage, source).is_all
    assert not absent_words(asked("障害者雇用", "助成金"), passage, source).is_all


def test_a_slip_of_the_dictionary_in_kana_is_no_word(assistant: Assistant) -> None:
    source = assistant.source("ja", "normal")
    passage = [assistant.plan.passage("2-1.initiative.1")]
    assert absent_words(asked("ごさい", "しゅく"), passage, source).words == ()


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("避難所の場所は載ってますか", "避難所"),
        ("待機児童数 何人", ""),
        ("不登校の子への支援は?", "不登校"),
    ],
)
def test_who_asks_for_what_the_plan_has_not_is_told_so(
    assistant: Assistant, question: str, word: str
) -> None:
    answer = assistant.ask(question)
    assert not answer.answerable or f"「{word}」という言葉は、この計画にはありません" in answer.text

"""Every place of a word: all that use it and no other, by the plan's own letters."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from assistant.answer import Answer, Intent
from assistant.service import Assistant
from corpus.footnotes import without_markers
from corpus.parse import bundled_plan_path, read_plan
from corpus.plan import Kind, Passage
from index.morphology import normalise

PLAN = read_plan(bundled_plan_path())
NOUN = re.compile(r"[一-龯ァ-ヺー]{2,6}")
KINDS = ("指標", "課題", "現状", "取組", "目標", "脚注", "注")


def letters(passage: Passage) -> str:
    heading = passage.heading if passage.kind is Kind.FOOTNOTE else ""
    return normalise(without_markers(f"{heading}\n{passage.text}"))


def using(word: str) -> set[str]:
    """The passages that use a word; the boxes only where nothing else does."""
    held = {passage.id for passage in PLAN.passages if word in letters(passage)}
    return {one for one in held if not one.endswith(".partners")} or held


def cited(answer: Answer) -> set[str]:
    return {citation.passage.id for citation in answer.citations}


def frequent_words() -> list[str]:
    counts = Counter(word for one in PLAN.passages for word in set(NOUN.findall(letters(one))))
    return [
        word
        for word, count in counts.most_common()
        if count > 2 and not any(kind in word for kind in KINDS)
    ]


@pytest.mark.parametrize(
    "ask",
    [
        "「{}」という語が出てくる箇所を全部挙げてください",
        "計画で『{}』と書かれているところはどこですか",
        "Show me every passage where the word 「{}」 appears.",
    ],
)
def test_every_use_of_a_word_is_told_and_nothing_else(assistant: Assistant, ask: str) -> None:
    words = frequent_words()
    assert len(words) > 40
    for word in words:
        answer = assistant.ask(ask.format(word))
        assert answer.intent is Intent.LIST, word
        assert cited(answer) == using(word), word


def test_the_word_may_be_part_of_another(assistant: Assistant) -> None:
    answer = assistant.ask("ケアラーという言葉が使われている箇所を残らず")
    assert {"fn12", "2-2.initiative.3", "fn10"} <= cited(answer)


def test_kinds_and_sections_narrow_the_list(assistant: Assistant) -> None:
    answer = assistant.ask("「高齢者」という語を含む主な取組を全分野から挙げてください")
    initiatives = {one.id for one in PLAN.passages if one.kind is Kind.INITIATIVE}
    assert cited(answer) == using("高齢者") & initiatives
    answer = assistant.ask("福祉の分野で「災害」という言葉が出てくるところを全部")
    assert cited(answer) == {one for one in using("災害") if one.startswith("2-1.")}


def test_where_a_word_is_not_used_is_said(assistant: Assistant) -> None:
    answer = assistant.ask("「保護司」という言葉が使われている指標")
    assert answer.text.startswith("お尋ねの範囲では使われていません。")
    assert cited(answer) == using("保護司")


def test_a_word_that_the_plan_does_not_use_is_not_found(assistant: Assistant) -> None:
    assert not assistant.ask("「防犯カメラ」という語が出てくる箇所を全部").answerable


def test_who_asks_for_the_meaning_gets_the_note(assistant: Assistant) -> None:
    assert assistant.ask("「保護司」という言葉の意味は").intent is Intent.DEFINITION

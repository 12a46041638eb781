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


def letters(passage: Passage) -> str:
    return normalise(without_markers(passage.text))


def headings() -> str:
    """What stands in no passage: titles, marks of the blocks, the head of the table."""
    held = {line for one in PLAN.passages for line in range(one.lines[0], one.lines[1] + 1)}
    return "\n".join(line for n, line in enumerate(PLAN.lines, 1) if n not in held)


def using(word: str) -> set[str]:
    """The passages that use a word."""
    return {passage.id for passage in PLAN.passages if word in letters(passage)}


def cited(answer: Answer) -> set[str]:
    return {citation.passage.id for citation in answer.citations}


def frequent_words() -> list[str]:
    counts = Counter(word for one in PLAN.passages for word in set(NOUN.findall(letters(one))))
    return [word for word, n in counts.most_common() if n > 2 and word not in headings()]


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
    other = {}
    for word in words:
        answer = assistant.ask(ask.format(word))
        if answer.intent is not Intent.WORDING or cited(answer) != using(word):
            other[word] = (answer.intent.value, sorted(cited(answer) ^ using(word)))
    assert other == {}


def test_how_often_a_word_is_used_is_counted(assistant: Assistant) -> None:
    for word in frequent_words()[:20]:
        held = [letters(passage).count(word) for passage in PLAN.passages]
        answer = assistant.ask(f"「{word}」は何回出てきますか")
        assert re.search(rf"(?<!\d){sum(held)} ?回", answer.text.splitlines()[0]), word


def test_the_word_may_be_part_of_another(assistant: Assistant) -> None:
    answer = assistant.ask("ケアラーという言葉が使われている箇所を残らず")
    assert {"2-2.initiative.3", "fn10"} <= cited(answer)


@pytest.mark.parametrize("word", ["福祉", "健康", "教育", "スポーツ", "若者"])
def test_the_name_of_a_section_is_a_word_like_others(assistant: Assistant, word: str) -> None:
    """Who quotes it asks for the word, in the whole plan."""
    answer = assistant.ask(f"「{word}」という言葉が使われている箇所を全部")
    assert using(word) <= cited(answer)


def test_kinds_and_sections_narrow_the_list(assistant: Assistant) -> None:
    answer = assistant.ask("「高齢者」という語を含む主な取組を全分野から挙げてください")
    initiatives = {one.id for one in PLAN.passages if one.kind is Kind.INITIATIVE}
    assert cited(answer) == using("高齢者") & initiatives
    answer = assistant.ask("福祉の分野で「災害」という言葉が出てくるところを全部")
    assert cited(answer) == {one for one in using("災害") if one.startswith("2-1.")}


def test_where_a_word_is_not_used_is_said(assistant: Assistant) -> None:
    answer = assistant.ask("「保護司」という言葉が使われている指標")
    first = answer.text.splitlines()[0]
    assert "成果指標" in first
    assert "使われていません" in first
    assert cited(answer) == using("保護司")


def test_a_word_that_the_plan_does_not_use_is_not_found(assistant: Assistant) -> None:
    answer = assistant.ask("「防犯カメラ」という語が出てくる箇所を全部")
    assert "使われていません" in answer.text
    assert answer.citations == ()
    assert not answer.answerable


def test_words_of_one_reading_are_told_apart(assistant: Assistant) -> None:
    """The plan writes こども and 子ども: who asks for one by its letters gets that one."""
    for word in ("こども", "子ども"):
        answer = assistant.ask(f"計画で『{word}』と書かれているところを全部")
        lines = [line for line in answer.text.splitlines() if line.startswith("- ")]
        assert using(word) <= cited(answer)
        assert word in answer.text.splitlines()[0]
        assert len(lines) >= min(len(using(word)), 2)
        assert all(word in line for line in lines)


def test_who_asks_for_the_meaning_gets_the_note(assistant: Assistant) -> None:
    assert assistant.ask("「保護司」という言葉の意味は").intent is Intent.DEFINITION

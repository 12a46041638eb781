"""Whatever is asked, each statement rests on a passage, verbatim, and each figure is in one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Intent
from assistant.service import Assistant
from assistant.understanding.delexicalise import prepared
from corpus.parse import bundled_plan_path, read_plan
from corpus.plan import Indicator
from index.morphology import normalise

PLAN = read_plan(bundled_plan_path())
# What is said of the assistant itself, and telephone numbers.
NOT_OF_THE_PLAN = {Intent.SMALLTALK, Intent.HELP, Intent.DISTRESS}
MARKER = re.compile(r"\[(\d+)\]")
# A number with what it counts; in English the unit is translated, so that the number stands alone.
UNITS = "%|人|件|歳|回|団体|ha|ポイント|か所|分野|名"
FIGURE = re.compile(rf"(\d[\d,]*(?:\.\d+)?)(?:{UNITS})")
ENGLISH_UNITS = r"%|people|births|cases|years?|times|points?|percentage points|places|sections"
ENGLISH_FIGURE = re.compile(rf"(\d[\d,]*(?:\.\d+)?) ?(?:{ENGLISH_UNITS})\b")


WORKED_OUT = (
    "出生数は目標まであといくつ?",
    "0歳児と1歳児の保育所利用率の差は?",
    "4カ月健診受診率と就学時健診受診率はどちらが高いですか",
    "福祉の指標でいちばん低いのは?",
    "下げることを目指す指標はいくつありますか",
    "分野ごとの取組の数を教えて",
    "「地域」は何回出てきますか",
    "どの分野の課題がいちばん多いですか",
    "90%以上の指標を高い順に",
    "事業者がパートナーの分野はいくつ?",
    "How far is the number of births from its target?",
    "How many initiatives are there in each section?",
)


def questions() -> Iterator[str]:
    """Questions from the plan's own entities."""
    for row in PLAN.indicators:
        yield f"{row.name}は?"
        yield f"{row.name}の目標は?"
        yield f"{row.name}は何年度の数字ですか"
    for note in PLAN.footnotes:
        yield f"{note.term}とは?"
        yield f"{note.term}について市は何をしますか"
    for section in PLAN.sections:
        for what in ("取組", "課題", "現状", "指標", "パートナー", "目指す姿"):
            yield f"{section.title}の{what}は?"
            yield f"{section.number}の{what}はいくつありますか"
        for initiative in section.initiatives:
            yield f"{initiative.title}というのは具体的には?"
    for passage in PLAN.passages:
        yield passage.text[:40]
    first, second = PLAN.indicators[:2]
    yield f"{first.name}と{second.name}の差は?"
    yield from WORKED_OUT


def unspaced(text: str) -> str:
    return normalise(text).replace(" ", "")


def numbers(text: str) -> set[str]:
    return {number.replace(",", "") for number in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}


def worked_out(answer: Answer) -> set[str]:
    """The numbers of the values that were worked out of cited passages, and of their working."""
    cited = {citation.passage.id for citation in answer.citations}
    told = [one for one in answer.values if set(one.rows) <= cited]
    return {number for one in told for number in numbers(normalise(f"{one.text} {one.working}"))}


def counted(answer: Answer) -> set[str]:
    """How many passages are told in all, by section and by kind: the lists are whole."""
    ids = [citation.passage for citation in answer.citations]
    groups = Counter(
        key for one in ids for key in ("all", one.section, one.kind, (one.section, one.kind))
    )
    return {str(count) for count in groups.values()}


def check(answer: Answer) -> None:
    markers = {int(n) for n in MARKER.findall(answer.text)}
    assert markers == {citation.n for citation in answer.citations}
    for citation in answer.citations:
        passage = citation.passage
        first, last = passage.lines
        at_lines = "\n".join(PLAN.lines[first - 1 : last])
        assert passage.text == at_lines
        assert citation.quotes
        assert all(quote in at_lines for quote in citation.quotes)
    if not answer.answerable:
        assert answer.citations == ()
    if not answer.understood:
        assert not answer.answerable
        assert (answer.related, answer.indicators) == ((), ())
    check_figures(answer)


def check_figures(answer: Answer) -> None:
    """Each figure stands in a cited passage, or is worked out of cited ones, and says so."""
    if not answer.answerable or answer.intent in NOT_OF_THE_PLAN:
        return
    texts = [citation.passage.text for citation in answer.citations]
    cited = unspaced(" ".join(texts))
    texts += [one.translation.text for one in answer.citations if one.translation]
    english = numbers(normalise(" ".join(texts)))
    others = worked_out(answer) | counted(answer) | asked(answer)
    told = MARKER.sub("", answer.text)
    left = {
        figure[0]
        for figure in FIGURE.finditer(unspaced(told))
        if figure[0] not in cited and not numbers(figure[1]) & others
    }
    left |= {
        figure[0]
        for figure in ENGLISH_FIGURE.finditer(normalise(told))
        if not numbers(figure[1]) & (english | others)
    }
    assert not left, (answer.question, left, answer.text)


def asked(answer: Answer) -> set[str]:
    """The numbers of the question, which an answer says again: 「2015 年度の値はありません」."""
    return numbers(prepared(answer.question))


@pytest.mark.parametrize(
    "text",
    ["785 人 (2024 年度)", "出生数は 9999 人 です[1]。", "85.1% です[1]。", "9999 births[1]"],
)
def test_what_rests_on_nothing_is_seen(assistant: Assistant, text: str) -> None:
    """The check itself: a statement without a marker, figures that no passage has."""
    answer = assistant.ask("出生数は?")
    check(answer)
    with pytest.raises(AssertionError):
        check(replace(answer, text=text))


@pytest.mark.parametrize("question", list(questions()))
def test_questions_of_the_plans_own_entities(assistant: Assistant, question: str) -> None:
    check(assistant.ask(question))
    check(assistant.ask(question, lang="en"))
    check(assistant.ask(question, style="plain"))


@pytest.mark.parametrize("row", PLAN.indicators, ids=lambda row: row.passage.id)
def test_an_indicator_asked_by_its_name_is_told_exactly(
    assistant: Assistant, row: Indicator
) -> None:
    answer = assistant.ask(f"{row.name}の最新の値は?")
    assert row.latest.text in answer.text or str(row.latest.year) in answer.text
    assert row.passage in [citation.passage for citation in answer.citations]


WORDS = st.sampled_from(
    [
        "福祉",
        "取組",
        "一覧",
        "の",
        "は?",
        "目標",
        "何人",
        "2-3",
        "③",
        "こども",
        "女性",
        "差",
        "パートナー",
        "とは",
    ]
    + [
        "孤独",
        "出生数",
        "1歳児",
        "いくら",
        "どこ",
        "2023年",
        "指標",
        "事業者",
        "list",
        "all",
        "carers",
        "未定",
    ]
)


@given(st.lists(WORDS, min_size=1, max_size=7))
def test_any_words_in_any_order(assistant: Assistant, words: list[str]) -> None:
    question = "".join(words)
    answer = assistant.ask(question)
    check(answer)
    again = assistant.ask(question)
    assert (again.text, again.citations, again.indicators) == (
        answer.text,
        answer.citations,
        answer.indicators,
    )


@given(st.text(max_size=200))
def test_any_text(assistant: Assistant, text: str) -> None:
    check(assistant.ask(text))

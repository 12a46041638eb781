"""Whatever is asked, each statement rests on a passage, verbatim, and each figure is in one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Intent
from assistant.service import Assistant
from corpus.parse import bundled_plan_path, read_plan
from index.morphology import normalise

PLAN = read_plan(bundled_plan_path())
MARKER = re.compile(r"\[(\d+)\]")
FIGURE = re.compile(r"\d+(?:\.\d+)?\s*(?:%|人|件|歳)")


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


def unspaced(text: str) -> str:
    return normalise(text).replace(" ", "")


def counts(figure: str, answer: Answer) -> bool:
    """Whether `figure` says how many passages are listed: 「次の 4 件です」."""
    return bool(
        re.search(rf"(?:次の|は|全部で|計画に){figure}(?:です|あります)", unspaced(answer.text))
    ) and (figure == f"{len(answer.citations)}件" or answer.intent is Intent.LIST)


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
    cited = unspaced(" ".join(citation.passage.text for citation in answer.citations))
    if answer.answerable:
        for figure in FIGURE.findall(unspaced(answer.text)):
            assert figure in cited or counts(figure, answer), figure
    if not answer.answerable:
        assert answer.citations == ()


@pytest.mark.parametrize("question", list(questions()))
def test_questions_of_the_plans_own_entities(assistant: Assistant, question: str) -> None:
    check(assistant.ask(question))
    check(assistant.ask(question, lang="en"))
    check(assistant.ask(question, style="plain"))


@pytest.mark.parametrize("row", PLAN.indicators, ids=lambda row: row.passage.id)
def test_an_indicator_asked_by_its_name_is_told_exactly(assistant: Assistant, row: object) -> None:
    assert hasattr(row, "name")
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

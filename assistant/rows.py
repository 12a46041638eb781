"""Which rows of the indicator table a question is about, and which text tells of the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answerability import (
    asks_other_year,
    asks_rate,
    counts_others,
    has_figure,
    is_called_by_name,
    is_covered,
    is_far_before,
    is_of_quantity,
    is_of_variant,
    stands_out,
)
from assistant.answering.sentences import indicator_of
from assistant.asked import Aspect, asking_sentence
from assistant.asking_words import ASKING_WORDS
from assistant.compared import rows_compared
from assistant.question import Question, is_short
from assistant.retrieve import Found, wants_figure
from assistant.row_names import without_brackets, without_division, written
from assistant.rows_wanted import is_filtered, is_wanted
from assistant.source import Source
from assistant.variants import asked_of, family, variants_of_plan
from corpus.footnotes import without_markers
from corpus.plan import Indicator, Kind, Passage, Plan
from index.terms import compounds, terms_of_plan

_COMPARED = 2
_AS_NEAR = 0.1
_LOOKED_AT = 3
_LEAST_FOR_ROW = 0.4
_MOST_UNLIKE = 0.67
_ASKED_SO = 0.65
_OF_THE_SAME = 0.15
_MEASURES = 0.4
_PART = re.compile(
    r"(?P<of>[一-龯ァ-ヺー]*)(?<!指標)(?<!もの)のうち|内訳"
    r"|(?<!as )\bof (?:them|these|those|which)\b|\bbroken down\b"
)
_QUOTED = re.compile(r"[「『“\"]([^「」『』“”\"]{4,})[」』”\"]")
_FIGURE = re.compile(r"\d")
_EXACT = re.compile(r"(?<![\d.])\d+\.\d+(?![\d.])")


def rows_meant(question: Question, found: Sequence[Found], source: Source) -> tuple[Indicator, ...]:
    """Return the rows that the question asks about; none where it asks for what no row tells."""
    compared = rows_compared(question, source)
    if compared and not asks_other_year(question, [y for row in compared for y in _years(row)]):
        return compared
    best = _best_row(question, found, source)
    if best is None or asks_other_year(question, _years(best)) or counts_others(question, best):
        return ()
    if not is_of_variant(question, best.passage.text) or _is_broken_down(question, best):
        return ()
    if not is_of_quantity(question, best.name) or _is_narrower(question, best, source):
        return ()
    rows = _rows_quoted(question, source) or asked_of(best, question.spelled, source.plan)
    if len(rows) > 1:
        return rows
    near = [one for one in found if one.passage.kind is Kind.INDICATOR]
    if Aspect.COMPARISON not in question.asked.aspects:
        least = near[0].score - _AS_NEAR
        near = [one for one in near if one.coverage == 1 and one.score >= least]
    told = [indicator_of(one.passage, source.plan) for one in near[:_COMPARED]]
    return tuple(told) if best in told else rows


def rows_ranked(
    question: Question, found: Sequence[Found], source: Source
) -> tuple[Indicator, ...]:
    """Return the variants of an indicator, or those of a list, the highest or lowest first."""
    of_all = [name for name in (Aspect.HIGHEST, Aspect.LOWEST) if name in question.asked.aspects]
    if not of_all:
        return ()
    if Kind.INDICATOR in question.asked.kinds and is_filtered(question):
        numbers = question.sections or [section.number for section in source.plan.sections]
        listed = [row for row in source.plan.indicators if row.passage.section in numbers]
        rows = [row for row in listed if row.latest.value and is_wanted(row, question)]
    else:
        best = _best_row(question, found, source)
        quoted = _rows_quoted(question, source)
        rows = [
            row for row in quoted or (family(best, source.plan) if best else ()) if row.latest.value
        ]
    if len(rows) < _COMPARED or len({row.latest.unit for row in rows}) > 1:
        return ()
    highest = of_all[0] is Aspect.HIGHEST
    return tuple(sorted(rows, key=lambda row: row.latest.value or 0, reverse=highest))


def figures_named(question: Question, plan: Plan) -> list[Passage]:
    """Return the passages that hold a figure which the question gives to the point: 47.4%."""
    wanted = set(_EXACT.findall(question.spelled))
    if not wanted:
        return []
    return [
        passage
        for passage in plan.passages
        if wanted & set(_EXACT.findall(written(without_markers(passage.text))))
    ]


def said_of_the_same(question: Question, found: Sequence[Found]) -> list[Passage]:
    """Return the text among the best passages that gives a figure on nearly the same thing."""
    return [
        one.passage
        for one in found[:_LOOKED_AT]
        if one.score >= found[0].score - _OF_THE_SAME and has_figure(question, [one])
    ][:1]


def rows_of_the_same(question: Question, text: Passage, source: Source) -> list[Indicator]:
    """Return the rows of a text's section that measure what it gives a figure on."""
    near = source.index.search_passage(text.text)
    rows = source.plan.section(text.section).indicators
    same = {
        one.passage.id
        for row in rows
        if near[row.passage.id] >= _MEASURES
        for one in family(row, source.plan)
    }
    return [
        row for row in rows if row.passage.id in same and is_of_variant(question, row.passage.text)
    ]


def texts_of_the_same(question: Question, row: Indicator, source: Source) -> list[Passage]:
    """Return the texts of a row's section that give a figure on what it measures."""
    return [
        passage
        for passage in source.plan.section(row.passage.section).passages
        if passage.kind is Kind.CURRENT
        and _FIGURE.search(without_markers(passage.text))
        and row in rows_of_the_same(question, passage, source)
    ][:1]


def _best_row(question: Question, found: Sequence[Found], source: Source) -> Indicator | None:
    """The indicator that comes first among the best passages, unless a text gives the figure."""
    wanted = wants_figure(question.asked)
    for one in found[: _LOOKED_AT if wanted else 1]:
        alike = one.unlike <= _MOST_UNLIKE or not is_short(question)
        alike = alike or is_far_before(one, found, source)
        enough = one.score >= _LEAST_FOR_ROW and alike
        asked_so = one.asked >= _ASKED_SO
        about = is_covered(question, one) or asked_so or stands_out(one, found, source)
        about = about or is_called_by_name(question, one)
        if one.passage.kind is Kind.INDICATOR and enough and about:
            return indicator_of(one.passage, source.plan)
        if has_figure(question, [one]):
            return None
    return None


def _rows_quoted(question: Question, source: Source) -> tuple[Indicator, ...]:
    """The rows that a question names in quotes, where it names several: 「…」と「…」の割合."""
    rows = source.plan.indicators_by_id
    named: dict[str, Indicator] = {}
    for said in _QUOTED.findall(question.spelled):
        best = next((hit for hit in source.index.search(said) if hit.passage_id in rows), None)
        if best is not None and best.score >= _LEAST_FOR_ROW:
            named[best.passage_id] = rows[best.passage_id]
    return tuple(named.values()) if len(named) > 1 else ()


def is_of_head(question: Question, row: Passage, source: Source) -> bool:
    """Whether a row is not named by its division alone: 人口 of 「…((自殺者数/人口)の…)」 is."""
    name = source.indicator_name(indicator_of(row, source.plan))
    head = without_division(name)
    if head == name:
        return True
    held = set(question.topic) & terms_of_plan(name)
    of_head = held & terms_of_plan(head)
    return not held or bool(of_head) or asks_rate(question)


def _is_narrower(question: Question, row: Indicator, source: Source) -> bool:
    """Whether the question says of what kind a noun of the row is, and nobody says so of the row.

    特定健診 is none of the 健診 that the plan counts.
    """
    pairs = [
        (kind, noun)
        for kind, noun in compounds(asking_sentence(question.spelled))
        if not ({kind, noun} & ASKING_WORDS or _FIGURE.search(kind))
    ]
    held = _said_of(row, source) if pairs else set()
    return any(noun in held and kind not in held for kind, noun in pairs)


def _said_of(row: Indicator, source: Source) -> set[str]:
    """The terms of a row, of its companions and of the ways to ask for it."""
    said = [row.passage.text]
    for companion in source.companions.values():
        entry = companion.passages.get(row.passage.id)
        said += [entry.text] if entry else []
    asks = source.asks.passages.get(row.passage.id)
    said += [*asks.ja, *asks.en] if asks else []
    return {term for text in said for term in terms_of_plan(text)}


def _is_broken_down(question: Question, row: Indicator) -> bool:
    """Whether a part of what the row counts is asked for, 「…のうち」, and it is no such part."""
    said = question.spelled.replace(without_brackets(written(row.name)), " ")
    part = _PART.search(said)
    # 「市民のうち」 is all that a share of the citizens counts.
    of_all = bool(part and part["of"] and part["of"] in written(row.name)) and "割合" in row.name
    return bool(part) and not of_all and row.parent is None and not variants_of_plan(row.name)


def _years(row: Indicator) -> list[int]:
    return [row.latest.year] if row.latest.year else []

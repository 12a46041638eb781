"""Answers with figures: the indicators asked about, and what the text says of the same."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Intent
from assistant.answerability import counts_others, is_answered
from assistant.answering.draft import Draft
from assistant.answering.sentences import indicator_of
from assistant.asked import Aspect
from assistant.compared import rows_compared
from assistant.figures import aspect_of, tell_indicator
from assistant.passages import tell_passages
from assistant.question import Question
from assistant.retrieve import Found, wants_figure
from assistant.rows import (
    figures_named,
    rows_meant,
    rows_of_the_same,
    rows_ranked,
    said_of_the_same,
    texts_of_the_same,
)
from assistant.source import Source
from corpus.plan import Indicator, Kind, Passage

_AS_NEAR = 0.1


def tell_figures(
    draft: Draft, question: Question, found: Sequence[Found], source: Source
) -> Intent | None:
    """The indicator that is asked about, and what the text says of the same thing."""
    ranked = rows_ranked(question, found, source)
    if ranked:
        _tell_rows(draft, ranked, question, source)
        return Intent.INDICATOR
    named = figures_named(question, source.plan)
    sides = not (question.names or question.asked.missing) and rows_compared(question, source)
    answered = sides or is_answered(question, found, source)
    if not answered and (question.topic or not named):
        return None
    rows = [indicator_of(one, source.plan) for one in named if one.kind is Kind.INDICATOR]
    rows = [row for row in rows if not counts_others(question, row)]
    texts = [one for one in named if one.kind is not Kind.INDICATOR]
    texts = texts or said_of_the_same(question, found)
    rows = rows or list(rows_meant(question, found, source))
    about = [] if named or wants_figure(question.asked) else _texts_as_near(found)
    if rows and about and not question.asked.aspects:
        tell_passages(draft, about, question, source)
        _tell_rows(draft, rows, question, source)
        return Intent.PASSAGE
    if rows:
        _tell_rows(draft, rows, question, source)
        _tell_texts(draft, texts or texts_of_the_same(question, rows[0], source), question, source)
        return Intent.INDICATOR
    if not texts or not (named or wants_figure(question.asked)):
        return None
    if question.years and not any(str(year) in texts[0].text for year in question.years):
        return None
    same = [row for one in texts for row in rows_of_the_same(question, one, source)]
    if Aspect.TARGET in question.asked.aspects:
        _tell_rows(draft, same, question, source)
        _tell_texts(draft, texts, question, source)
    else:
        tell_passages(draft, texts, question, source)
        draft.add((source.wording.in_the_table + "\n") if same else "")
        _tell_rows(draft, same, question, source)
    return Intent.INDICATOR


def _texts_as_near(found: Sequence[Found]) -> list[Passage]:
    """The text about as near as the row: who asks for no figure wants to hear of the matter."""
    texts = [one for one in found if one.passage.kind is not Kind.INDICATOR]
    near = [one.passage for one in texts if one.score >= found[0].score - _AS_NEAR]
    return [one for one in near if not one.id.endswith(".partners")][:1]


def _tell_rows(draft: Draft, rows: Sequence[Indicator], question: Question, source: Source) -> None:
    for row in rows:
        tell_indicator(draft, row, source, aspect_of(question))
        draft.add("\n")


def _tell_texts(
    draft: Draft,
    texts: Sequence[Passage],
    question: Question,
    source: Source,
) -> None:
    """Tell what the text says of the same as the rows told before."""
    draft.add((source.wording.in_the_text + "\n") if texts and draft.passages else "")
    tell_passages(draft, texts, question, source)

"""Passages on a topic: one to three, each of which answers, told in the plan's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering import figures
from assistant.answering.draft import Draft
from assistant.answering.nearest_sentences import nearest_sentences
from assistant.answering.partner_boxes import write_boxes
from assistant.answering.passage_words import ended, sentences_of, title_of, title_quotes
from assistant.answering.sentences import statements
from assistant.answering.value import Value
from assistant.source import Source
from assistant.understanding.query import Act, Query
from corpus.plan import Kind, Passage
from index.terms import english_terms, word_terms

# Of a passage of more sentences, as the plan has them, those that answer are told.
_WHOLE = 2


@dataclass(frozen=True, slots=True)
class PassagesResult:
    """Passages that answer, the likeliest first."""

    passages: tuple[Passage, ...]
    values: tuple[Value, ...] = ()


def execute(query: Query, source: Source) -> PassagesResult | None:
    """Return the passages that `query` points at; None where it points at none."""
    found = tuple(source.plan.passage(one) for one in query.scope.passages)
    return PassagesResult(found) if found else None


def write(result: PassagesResult, query: Query, draft: Draft, source: Source) -> None:
    """Tell each passage on a line of its own; of a long one the sentences that answer."""
    rows = [one.id for one in result.passages if one.kind is Kind.INDICATOR]
    for passage in result.passages:
        if passage.kind is Kind.INDICATOR:
            continue
        if passage.is_boxes:
            write_boxes(draft, source.plan.section(passage.section), None, source)
            continue
        _write(passage, query, draft, source, is_one_of_many=len(result.passages) > 1)
    if rows:
        asked = replace(query, act=Act.FIGURE, rows=tuple(rows), filters=(), order=None)
        found = figures.execute(asked, source)
        if found:
            figures.write(found, asked, draft, source)


def _write(
    passage: Passage, query: Query, draft: Draft, source: Source, *, is_one_of_many: bool
) -> None:
    told = sentences_of(passage, source)
    chosen: Sequence[str] = told
    topic = [*word_terms(query.topic), *english_terms(query.topic)]
    if len(statements(passage)) > _WHOLE and not query.style.is_detailed:
        chosen = nearest_sentences(told, passage, query.text, topic, source)
    between = " " if source.lang == "en" else ""
    text = between.join(chosen)
    titled: list[str] = []
    if passage.kind is Kind.INITIATIVE and _says_more(title_of(passage, source), text, topic):
        text = ended(title_of(passage, source), source) + between + text
        titled = title_quotes(passage)
    if passage.kind is Kind.FOOTNOTE and passage.heading:
        name = title_of(passage, source)
        text = f"{name}: {text}" if source.lang == "en" else f"「{name}」: {text}"
    is_own = source.view(passage) is None
    quotes = list(chosen) if is_own else list(statements(passage))
    draft.say(("- " if is_one_of_many else "") + text, passage, [*titled, *quotes])
    draft.add("\n")


def _says_more(title: str, text: str, topic: Sequence[str]) -> bool:
    """Whether a title has words of the topic that the sentences told have not."""
    held = {*word_terms(text), *english_terms(text)}
    return bool({*word_terms(title), *english_terms(title)} & {*topic} - held)

"""Queries that the plan can quote, carried out and told."""

from __future__ import annotations

from assistant.answering import quotes
from assistant.answering.draft import Draft
from assistant.answering.quoted import QuoteResult
from assistant.source import Source
from assistant.understanding.query import Act, Query
from corpus.plan import Passage


def quote(source: Source, **asked: object) -> tuple[QuoteResult, Draft]:
    """Carry out a query that the plan can quote, and tell it."""
    query = Query(Act.QUOTE, **asked)  # type: ignore[arg-type]
    result = quotes.execute(query, source)
    assert result is not None
    draft = Draft(source.plan, source.companions, source.lang)
    quotes.write(result, query, draft, source)
    assert set(draft.passages) == set(result.passages)
    assert all(citation.quotes for citation in draft.citations())
    return result, draft


def cited(draft: Draft) -> list[str]:
    return [passage.id for passage in draft.passages]


def shown(passage: Passage) -> str:
    return passage.text.replace("\n\n", "\n")

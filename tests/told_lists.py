"""Lists, carried out and told."""

from __future__ import annotations

from assistant.answering import lists
from assistant.answering.draft import Draft
from assistant.source import Source
from assistant.understanding.query import Act, Field, Filter, Interval, Query, Scope
from corpus.plan import Kind

WHOLE = Scope(is_whole=True)
EIGHTIES = Filter(Field.LATEST, Interval(80, 90, high_open=True), "%")
ROWS = (Kind.INDICATOR,)


def listing(**given: object) -> Query:
    return Query(**{"act": Act.LIST, **given})  # type: ignore[arg-type]


def drafted(query: Query, source: Source) -> Draft:
    result = lists.execute(query, source)
    assert result is not None
    draft = Draft(source.plan, source.companions, source.lang)
    lists.write(result, query, draft, source)
    assert set(draft.passages) <= set(result.passages)
    return draft


def told(query: Query, source: Source) -> str:
    return drafted(query, source).text


def cited(query: Query, source: Source) -> list[str]:
    return [passage.id for passage in drafted(query, source).passages]

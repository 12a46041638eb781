"""Every figure that is told stands in a cited passage, is worked out, or was asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from types import ModuleType

import pytest

from assistant.answer import Language, Style
from assistant.answering import comparison, figures, lists
from assistant.answering.draft import Draft
from assistant.source import Source
from assistant.understanding.query import (
    Act,
    Field,
    Filter,
    Interval,
    Order,
    Query,
    Scope,
    State,
)
from corpus.plan import Kind

HARBOUR = Path(__file__).with_name("harbour.txt").read_text(encoding="utf-8")
VIEWS: tuple[tuple[Language, Style], ...] = (("ja", "normal"), ("ja", "plain"), ("en", "normal"))
WHOLE, EACH = Scope(is_whole=True), Scope(is_whole=True, is_each=True)
ORDERS = [
    Order(field, descending, limit)
    for field in (Field.LATEST, Field.TARGET, Field.GAP, Field.YEAR)
    for descending in (True, False)
    for limit in (None, 1, 3)
]
_FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
# Markers, and the numbers of sections and notes, are no figures.
_NUMBERING = re.compile(r"\[\d+\]|\d+-\d+|注\d+|Note \d+")


def numbers(text: str) -> set[str]:
    return set(_FIGURE.findall(text))


def unbacked(kind: ModuleType, query: Query, source: Source) -> set[str]:
    """The figures of the answer that rest on nothing."""
    result = kind.execute(query, source)
    assert result is not None
    draft = Draft(source.plan, source.companions, source.lang)
    kind.write(result, query, draft, source)
    assert draft.text
    backed = [one for value in result.values for one in (value.text, value.working)]
    for passage in draft.passages:
        view = source.view(passage)
        backed += [passage.text, view.text if view else "", (view.heading or "") if view else ""]
    backed += [str(year) for year in query.years]
    for held in query.filters:
        backed += [f"{one:g}" for one in (held.interval.low, held.interval.high) if one]
    return numbers(_NUMBERING.sub("", draft.text)) - numbers(" ".join(backed))


def cases(source: Source) -> list[tuple[ModuleType, Query]]:
    rows = tuple(row.passage.id for row in source.plan.indicators)
    figure = Query(Act.FIGURE, rows=rows)
    listing = Query(Act.LIST, kinds=(Kind.INDICATOR,), scope=WHOLE)
    kinds = Query(Act.LIST, kinds=tuple(Kind), scope=EACH)
    compare = Query(Act.COMPARE, rows=rows[:2])
    held = Filter(Field.LATEST, Interval(20, 95.5, high_open=True))
    return [
        *((figures, replace(figure, aspects=(one,))) for one in Field),
        (figures, replace(figure, years=(2019, 2024))),
        *((lists, replace(listing, order=order)) for order in ORDERS),
        *((lists, replace(listing, order=order, scope=EACH)) for order in ORDERS[:3]),
        *((lists, replace(listing, states=(state,))) for state in State),
        (lists, replace(listing, filters=(held,), years=(2024, 2025))),
        (lists, replace(listing, aspects=(Field.GAP,))),
        (lists, replace(listing, scope=Scope(passages=rows[:4]))),
        *((lists, replace(kinds, act=act)) for act in (Act.LIST, Act.COUNT)),
        *(
            (comparison, replace(compare, rows=pair, aspects=(one,)))
            for pair, one in product(pairwise(rows), Field)
        ),
        (comparison, replace(compare, rows=rows)),
        *((comparison, Query(Act.COMPARE, kinds=(kind,), scope=WHOLE)) for kind in Kind),
    ]


@pytest.mark.parametrize(("lang", "style"), VIEWS)
def test_no_figure_rests_on_nothing(
    source: Callable[..., Source],
    source_of: Callable[..., Source],
    lang: Language,
    style: Style,
) -> None:
    for seen in (source(lang, style), source_of(HARBOUR, lang, style)):
        for kind, query in cases(seen):
            assert unbacked(kind, query, seen) == set(), query

"""Comparisons: rows of the indicator table, or sections of the plan, beside each other."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.answering import figures
from assistant.answering.draft import Draft
from assistant.answering.figures import FigureResult, write_elsewhere
from assistant.answering.frames import frames
from assistant.answering.rows import family
from assistant.answering.rows_beside import write_rows_compared
from assistant.answering.rows_compared import RowsCompared, compare_rows, compared_by
from assistant.answering.sections_compared import (
    SectionsCompared,
    compare_sections,
    write_sections_compared,
)
from assistant.answering.value import Value
from assistant.source import Source
from assistant.understanding.query import Act, AnswerType, Field, Query
from corpus.plan import Indicator, Passage

_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class ComparisonResult:
    """What is compared; `is_elsewhere` where it is with what the plan does not give.

    Then `compared` is what the plan does give, None where it is nothing.
    """

    compared: RowsCompared | SectionsCompared | FigureResult | None
    is_elsewhere: bool

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All that the comparison rests on."""
        return self.compared.passages if self.compared else ()

    @property
    def values(self) -> tuple[Value, ...]:
        """The differences, ratios and counts."""
        return self.compared.values if self.compared else ()


def execute(query: Query, source: Source) -> ComparisonResult | None:
    """Return the comparison that `query` asks for; None where it names nothing to compare.

    A single row is compared with its family: those of the same name, the parts of a whole.
    """
    if query.act is not Act.COMPARE:
        return None
    if query.elsewhere or query.answer_type is AnswerType.ELSEWHERE:
        told = figures.execute(query, source) if query.rows else None
        return ComparisonResult(told, True) if told or query.elsewhere else None
    rows = _rows(query, source)
    if rows is None:
        return None
    if len(rows) > 1:
        return _of_rows(rows, query, source)
    if rows:
        # A row by itself is compared with its target.
        asked = replace(query, rows=(rows[0].passage.id,), aspects=(Field.GAP,), order=None)
        told = figures.execute(asked, source)
        return ComparisonResult(told, False) if told else None
    beside = compare_sections(query, source)
    return ComparisonResult(beside, False) if beside else None


def write(result: ComparisonResult, query: Query, draft: Draft, source: Source) -> None:
    """Tell the comparison; first that the plan does not give one side, where it does not."""
    compared = result.compared
    if isinstance(compared, FigureResult):
        figures.write(compared, query, draft, source)
    elif isinstance(compared, RowsCompared):
        write_rows_compared(compared, query, draft, source)
    elif isinstance(compared, SectionsCompared):
        write_sections_compared(compared, query, draft, source)
    else:
        write_elsewhere(query, draft, source)
    if result.is_elsewhere:
        draft.add(frames("comparison", source.lang, source.style)["elsewhere"])


def _of_rows(rows: tuple[Indicator, ...], query: Query, source: Source) -> ComparisonResult | None:
    """Compare rows by a number, or tell each where what is asked for is none, or is not there."""
    if query.filters or query.states:
        return None  # They would leave out one of the sides.
    field = compared_by(query)
    is_absent = any(row.latest.year not in query.years for row in rows if query.years)
    if field is not None and not is_absent:
        return ComparisonResult(compare_rows(rows, field, source), False)
    ids = tuple(row.passage.id for row in rows)
    told = figures.execute(replace(query, rows=ids, order=None), source)
    return ComparisonResult(told, False) if told else None


def _rows(query: Query, source: Source) -> tuple[Indicator, ...] | None:
    """The rows named, or else pointed at where no sections are named; None for unknown ones."""
    by_id = source.plan.indicators_by_id
    if any(one not in by_id for one in query.rows):
        return None
    pointed = query.scope.passages if len(query.scope.sections) < _SEVERAL else ()
    ids = query.rows or tuple(one for one in pointed if one in by_id)
    rows = tuple(by_id[one] for one in dict.fromkeys(ids))
    return family(rows[0], source.plan) if len(rows) == 1 else rows

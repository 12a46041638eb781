"""Figures: the latest values and targets of rows that are named, exact to the digit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.claims import write_claims, write_year_in_text
from assistant.answering.draft import Draft
from assistant.answering.figure_sentences import FigureSentences, gap_value
from assistant.answering.frames import frames
from assistant.answering.tables import IN_CELLS, is_tabular, write_rows
from assistant.answering.value import Value
from assistant.answering.wordings import quoted, row_name
from assistant.source import Source
from assistant.understanding.query import AnswerType, Field, Query
from assistant.understanding.variants import are_divided
from corpus.plan import Indicator, Passage


@dataclass(frozen=True, slots=True)
class FigureResult:
    """The rows that are asked for, in the order in which they are, with the rows they divide.

    `aspects` are told in this order of each. `absent_years` are asked for and are those of no
    value of the row at the same place in `rows`; `asks_year_of_target` says that it is asked by
    when the target is to be reached, which no row tells.
    """

    rows: tuple[Indicator, ...]
    parents: tuple[Indicator | None, ...]
    aspects: tuple[Field, ...]
    absent_years: tuple[tuple[int, ...], ...]
    asks_year_of_target: bool
    is_elsewhere: bool
    values: tuple[Value, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The rows and the rows that they divide."""
        parents = (parent.passage for parent in self.parents if parent)
        return tuple(dict.fromkeys((*(row.passage for row in self.rows), *parents)))


def execute(query: Query, source: Source) -> FigureResult | None:
    """Return the rows that `query` names; None where it names none, or is to filter or sort."""
    by_id = source.plan.indicators_by_id
    if (
        not query.rows
        or query.filters
        or query.order
        or any(one not in by_id for one in query.rows)
    ):
        return None
    rows = tuple(by_id[one] for one in dict.fromkeys(query.rows))
    asks_year = _asks_year_of_target(query, rows)
    aspects = _aspects(query, asks_year_of_target=asks_year)
    asks_gap = not {Field.GAP, Field.REACHED}.isdisjoint(aspects)
    values = (gap_value(row, source) for row in rows) if asks_gap else ()
    return FigureResult(
        rows,
        tuple(by_id.get(row.parent or "") for row in rows),
        aspects,
        tuple(() if asks_year else _absent_years(row, query) for row in rows),
        asks_year,
        bool(query.elsewhere) or query.answer_type is AnswerType.ELSEWHERE,
        tuple(value for value in values if value),
    )


def write(result: FigureResult, query: Query, draft: Draft, source: Source) -> None:
    """Tell each row on a line: what is not there first, then the aspects as they are asked for."""
    if result.is_elsewhere:
        write_elsewhere(query, draft, source)
    elif _asks_of_some(query) and not are_divided(result.rows):
        draft.add(frames("figures", source.lang, source.style)["undivided"])
    if query.answer_type is AnswerType.OPINION:
        draft.add(frames("refusals", source.lang, source.style)["opinion"] + "\n")
    in_table = is_tabular(query.style)
    if len(result.rows) == 1:
        write_claims(result.rows[0], query, draft, source)
    for place, row in enumerate(result.rows):
        sentences = FigureSentences(row, source, of_city=result.is_elsewhere)
        texts = _sentences(sentences, result, place, in_table=in_table)
        said = [(text, row.passage, row.passage.text) for text in texts]
        parent = result.parents[place]
        if parent and not in_table:
            text = sentences.part_of.format(parent=quoted(row_name(parent, source), source))
            said.append((text, parent.passage, parent.name))
        for n, (text, passage, quote) in enumerate(said):
            draft.say(sentences.between * bool(n) + text, passage, [quote])
            draft.add(sentences.stop)
        if result.absent_years[place]:
            write_year_in_text(row, result.absent_years[place], query, draft, source)
        draft.add("\n")
    if in_table:
        write_rows(draft, result.rows, source, query.style, with_gap=Field.GAP in result.aspects)


def _asks_of_some(query: Query) -> bool:
    """Whether figures of a sex, or of some ages, are asked for: one age may be whose they are."""
    return bool(query.sexes) or any(age.low != age.high for age in query.ages)


def write_elsewhere(query: Query, draft: Draft, source: Source) -> None:
    """Say that the plan gives no values of the other places, or times, that are asked for."""
    said = frames("figures", source.lang, source.style)
    key = "elsewhere" if query.elsewhere else "elsewhere_unnamed"
    draft.add(said[key].format(places=source.joined(query.elsewhere)))


def _sentences(
    sentences: FigureSentences, result: FigureResult, place: int, *, in_table: bool
) -> Iterator[str]:
    """The sentences on one row, in their order; only those that no cell tells beside a table."""
    absent = result.absent_years[place]
    aspects = [one for one in result.aspects if not (in_table and one in IN_CELLS)]
    before = ("target_year",) if result.asks_year_of_target else ()
    if absent:
        yield sentences.sentence("other_year", is_first=True, asked=absent)
    for n, key in enumerate((*before, *sentences.keys(aspects))):
        yield sentences.sentence(key, is_first=not (absent or n))


def _aspects(query: Query, *, asks_year_of_target: bool) -> tuple[Field, ...]:
    """The aspects to be told, in order: those asked for, then latest value and target."""
    asked = tuple(dict.fromkeys(query.aspects))
    if query.asks_trend or Field.TREND in asked:
        asked = tuple(dict.fromkeys((Field.TREND, *asked)))
    if asks_year_of_target:
        asked = tuple(one for one in asked if one is not Field.YEAR)
    if query.style.is_short and set(asked) - {Field.TREND}:
        return asked
    return tuple(dict.fromkeys((*asked, Field.LATEST, Field.TARGET)))


def _asks_year_of_target(query: Query, rows: Sequence[Indicator]) -> bool:
    """Whether it is asked by when a target is to be reached, which no row tells.

    「いつ100%になる?」 and 「828人は何年度の目標?」 hold up a target of the rows.
    """
    names_target = Field.TARGET in query.aspects and Field.LATEST not in query.aspects
    holds_target = any(row.target.value in query.claims for row in rows)
    asks_when = Field.YEAR in query.aspects or query.answer_type is AnswerType.DATE
    asks_of_year = asks_when or bool(query.years)
    return (names_target and asks_of_year) or (holds_target and asks_when)


def _absent_years(row: Indicator, query: Query) -> tuple[int, ...]:
    return tuple(year for year in query.years if year != row.latest.year)

"""How each passage agrees with what a query asks for: its kind, section, type, year and age."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from assistant.evidence.answer_types import holds, holds_age, holds_unit, is_needing, unit_asked
from assistant.understanding.query import LISTINGS, Act, AnswerType, Field, Query
from corpus.plan import Kind, Passage
from index.protocols import Floats

# A signal of each passage, or one number where it is the same of all.
Column: TypeAlias = Floats | float

_AGREEMENT = (
    *("kind", "other_kind", "section", "other_section", "named", "other_named"),
    *("holds_type", "lacks_type", "other_year", "other_sex", "other_age", "other_unit"),
)
# What an act is carried out on, where it is of one kind.
_OF_ACT = {
    Act.DEFINE: Kind.FOOTNOTE,
    Act.FIGURE: Kind.INDICATOR,
    Act.COMPARE: Kind.INDICATOR,
    Act.PARTNERS: Kind.PARTNER,
}
_FIGURES = frozenset({Field.LATEST, Field.TARGET, Field.GAP})


def agreement(query: Query, passages: Sequence[Passage]) -> dict[str, Column]:
    """Return where each passage is as the query asks, and where it is otherwise: 1 there.

    What the query does not ask for is 0 of all.
    """
    found: dict[str, Column] = dict.fromkeys(_AGREEMENT, 0.0)
    if kinds := set(query.kinds):
        found["kind"] = flags(one.kind in kinds for one in passages)
        found["other_kind"] = 1 - found["kind"]
    if sections := set(query.scope.sections):
        found["section"] = flags(one.section in sections for one in passages)
        found["other_section"] = 1 - found["section"]
    if named := {*query.rows, *query.scope.passages, *query.terms}:
        found["named"] = flags(one.id in named or _term(one) in named for one in passages)
        found["other_named"] = 1 - found["named"]
    if is_needing(query.answer_type):
        found["holds_type"] = flags(_holds(one, query) for one in passages)
        found["lacks_type"] = 1 - found["holds_type"]
    if years := [str(year) for year in query.years]:
        found["other_year"] = flags(not _says(one, years) for one in passages)
    if query.sexes:
        found["other_sex"] = flags(not _says(one, query.sexes) for one in passages)
    if query.ages:
        found["other_age"] = flags(not holds_age(one, query.ages) for one in passages)
    if unit := unit_asked(query.text):
        found["other_unit"] = flags(not holds_unit(one, unit) for one in passages)
    return found


def kinds(query: Query, passages: Sequence[Passage]) -> dict[str, Column]:
    """Return what each passage is, and whether it is what the query is carried out on.

    A `figure` is a row where a figure is asked for, a `share` a row in per cent.
    """
    own: npt.NDArray[np.str_] = np.array([one.kind for one in passages], dtype=np.str_)
    found: dict[str, Column] = {str(kind): (own == kind).astype(np.float32) for kind in Kind}
    of_row, of_act = found[Kind.INDICATOR], _OF_ACT.get(query.act)
    wants_figure = query.answer_type is AnswerType.NUMBER or _FIGURES & set(query.aspects)
    found["figure"] = of_row if wants_figure else 0.0
    found["share"] = of_row * flags("%" in one.text for one in passages)
    found["of_act"] = found[of_act] if of_act else 0.0
    found["lists"] = float(query.act in LISTINGS)
    found["not_of_act"] = 1 - found[of_act] if of_act else 0.0
    return found


def flags(values: Iterable[bool]) -> Floats:
    """Return 1 for each that is true, 0 for each that is not."""
    return np.fromiter(values, dtype=np.float32)


def _holds(passage: Passage, query: Query) -> bool:
    """Whether a passage holds what is asked for; of a row its year may be asked for."""
    of_row = Field.YEAR in query.aspects and passage.kind is Kind.INDICATOR
    return of_row or holds(passage, query.answer_type)


def _says(passage: Passage, words: Iterable[str]) -> bool:
    return any(word in passage.text for word in words)


def _term(passage: Passage) -> str | None:
    return passage.heading if passage.kind is Kind.FOOTNOTE else None

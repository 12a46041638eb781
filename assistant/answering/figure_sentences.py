"""The sentences that tell one row of the indicator table, each on what is asked of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from assistant.answering.frames import frames
from assistant.answering.quantities import (
    difference_text,
    figure_of,
    latest_text,
    latest_value,
    target_text,
    unit_name,
)
from assistant.answering.row_values import gap, heading, is_reached, method_of
from assistant.answering.value import Value
from assistant.answering.wordings import quoted, row_name
from assistant.source import Source
from assistant.understanding.query import Field
from corpus.plan import Direction, Indicator

# A sentence and those that would say no more after it.
_SAY_AS_MUCH = {
    "unreached": {"gap"},
    "reached_no_latest": {"gap_no_latest"},
    "reached_no_target": {"gap_no_target"},
    "trend_undecided": {"undecided"},
    "year": {"latest"},
    "higher": {"target"},
    "lower": {"target"},
    "equal": {"target"},
}
_NO_VALUE = frozenset({"gap_no_target", "reached_no_target"})


def gap_value(row: Indicator, source: Source) -> Value | None:
    """Return how far a row is from its target, with the working; None where that is not known."""
    apart = gap(row)
    if apart is None:
        return None
    text = difference_text(apart.size, apart.unit, source, row)
    latest, target = figure_of(row.latest), figure_of(row.target)
    first, second = (target, latest) if apart.signed >= 0 else (latest, target)
    working = f"{first} − {second} = {text}"
    return Value(text, float(apart.size), apart.unit, (row.passage.id,), working)


@dataclass(frozen=True)
class FigureSentences:
    """What is told of `row`; its first sentence names it, of the city where others are asked of."""

    row: Indicator
    source: Source
    of_city: bool = False

    @cached_property
    def _said(self) -> dict[str, str]:
        return dict(frames("figures", self.source.lang, self.source.style))

    @property
    def stop(self) -> str:
        """What ends a sentence."""
        return self._said["stop"]

    @property
    def between(self) -> str:
        """What stands between two sentences."""
        return self._said["between"]

    @property
    def part_of(self) -> str:
        """The frame that names the row that this one divides."""
        return self._said["part_of"]

    def keys(self, aspects: Iterable[Field]) -> tuple[str, ...]:
        """Return the names of the sentences that tell `aspects`, none that repeats another."""
        keys = list(dict.fromkeys(self._key(one) for one in aspects))
        for key in tuple(keys):
            keys = [one for one in keys if one not in _SAY_AS_MUCH.get(key, ())]
        if not _NO_VALUE.isdisjoint(keys):
            keys = ["direction" if key == "directed" else key for key in keys]
        return tuple(keys)

    def sentence(self, key: str, is_first: bool, asked: Iterable[int] = ()) -> str:
        """Return the sentence `key`; `asked` are years that are asked for."""
        row, source = self.row, self.source
        of = self._said["of_city" if self.of_city else "of"] if is_first else ""
        worked_out = gap_value(row, source)
        return self._said[key].format(
            of=of.format(name=quoted(row_name(row, source), source), city=source.city),
            latest=latest_text(row, source),
            value=latest_value(row, source),
            target=target_text(row, source),
            year=row.latest.year,
            arrow=row.target.text,
            direction=self._said.get((row.target.direction or Direction.KEEP).value, ""),
            asked=source.joined(str(year) for year in asked),
            gap=worked_out.text if worked_out else "",
            working=worked_out.working if worked_out else "",
            brackets="".join(method_of(row, source.plan)),
            unit=unit_name(row.latest.unit or row.target.unit, source, row),
        )

    def _key(self, aspect: Field) -> str:
        """The name of the sentence that tells `aspect`, as the row gives it."""
        row = self.row
        is_undecided = row.latest.value is None
        if aspect is Field.LATEST:
            return "undecided" if is_undecided else "latest"
        if aspect is Field.YEAR:
            return "undecided" if is_undecided else "year"
        if aspect is Field.TREND:
            return "trend_undecided" if is_undecided else "trend"
        if aspect is Field.METHOD:
            return "method" if method_of(row, self.source.plan) else "no_method"
        if aspect is Field.UNIT:
            return "unit" if row.latest.unit or row.target.unit else "no_unit"
        if aspect is Field.GAP:
            return self._gap_key()
        if aspect is Field.REACHED:
            return self._reached_key()
        return self._target_key(aspect)

    def _target_key(self, aspect: Field) -> str:
        target = self.row.target
        if target.direction is not None:
            return "directed"
        if target.value is None:
            return "no_target"
        if aspect is Field.TARGET:
            return "target"
        apart = gap(self.row)
        if apart is None:
            return "no_arrow"
        return "equal" if apart.signed == 0 else "higher" if apart.signed > 0 else "lower"

    def _gap_key(self) -> str:
        row, apart = self.row, gap(self.row)
        if apart is None:
            return self._missing_key("gap")
        if apart.signed == 0:
            return "gap_none"
        if heading(row) is None:
            return "gap_untold"
        return "gap_passed" if is_reached(row) else "gap"

    def _reached_key(self) -> str:
        reached = is_reached(self.row)
        if reached is None:
            return "gap_untold" if gap(self.row) else self._missing_key("reached")
        return "reached" if reached else "unreached"

    def _missing_key(self, asked: str) -> str:
        if self.row.target.value is None:
            return f"{asked}_no_target"
        return f"{asked}_no_latest" if self.row.latest.value is None else "gap_units"

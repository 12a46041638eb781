"""What is quoted: passages of a section, and what it was asked for and has not."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answering.frames import frames
from assistant.answering.value import Value
from assistant.source import Source
from assistant.understanding.query import Query
from corpus.plan import Kind, Passage


@dataclass(frozen=True, slots=True)
class Quoted:
    """Passages of one kind in one section; `is_whole` where they are all that it has."""

    section: str
    kind: Kind
    passages: tuple[Passage, ...]
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Lacking:
    """What is not there: item `item` of a section, None for the kind as such.

    `section` is None of a footnote that the whole plan has not; `held` is what there is instead,
    with its `numbers`: those of footnotes, places of what has none.
    """

    section: str | None
    kind: Kind
    item: int | None
    held: tuple[Passage, ...] = ()
    numbers: tuple[int, ...] = ()

    @property
    def is_run(self) -> bool:
        """Whether it is told from where to where the numbers run, without a gap."""
        has_numbers = self.kind is Kind.INITIATIVE or self.section is None
        run = range(self.numbers[0], self.numbers[-1] + 1) if self.numbers else ()
        return has_numbers and bool(run) and self.numbers == tuple(run)

    @property
    def cited(self) -> tuple[Passage, ...]:
        """What is cited to show what there is."""
        if self.item is None:
            return ()
        ends = (self.held[0], self.held[-1]) if self.held and self.is_run else self.held
        return tuple(dict.fromkeys(ends))


@dataclass(frozen=True, slots=True)
class QuoteResult:
    """What is quoted, in the order in which it is told.

    Where there are `choices`, a section was not said and several have such an item: each is a
    name to choose by and the query for it, one for each of `quoted`.
    """

    quoted: tuple[Quoted, ...]
    lacking: tuple[Lacking, ...] = ()
    choices: tuple[tuple[str, Query], ...] = ()
    values: tuple[Value, ...] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All that it rests on."""
        held = (one.cited for one in self.lacking)
        told = (*held, *(one.passages for one in self.quoted))
        return tuple(dict.fromkeys(passage for passages in told for passage in passages))


def count_of(passages: tuple[Passage, ...], source: Source) -> Value:
    """Return how many `passages` there are, as a value that rests on them."""
    ids = tuple(passage.id for passage in passages)
    said = frames("places", source.lang, source.style)
    text = said["count"].format(count=len(ids))
    return Value(
        text,
        len(ids),
        said["count"].format(count="").strip() or None,
        ids,
        " + ".join("1" for _ in ids),
    )

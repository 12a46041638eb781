"""What belongs with a passage, kind by kind, and under each initiative its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.nearness import linked
from assistant.answering.passage_words import ended, title_of, words_of
from assistant.source import Source
from corpus.plan import Kind, Passage


@dataclass(frozen=True, slots=True)
class Branch:
    """A passage that belongs with another, and the rows that belong with it in turn."""

    passage: Passage
    rows: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """What of `kind` belongs with a passage; nothing where `branches` is empty."""

    kind: Kind
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """A passage and what belongs with it; rows stand under initiatives where it `leads_on`."""

    start: Passage
    related: tuple[Related, ...]
    leads_on: bool

    @property
    def branches(self) -> tuple[Branch, ...]:
        """All that belongs with it, of whatever kind."""
        return tuple(branch for related in self.related for branch in related.branches)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All of its passages, in the order in which they are told."""
        told = ((branch.passage, *branch.rows) for branch in self.branches)
        return (self.start, *(passage for passages in told for passage in passages))


def chain_of(start: Passage, kinds: Sequence[Kind], source: Source) -> Chain:
    """Return what of `kinds` belongs with `start`; rows beside initiatives belong under these."""
    leads_on = {Kind.INITIATIVE, Kind.INDICATOR} <= set(kinds)
    told = [kind for kind in kinds if not (leads_on and kind is Kind.INDICATOR)]
    related = (Related(kind, tuple(_branches(start, kind, leads_on, source))) for kind in told)
    return Chain(start, tuple(related), leads_on)


def text_of(passage: Passage, source: Source, *, is_whole: bool) -> str:
    """Return a passage in words; an initiative by its title, with its paragraphs if `is_whole`."""
    if passage.kind is not Kind.INITIATIVE:
        return words_of(passage, source)
    title = title_of(passage, source)
    if not is_whole:
        return title
    space = " " if source.lang == "en" else ""
    return f"{ended(title, source)}{space}{words_of(passage, source)}"


def _branches(start: Passage, kind: Kind, leads_on: bool, source: Source) -> Iterator[Branch]:
    for one in linked(start, kind, source):
        has_rows = leads_on and kind is Kind.INITIATIVE
        yield Branch(one, linked(one, Kind.INDICATOR, source) if has_rows else ())

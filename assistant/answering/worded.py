"""What was found of a phrase: where it stands, and how else it is spelled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answering.phrases import HeadingUse, Use
from assistant.answering.value import Value
from corpus.plan import Kind, Passage


@dataclass(frozen=True, slots=True)
class Finding:
    """The passages and the headings that use a phrase."""

    uses: tuple[Use, ...] = ()
    headings: tuple[HeadingUse, ...] = ()

    @property
    def counts(self) -> tuple[int, ...]:
        """How often each passage and each heading uses it."""
        return (*(use.count for use in self.uses), *(one.count for one in self.headings))

    @property
    def count(self) -> int:
        """How often it is used."""
        return sum(self.counts)

    @property
    def places(self) -> int:
        """How many passages and headings use it, a heading once for each section."""
        return len(self.uses) + sum(len(one.below) for one in self.headings)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages that use it, and the first under each heading that does."""
        below = (passage for one in self.headings for passage in one.below)
        return tuple(dict.fromkeys((*(use.passage for use in self.uses), *below)))

    def value(self, number: int, text: str) -> Value:
        """Return a number of uses as a value, told as `text`, that rests on the passages."""
        rows = tuple(passage.id for passage in self.passages)
        return Value(text, number, None, rows, " + ".join(map(str, self.counts)))


@dataclass(frozen=True, slots=True)
class Spelling:
    """Another spelling that the plan uses, which sounds the same."""

    written: str
    found: Finding


@dataclass(frozen=True, slots=True)
class PhraseUse:
    """A phrase: `found` in what was looked through, `found_in_plan` in the whole plan.

    Where the plan does not use it and its unofficial translation does, `translated` says where.
    """

    phrase: str
    found: Finding
    found_in_plan: Finding
    spellings: tuple[Spelling, ...] = ()
    translated: tuple[Use, ...] = ()

    @property
    def count(self) -> int:
        """How often it is used in what was looked through."""
        return self.found.count

    @property
    def told(self) -> Finding:
        """What is told: what was found, or else what the rest of the plan holds."""
        return self.found if self.count else self.found_in_plan

    @property
    def within(self) -> int:
        """How often it is but a part of a longer word in katakana."""
        return sum(use.within for use in self.found.uses)

    @property
    def forms(self) -> tuple[str, ...]:
        """How it is written where it is used."""
        return tuple(dict.fromkeys(form for use in self.found.uses for form in use.forms))

    @property
    def passages(self) -> Iterator[Passage]:
        """All that it rests on."""
        yield from self.told.passages
        yield from (use.passage for use in self.translated)
        yield from (passage for one in self.spellings for passage in one.found.passages)


@dataclass(frozen=True, slots=True)
class WordingResult:
    """The phrases, in the order in which they were asked for, and what was looked through.

    `is_of_told` says that it was what the conversation pointed at.
    """

    phrases: tuple[PhraseUse, ...]
    sections: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    is_of_told: bool = False
    values: tuple[Value, ...] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All that it rests on."""
        every = (passage for one in self.phrases for passage in one.passages)
        return tuple(dict.fromkeys(every))

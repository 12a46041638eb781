"""An answer while it is written: statements, each with the citation that it rests on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.answer import Citation, Language, Translation
from corpus.companion import Companion
from corpus.plan import Passage, Plan


class Draft:
    """Collects statements; a passage that is cited twice keeps its number."""

    def __init__(self, plan: Plan, companions: Mapping[str, Companion], lang: Language) -> None:
        self._plan = plan
        self._companions = companions
        self._lang = lang
        self._passages: dict[str, Passage] = {}
        self._quotes: dict[str, dict[str, None]] = {}
        self._said: list[tuple[str, str | None]] = []

    def say(self, text: str, passage: Passage, quotes: Sequence[str]) -> None:
        """Add a statement that rests on `quotes`, verbatim spans of the text of `passage`."""
        for quote in quotes:
            if quote not in passage.text:
                raise ValueError(f"not verbatim in {passage.id}: {quote!r}")
        self._passages.setdefault(passage.id, passage)
        known = self._quotes.setdefault(passage.id, {})
        known.update(dict.fromkeys(quotes))
        self._said.append((text, passage.id))

    def add(self, text: str) -> None:
        """Add words that state nothing of their own: a lead, a line break."""
        self._said.append((text, None))

    def append(self, other: Draft) -> None:
        """Add the statements of another draft of the same plan, on a line of their own."""
        self.add("\n" if self._said else "")
        self._said += other._said
        for passage in other.passages:
            self._passages.setdefault(passage.id, passage)
            self._quotes.setdefault(passage.id, {}).update(other._quotes[passage.id])

    @property
    def text(self) -> str:
        """The answer as written so far, each statement with the number of its citation."""
        numbers = {passage_id: n for n, passage_id in enumerate(self._passages, start=1)}
        told = (text + (f"[{numbers[of]}]" if of else "") for text, of in self._said)
        return re.sub(r"\n{2,}", "\n", "".join(told)).strip()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The cited passages, in the order of their numbers."""
        return tuple(self._passages.values())

    def citations(self) -> tuple[Citation, ...]:
        """The citations, numbered from 1."""
        return tuple(
            cite(
                n,
                passage,
                tuple(self._quotes[passage.id]),
                self._plan,
                self._companions,
                self._lang,
            )
            for n, passage in enumerate(self._passages.values(), start=1)
        )


def cite(
    n: int,
    passage: Passage,
    quotes: tuple[str, ...],
    plan: Plan,
    companions: Mapping[str, Companion],
    lang: Language,
) -> Citation:
    """Make a citation of `passage`, with its English beside it in an English answer."""
    title = plan.section(passage.section).title
    translation = translation_of(passage, companions) if lang == "en" else None
    return Citation(n, passage, title, quotes, translation)


def translation_of(passage: Passage, companions: Mapping[str, Companion]) -> Translation | None:
    """Return the unofficial English of `passage`, None where no companion has it."""
    entry = companions["en"].passages.get(passage.id) if "en" in companions else None
    if entry is None:
        return None
    block = companions["en"].blocks.get(passage.kind.value, "")
    return Translation(entry.heading or block, entry.text)

"""An answer as a value: its text, and what each statement of it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from assistant.answering.value import Value
from corpus.about import About
from corpus.plan import Footnote, Indicator, Passage

Language = Literal["ja", "en"]
Style = Literal["normal", "plain"]


class Intent(StrEnum):
    """What a question asks for."""

    PASSAGE = "passage"
    INDICATOR = "indicator"
    LIST = "list"
    DEFINITION = "definition"
    PARTNER = "partner"
    COMPARISON = "comparison"
    RELATION = "relation"
    WORDING = "wording"
    SUMMARY = "summary"
    SMALLTALK = "smalltalk"
    HELP = "help"
    DISTRESS = "distress"
    CLARIFICATION = "clarification"
    OUT_OF_SCOPE = "out_of_scope"
    NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True, slots=True)
class Translation:
    """The unofficial English of a passage: its heading (or an indicator's name) and its text."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage that the answer rests on.

    `n` is its number in the answer's text; `quotes` are the verbatim spans of the passage's text
    that the answer uses; `translation` is given where the question was in English and the plan
    has an English companion; `about` says whose plan it is, where there are several.
    """

    n: int
    passage: Passage
    section_title: str
    quotes: tuple[str, ...]
    translation: Translation | None = None
    about: About | None = None

    @property
    def key(self) -> str:
        """The passage's id, with that of its plan where there are several."""
        return f"{self.about.id}/{self.passage.id}" if self.about else self.passage.id

    @property
    def url(self) -> str:
        """The passage's address on the web pages."""
        return passage_url(self.passage, self.about)


@dataclass(frozen=True, slots=True)
class LinkedIndicator:
    """An indicator that belongs to the answer, with its unofficial English name if it has one."""

    indicator: Indicator
    name_en: str | None = None
    about: About | None = None

    @property
    def url(self) -> str:
        """The indicator's address on the web pages."""
        return f"{base_of(self.about)}/indicators#{self.indicator.passage.id}"


@dataclass(frozen=True, slots=True)
class LinkedFootnote:
    """A footnote that belongs to the answer, with its unofficial English if it has one."""

    footnote: Footnote
    translation: Translation | None = None
    about: About | None = None

    @property
    def url(self) -> str:
        """The footnote's address on the web pages."""
        return f"{base_of(self.about)}/glossary#{self.footnote.passage.id}"


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage as retrieval ranked it, before an answer was composed."""

    passage: Passage
    score: float
    about: About | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """What a question took over from the turns before it: a slot, and its words."""

    slot: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question.

    In `text` a marker such as [1] stands after each statement and names the citation that it
    rests on. `answerable` is False where the plan does not hold what was asked: `citations` is
    then empty and `related` may hold passages that come near. `understood` is False where it was
    not understood, which claims nothing of the plan. `reading` says in a line how the question was
    understood, `carried` what it took over from the turns before; `values` were worked out.
    """

    question: str
    resolved_question: str
    lang: Language
    style: Style
    intent: Intent
    answerable: bool
    text: str
    citations: tuple[Citation, ...] = ()
    indicators: tuple[LinkedIndicator, ...] = ()
    footnotes: tuple[LinkedFootnote, ...] = ()
    related: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    retrieved: tuple[Retrieved, ...] = ()
    reading: str = ""
    carried: tuple[Carried, ...] = ()
    understood: bool = True
    values: tuple[Value, ...] = ()
    took_ms: float = 0.0

    def of(self, about: About) -> Answer:
        """Return the answer as one from the plan `about`, which is one of several."""
        return replace(
            self,
            citations=tuple(replace(one, about=about) for one in self.citations),
            indicators=tuple(replace(one, about=about) for one in self.indicators),
            footnotes=tuple(replace(one, about=about) for one in self.footnotes),
            related=tuple(replace(one, about=about) for one in self.related),
            retrieved=tuple(replace(one, about=about) for one in self.retrieved),
        )


def base_of(about: About | None) -> str:
    """Return what the addresses of a plan's pages begin with; "" where there is but one plan."""
    return f"/{about.id}" if about else ""


def passage_url(passage: Passage, about: About | None = None) -> str:
    """Return the address of `passage` on the web pages: /plan/2-1#2-1.initiative.1."""
    return f"{base_of(about)}/plan/{passage.section}#{passage.id}"

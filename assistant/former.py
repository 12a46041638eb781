"""Answers by the forms of questions, as before questions were typed queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import chain, islice

from assistant.answer import Answer, Intent, Language, Retrieved, Style
from assistant.answering.linking import linked_footnotes, linked_indicators
from assistant.answering.suggestions import suggestions
from assistant.asked import asking_sentence
from assistant.compared import rows_compared
from assistant.compose import Asking, Composed, compose
from assistant.follow_ups_resolved import resolve
from assistant.followups import asks_easier
from assistant.limits import READ_OF_TURN, as_read
from assistant.partners import groups_named
from assistant.parts import parts_of
from assistant.plans.models import Models
from assistant.question import Question, language_of, understand
from assistant.retrieve import Found, retrieve, wants_figure
from assistant.sections_named import section_names
from assistant.source import Source
from assistant.turns import Reader, Turn
from corpus.about import About
from corpus.asks import Asks
from corpus.companion import Companion
from corpus.plan import Indicator, Passage, Plan
from index.search import PlanIndex

_RETRIEVED = 10
# From where two nouns are things alike, of which the same may be asked.
_LIKE = 0.2


@dataclass(frozen=True)
class Former:
    """Answers by the forms of questions; to go once typed queries answer all as well."""

    about: About
    plan: Plan
    companions: Mapping[str, Companion]
    asks: Asks
    index: PlanIndex
    models: Models

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        lang: Language | None = None,
        style: Style = "normal",
    ) -> Answer:
        """Answer `question`, read with the turns before it.

        `lang` is the language of the answer, by default that of the question.
        """
        asked = self.understand(question, history, lang, style)
        source = self.source(asked.lang, asked.style)
        whole = self._asking(asked)
        parts = self._parts(asked.text, source)
        said = compose(whole, parts, source)
        said = self._figure_of_asking_sentence(asked, said, source) or said
        indicators = linked_indicators(said.passages, whole.found, source)
        footnotes = linked_footnotes(said.passages, source)
        near = [one.passage for one in said.related]
        return Answer(
            question=question,
            resolved_question=asked.text,
            lang=asked.lang,
            style=asked.style,
            intent=said.intent,
            answerable=said.answerable,
            text=said.text,
            citations=said.citations,
            indicators=indicators,
            footnotes=footnotes,
            related=said.related,
            suggestions=suggestions(asked.text, said.passages, near, indicators, footnotes, source),
            retrieved=_ranked(said.selected, whole.found),
        )

    def _figure_of_asking_sentence(
        self, asked: Question, said: Composed, source: Source
    ) -> Composed | None:
        """What the last sentence alone asks, where a figure is asked for and none was found.

        What leads to a question at length may be about something else.
        """
        asking = asking_sentence(asked.text)
        if asking == asked.text or said.intent not in (Intent.OUT_OF_SCOPE, Intent.PASSAGE):
            return None
        alone = self._read(asking, source)
        if not wants_figure(alone.asked):
            return None
        answer = compose(self._asking(alone), (), source)
        return answer if answer.intent is Intent.INDICATOR else None

    def _parts(self, text: str, source: Source) -> list[Asking]:
        """The questions that `text` may consist of; none where a part only asks for all of it."""
        read = [self._read(part, source) for part in parts_of(text)]
        bare = any(one.whole and not (one.topic or one.asked.kinds) for one in read)
        return [] if bare else [self._asking(one) for one in read]

    def understand(
        self, question: str, history: Sequence[Turn], lang: Language | None, style: Style
    ) -> Question:
        """Read `question` with the turns before it into one that stands alone."""
        question = as_read(question)
        history = [replace(turn, content=as_read(turn.content, READ_OF_TURN)) for turn in history]
        chosen: Style = "plain" if asks_easier(question) else style
        source = self.source(lang or language_of(question), chosen)

        @cache
        def read(text: str) -> Question:
            return self._read(text, source)

        def nearest(text: str) -> Passage | None:
            hits = self.index.search(text, k=1)
            return self.plan.passage(hits[0].passage_id) if hits else None

        def nearness(text: str) -> float:
            return max((hit.score for hit in self.index.search(text, k=1)), default=0.0)

        def groups(asked: Question) -> Sequence[str]:
            return groups_named(asked, source)

        def likest(noun: str, nouns: Sequence[str]) -> str | None:
            if not nouns:
                return None
            near = self.index.nearness(noun, nouns)
            return nouns[int(near.argmax())] if near.max() >= _LIKE else None

        def compared(asked: Question) -> Sequence[Indicator]:
            return rows_compared(asked, source)

        reader = Reader(self.plan, read, nearest, groups, nearness, likest, compared)
        standing = resolve(question, history, reader)
        asked = read(standing.text).besides(standing.told)
        if standing.about:
            asked = asked.of_passage(standing.about.id)
        if standing.kinds:
            asked = asked.turned_to(standing.kinds)
        return asked.on(standing.matter.id) if standing.matter else asked

    def _read(self, text: str, source: Source) -> Question:
        """Read a question that stands alone."""
        spelled = self.index.spellings.respelled(text)
        return understand(
            text,
            spelled,
            self.about,
            self.plan,
            self.companions,
            self._section_names,
            source.lang,
            source.style,
        )

    @cached_property
    def _section_names(self) -> dict[str, tuple[str, ...]]:
        return section_names(self.plan, self.companions, self.asks)

    def _asking(self, question: Question) -> Asking:
        return Asking(question, retrieve(question, self.plan, self.index))

    def source(self, lang: Language, style: Style) -> Source:
        """Return what an answer in `lang` and `style` draws on."""
        return Source(
            self.about,
            self.plan,
            self.companions,
            self.asks,
            self.index,
            lang,
            style,
            self.models.elsewhere,
            self.models.smalltalk,
        )


def _ranked(selected: Sequence[Passage], found: Sequence[Found]) -> tuple[Retrieved, ...]:
    """The best, what the form of the question picked before what was found by likeness."""
    best = max((one.score for one in found), default=0.0)
    first = tuple(Retrieved(passage, best) for passage in selected)
    rest = (Retrieved(one.passage, one.score) for one in found if one.passage not in selected)
    return tuple(islice(chain(first, rest), _RETRIEVED))

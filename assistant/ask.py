"""Assistant.open(index), .ask(question) → Answer."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import chain, islice

from assistant.answer import Answer, Intent, Language, Retrieved, Style
from assistant.asked import asking_sentence
from assistant.compared import rows_compared
from assistant.compose import Asking, Composed, compose
from assistant.dialogue import resolve
from assistant.environment import Environment
from assistant.followups import asks_easier
from assistant.limits import READ_OF_TURN, as_read
from assistant.linking import linked_footnotes, linked_indicators
from assistant.partners import groups_named
from assistant.parts import parts_of
from assistant.plans.adopted import AdoptedPlans, CurrentPlan, current_plan
from assistant.plans.models import Models
from assistant.plans.sources import Sources
from assistant.question import Question, language_of, understand
from assistant.retrieve import Found, retrieve, wants_figure
from assistant.safety.help_lines import bundled_help_lines
from assistant.sections_named import section_names
from assistant.source import Source
from assistant.suggestions import suggestions
from assistant.turns import Reader, Turn
from corpus.about import About
from corpus.asks import Asks
from corpus.companion import Companion
from corpus.plan import Indicator, Passage, Plan
from index.build import build_index
from index.embedding import open_building_embedder
from index.layout import Manifest
from index.once import one_question
from index.search import PlanIndex
from index.switch import served_folder

_RETRIEVED = 10
# The id of a plan that is served by itself; it is in no address.
_ALONE = "plan"
# From where two nouns are things alike, of which the same may be asked.
_LIKE = 0.2


@dataclass(frozen=True)
class Assistant:
    """Answers questions on one plan; it keeps nothing of a question.

    Where the plan `is_one_of_many`, its answers say whose it is.
    """

    sources: Sources
    index: PlanIndex
    models: Models
    is_one_of_many: bool = False

    @classmethod
    def open(cls, environment: Environment) -> Assistant:
        """Open the index that `environment` names.

        Raises SearchIndexError (missing, stale, damaged), EmbeddingModelError, CorpusError or
        AdoptionError, each naming what mends it.
        """
        # The plan and the index are read out of one folder, whatever is built meanwhile.
        folder = served_folder(environment.index_folder)
        sources = Sources.read(current_plan(environment, folder).path, _ALONE)
        models = Models.open(environment.model)
        return cls(sources, sources.open_index(folder, models.embedder), models)

    @staticmethod
    def build(environment: Environment, progress: bool = True) -> Manifest:
        """Build the index that `environment` names, in place of the one that is there."""
        with AdoptedPlans(environment.plans).alone():
            current = current_plan(environment, environment.index_folder)
            return Assistant.build_of(current, environment, progress)

    @staticmethod
    def build_of(current: CurrentPlan, environment: Environment, progress: bool = True) -> Manifest:
        """Build the index of the plan `current`, and serve both from then on."""
        sources = Sources.read(current.path, _ALONE)
        return build_index(
            sources.plan,
            sources.companions,
            sources.asks,
            open_building_embedder(environment.model),
            environment.index_folder,
            progress,
            current.adopted,
        )

    @property
    def about(self) -> About:
        """Whose plan it is."""
        return self.sources.about

    @property
    def told_of(self) -> About | None:
        """Whose plan answers say that they are of: None where there is but one."""
        return self.about if self.is_one_of_many else None

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.sources.plan

    @property
    def companions(self) -> Mapping[str, Companion]:
        """The plan in other words, by language."""
        return self.sources.companions

    @property
    def asks(self) -> Asks:
        """How people ask for its passages."""
        return self.sources.asks

    @one_question()
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
        started = time.perf_counter()
        asked = self.understand(question, history, lang, style)
        source = self.source(asked.lang, asked.style)
        whole = self._asking(asked)
        parts = self._parts(asked.text, source)
        help_lines = bundled_help_lines()
        distress = help_lines.kinds_in(question)
        first = help_lines.said_to(distress, asked.lang)
        if distress:
            topic = help_lines.topics[distress[0]][asked.lang]
            whole, parts = self._asking(self._read(topic, source)), []
        said = compose(whole, parts, source)
        if not distress:
            said = self._figure_of_asking_sentence(asked, said, source) or said
        indicators = linked_indicators(said.passages, whole.found, source)
        footnotes = linked_footnotes(said.passages, source)
        near = [one.passage for one in said.related]
        answer = Answer(
            question=question,
            resolved_question=asked.text,
            lang=asked.lang,
            style=asked.style,
            intent=said.intent,
            answerable=said.answerable,
            text="\n".join(filter(None, [first, said.text])),
            citations=said.citations,
            indicators=indicators,
            footnotes=footnotes,
            related=said.related,
            suggestions=suggestions(asked.text, said.passages, near, indicators, footnotes, source),
            retrieved=_ranked(said.selected, whole.found),
            took_ms=(time.perf_counter() - started) * 1000,
        )
        return answer.of(self.told_of) if self.told_of else answer

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
            self.models.elsewhere,
            self.models.smalltalk,
            lang,
            style,
        )

    @one_question()
    def search(self, query: str, k: int = 10) -> tuple[Retrieved, ...]:
        """Return the `k` best passages for `query`, without composing an answer."""
        hits = self.index.search(query, k)
        return tuple(
            Retrieved(self.plan.passage(hit.passage_id), hit.score, self.told_of) for hit in hits
        )


def _ranked(selected: Sequence[Passage], found: Sequence[Found]) -> tuple[Retrieved, ...]:
    """The best, what the form of the question picked before what was found by likeness."""
    best = max((one.score for one in found), default=0.0)
    first = tuple(Retrieved(passage, best) for passage in selected)
    rest = (Retrieved(one.passage, one.score) for one in found if one.passage not in selected)
    return tuple(islice(chain(first, rest), _RETRIEVED))

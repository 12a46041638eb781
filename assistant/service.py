"""Assistant.open(environment), .ask(question) → Answer."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.answer import Answer, Carried, Language, Retrieved, Style
from assistant.answering.compose import compose, too_involved
from assistant.dialogue.conversation import language_asked, style_asked
from assistant.dialogue.distress_reply import reply_to_distress
from assistant.dialogue.replies import Replier
from assistant.dialogue.state import State
from assistant.dialogue.turn import Turn
from assistant.environment import Environment
from assistant.limits import READ_OF_TURN, as_read
from assistant.plans.adopted import AdoptedPlans, CurrentPlan, current_plan
from assistant.plans.models import Models
from assistant.plans.sources import Sources
from assistant.safety.distress import bundled_distress_head
from assistant.source import Source
from assistant.understanding.entities import Gazetteer
from assistant.understanding.foreign_places import ForeignPlaces
from assistant.understanding.language import language_of, language_of_turn
from assistant.understanding.query import Act, Query
from assistant.understanding.reader import Reader, Reading
from corpus.about import About
from corpus.asks import Asks
from corpus.companion import Companion
from corpus.plan import Plan
from index.budget import PER_QUESTION, Budget, OverBudgetError, check_budget
from index.build import build_index
from index.embedding import open_building_embedder
from index.layout import Manifest
from index.once import one_question
from index.search import PlanIndex
from index.switch import served_folder

# The id of a plan that is served by itself; it is in no address.
_ALONE = "plan"


@dataclass(frozen=True)
class Assistant:
    """Answers questions on one plan; it keeps nothing of a question.

    Where the plan `is_one_of_many`, its answers say whose it is. A question on which more than
    `budget` would be spent is answered by a sentence that says so.
    """

    sources: Sources
    index: PlanIndex
    models: Models
    is_one_of_many: bool = False
    budget: Budget = PER_QUESTION

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

    @cached_property
    def reader(self) -> Reader:
        """Reads questions about the plan."""
        gazetteer = Gazetteer.of(self.plan, self.companions, self.asks, self.index.spellings)
        places = ForeignPlaces.of(self.about, self.plan, self.companions)
        return Reader.of(gazetteer, places, self.plan, self.index.spellings, self.models.reads)

    @one_question()
    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        lang: Language | None = None,
        style: Style = "normal",
        carry: bool = True,
    ) -> Answer:
        """Answer `question`, read with the turns before it unless `carry` is False.

        `lang` is the language of the answer, by default that of the question.
        """
        started = time.perf_counter()
        text = as_read(question)
        before = _user_turns(history) if carry else ()
        try:
            with self.budget.spent():
                answer = self._answered(text, before, lang, style)
        except OverBudgetError:
            answer = self.too_involved(text, before, lang, style)
        answer = replace(answer, took_ms=(time.perf_counter() - started) * 1000)
        return answer.of(self.told_of) if self.told_of else answer

    def _answered(
        self, text: str, before: Sequence[str], lang: Language | None, style: Style
    ) -> Answer:
        state = self._state(before, lang, style)
        reading = self._read(text, state)
        spoken = lang or language_asked(reading, state, language_of_turn(text, before))
        source = self.source(spoken, style_asked(reading, state, style))
        distress = reply_to_distress(text, self.reader, source)
        return distress or self._answer(text, reading, state, source)

    def too_involved(
        self, text: str, before: Sequence[str], lang: Language | None, style: Style
    ) -> Answer:
        """Say that `text` is too involved to be answered; somebody in distress is told of help."""
        source = self.source(lang or language_of_turn(text, before), style)
        part = too_involved(Query(Act.UNKNOWN, text), source)
        distress = reply_to_distress(text, self.reader, source)
        return distress or compose((part,), text, text, (), (), source)

    def _read(self, text: str, state: State | None) -> Reading:
        return self.reader.read(text, state.previous(self.plan) if state else ())

    def _answer(self, text: str, reading: Reading, state: State | None, source: Source) -> Answer:
        reply = Replier(self.reader, source).reply(reading, state)
        carried = tuple(Carried(slot, words) for slot, words in reply.carried)
        return compose(reply.parts, text, reply.resolved, carried, reply.judged, source)

    def _state(self, turns: Sequence[str], lang: Language | None, style: Style) -> State | None:
        """Work out the state after `turns` of the person: the answers are carried out again.

        Nothing is carried over from a turn of somebody in distress.
        """
        state: State | None = None
        for text in turns:
            check_budget()
            if bundled_distress_head().find(text) is not None:
                state = None
                continue
            spoken = lang or language_of(text)
            replier = Replier(self.reader, self.source(spoken, style))
            state = replier.state_after(self._read(text, state), state)
        return state

    def source(self, lang: Language, style: Style) -> Source:
        """Return what an answer in `lang` and `style` draws on."""
        return Source(self.about, self.plan, self.companions, self.asks, self.index, lang, style)

    @one_question()
    def search(self, query: str, k: int = 10) -> tuple[Retrieved, ...]:
        """Return the `k` best passages for `query`, without composing an answer.

        Raises OverBudgetError where that would take too long.
        """
        with self.budget.spent():
            hits = self.index.search(query, k)
        return tuple(
            Retrieved(self.plan.passage(hit.passage_id), hit.score, self.told_of) for hit in hits
        )


def _user_turns(history: Sequence[Turn]) -> tuple[str, ...]:
    return tuple(as_read(turn.content, READ_OF_TURN) for turn in history if turn.role == "user")

"""A question put to several plans: found among all their passages, answered by each plan itself."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from assistant.answer import Answer, Citation, Intent, Language, Retrieved, Style
from assistant.answering.frames import frames
from assistant.dialogue.conversation import ALONE
from assistant.dialogue.turn import Turn
from assistant.plans.which_cities import put_to_one
from assistant.safety.distress import bundled_distress_head
from assistant.service import Assistant
from corpus.about import About
from index.budget import PER_QUESTION, Budget, OverBudgetError, check_budget
from index.collection.entries import query_terms
from index.collection.protocols import CollectionHit, PlanStore
from index.once import one_question
from index.query_vector import query_vector

# So many plans are asked at most: those whose passages come first.
_MOST_ASKED = 6
_LOOKED_AT = 100
# Of the score of the best passage of all.
_LEAST_SHARE = 0.6
_RETRIEVED = 10
_RELATED = 3
_TALK = (Intent.SMALLTALK, Intent.HELP)
# A turn that is as likely to stand alone does.
_STANDS_ALONE = 0.5
_MARKER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class AcrossPlans:
    """Answers from the plans `chosen`, which are `all` that `store` has or some of them.

    `plan` gives the assistant of a plan by its id. Each answer names the city that it is of. The
    `budget` is that of all plans together.
    """

    store: PlanStore
    chosen: Sequence[About]
    all: bool
    plan: Callable[[str], Assistant]
    budget: Budget = PER_QUESTION

    @one_question()
    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        lang: Language | None = None,
        style: Style = "normal",
        carry: bool = True,
    ) -> Answer:
        """Answer `question` from each plan that holds an answer, the likeliest first."""
        started = time.perf_counter()
        first = self.plan(self.chosen[0].id)
        if bundled_distress_head().find(question) is not None:
            return first.ask(question, (), lang, style)
        turns = [replace(turn, content=put_to_one(turn.content)) for turn in history if carry]
        try:
            with self.budget.spent():
                answer = self._answered(put_to_one(question), turns, lang, style)
        except OverBudgetError:
            answer = first.too_involved(question, (), lang, style)
        took_ms = (time.perf_counter() - started) * 1000
        return replace(answer, question=question, took_ms=took_ms)

    def _answered(
        self, question: str, turns: Sequence[Turn], lang: Language | None, style: Style
    ) -> Answer:
        ids, before = self._addressed(question, turns)
        given = []
        for plan_id in ids:
            given.append(self.plan(plan_id).ask(question, before, lang, style))
            check_budget()
        talked = next((one for one in given if one.intent in _TALK), None)
        holding = _near([one for one in given if one.answerable and one.citations])
        return _told(holding) if holding else self._talked(talked) if talked else _untold(given)

    def _addressed(
        self, question: str, before: Sequence[Turn]
    ) -> tuple[Sequence[str], Sequence[Turn]]:
        """Which plans are asked, and with which turns before it.

        A turn that refers to the answers before is put to their plans alone.
        """
        named = [about.id for about in self.chosen if _is_named(about, question)][:_MOST_ASKED]
        told = [about for about in self.chosen if before and _is_named(about, before[-1].content)]
        reading = self.plan((told or self.chosen)[0].id).reader.read(question)
        if told and reading.turns[ALONE] < _STANDS_ALONE:
            return named or [about.id for about in told][:_MOST_ASKED], before
        return named or self._likely(reading.text), ()

    def search(self, query: str, k: int = 10) -> tuple[Retrieved, ...]:
        """Return the `k` best passages of the plans for `query`.

        Raises OverBudgetError where that would take too long.
        """
        return tuple(self._passage(hit) for hit in self._hits(query, k))

    def _talked(self, answer: Answer) -> Answer:
        """What is said to small talk: where it speaks of a city, of how many there are."""
        names = {name for about in self.chosen for name in (about.city, about.city_en)}
        if not any(name in answer.text for name in names):
            return answer
        text = frames("across", answer.lang, answer.style)["many"].format(count=len(self.chosen))
        return replace(answer, text=text, suggestions=())

    def _likely(self, text: str) -> list[str]:
        """The plans to ask: all of a few, else those whose passages are found first."""
        if len(self.chosen) <= _MOST_ASKED:
            return [one.id for one in self.chosen]
        found = dict.fromkeys(hit.plan_id for hit in self._hits(text, _LOOKED_AT))
        return [*found][:_MOST_ASKED] or [self.chosen[0].id]

    def _hits(self, text: str, k: int) -> Sequence[CollectionHit]:
        index = self.plan(self.chosen[0].id).index
        vector = query_vector(text, index.embedder)
        terms: dict[str, float] = {}
        for term in query_terms(text):
            terms[term] = terms.get(term, 0.0) + 1.0
        plans = None if self.all else [one.id for one in self.chosen]
        return self.store.search(vector, terms, k, plans)

    def _passage(self, hit: CollectionHit) -> Retrieved:
        of = self.plan(hit.plan_id)
        return Retrieved(of.plan.passage(hit.passage_id), hit.score, of.about)


def _is_named(about: About, text: str) -> bool:
    """Whether a text names the city of a plan."""
    *japanese, english = about.names
    if any(name in text for name in japanese):
        return True
    # There may be hundreds of cities: a word is looked for only where its letters stand.
    stands = english.lower() in text.lower()
    return stands and bool(re.search(rf"\b{re.escape(english)}\b", text, re.IGNORECASE))


def _near(holding: Sequence[Answer]) -> list[Answer]:
    """Those that are not left far behind: one plan alone cannot tell that others speak of it."""
    least = _LEAST_SHARE * max(map(_best, holding), default=0.0)
    return [one for one in holding if _best(one) >= least]


def _told(holding: Sequence[Answer]) -> Answer:
    """The answers of several plans in one, that with the best passage first."""
    ranked = sorted(holding, key=_best, reverse=True)
    lang = ranked[0].lang
    said = frames("across", lang, ranked[0].style)
    lines: list[str] = []
    citations: list[Citation] = []
    for one in ranked:
        city = said["city"].format(city=_city(one, lang))
        lines.append(f"{city}\n{_renumbered(one.text, len(one.citations), len(citations))}")
        citations += _moved(one.citations, len(citations))
    cities = said["joint"].join(_city(one, lang) for one in ranked)
    lead = said["held_by"].format(cities=cities)
    return replace(
        ranked[0],
        text="\n".join([lead, *lines]),
        citations=tuple(citations),
        indicators=tuple(chain.from_iterable(one.indicators for one in ranked)),
        footnotes=tuple(chain.from_iterable(one.footnotes for one in ranked)),
        related=(),
        retrieved=_merged(ranked),
    )


def _untold(given: Sequence[Answer]) -> Answer:
    """The refusal of several plans, with what comes near in each of them."""
    ranked = sorted(given, key=_best, reverse=True)
    related = list(chain.from_iterable(one.related[:1] for one in ranked))[:_RELATED]
    said = frames("across", ranked[0].lang, ranked[0].style)
    return replace(
        ranked[0],
        text=said["not_in_plans_near" if related else "not_in_plans"],
        indicators=(),
        footnotes=(),
        related=tuple(replace(one, n=n) for n, one in enumerate(related, start=1)),
        retrieved=_merged(ranked),
    )


def _best(answer: Answer) -> float:
    return max((one.score for one in answer.retrieved), default=0.0)


def _city(answer: Answer, lang: Language) -> str:
    about = answer.citations[0].about
    if about is None:
        raise ValueError("an answer of one of several plans says whose it is")
    return about.city if lang == "ja" else about.city_en


def _renumbered(text: str, count: int, before: int) -> str:
    """`text` with the numbers of its citations moved behind those `before`."""

    def moved(match: re.Match[str]) -> str:
        n = int(match[1])
        return f"[{n + before}]" if 1 <= n <= count else match[0]

    return _MARKER.sub(moved, text)


def _moved(citations: Iterable[Citation], before: int) -> list[Citation]:
    return [replace(one, n=one.n + before) for one in citations]


def _merged(ranked: Sequence[Answer]) -> tuple[Retrieved, ...]:
    every = chain.from_iterable(one.retrieved for one in ranked)
    return tuple(sorted(every, key=lambda one: -one.score)[:_RETRIEVED])

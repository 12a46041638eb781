"""A reading and the state before it → what is replied, and the state after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Intent
from assistant.answering.compose import (
    AnswerPart,
    answer_part,
    courtesy,
    no_such_section,
    not_understood,
    refuse,
)
from assistant.answering.execute import KINDS, CarriedOut, carry_out, nearest
from assistant.answering.printed import printed
from assistant.answering.topics import known_words
from assistant.dialogue.carrying import carried_slots
from assistant.dialogue.conversation import (
    ALONE,
    Candidate,
    has_subject,
    meant,
    names_anything,
)
from assistant.dialogue.state import State
from assistant.evidence.classifier import Judged, judge
from assistant.safety.help_lines import bundled_help_lines
from assistant.source import Source
from assistant.understanding.clauses import asks, clauses
from assistant.understanding.decoding import query_of
from assistant.understanding.entities import EntityKind
from assistant.understanding.query import COURTESIES, OFFICE_MATTERS, Act, AnswerType, Query
from assistant.understanding.reader import Reader, Reading
from index.terms import noun_terms

# A courtesy is answered as one where it is so likely, and nothing of the plan is named beside it.
_SURE = 0.5
# A turn that is less likely meant and found is not answered: of 17 such four answers were right.
_LEAST_OF_TURN = 0.2
# What may be asked of anything: a question for nothing else names what it is about.
_ASKED_OF_ANYTHING = frozenset({AnswerType.TEXT, AnswerType.YES_NO, AnswerType.NUMBER})
# What may be asked of the plan itself, without naming anything else.
_ASKED_OF_THE_PLAN = frozenset(
    {AnswerType.DATE, AnswerType.BUDGET, AnswerType.PERSON, AnswerType.LAW, AnswerType.OPINION}
)
# Whose telephone number is asked for, at the least, who asks for a help line.
_HINTED = 0.2
# What one clause means is less likely meant than what the whole does.
_OF_CLAUSE = 0.6
# Parts of a text are answered one by one where each is so likely meant.
_SURE_OF_PART = 0.45


@dataclass(frozen=True, slots=True)
class Reply:
    """The parts of an answer, with the question as it was resolved and the state after it."""

    parts: tuple[AnswerPart, ...]
    resolved: str
    carried: tuple[tuple[str, str], ...]
    judged: Sequence[Judged]
    state: State | None


@dataclass(frozen=True)
class Replier:
    """Replies from one plan in one language and style."""

    reader: Reader
    source: Source

    def reply(self, reading: Reading, state: State | None) -> Reply:
        """Return what is replied to a turn."""
        if not any(map(str.isalnum, reading.asked)):
            unknown = query_of(Act.UNKNOWN, reading, self.source.plan)
            return Reply((not_understood(unknown, self.source),), reading.asked, (), (), state)
        read = [self.reader.read(one) for one in clauses(reading.asked)]
        return self._parts(reading, read) or self._whole(reading, read, state)

    def state_after(self, reading: Reading, state: State | None) -> State | None:
        """Return the state after a turn."""
        return self.reply(reading, state).state

    def _judge(self) -> Callable[[Query], Sequence[Judged]]:
        known: dict[object, Sequence[Judged]] = {}

        def judged(query: Query) -> Sequence[Judged]:
            key = (query.text, query.topic, query.kinds, query.scope.sections, query.answer_type)
            if key not in known:
                known[key] = judge(query, self.source)
            return known[key]

        return judged

    def _whole(self, reading: Reading, read: Sequence[Reading], state: State | None) -> Reply:
        candidates = meant(reading, state, self.source.plan)
        of_clause = self._of_clauses(read)
        if of_clause and candidates[0].query.is_courtesy:
            # 「ありがとう。あと注14って何」 asks after it thanks.
            candidates = of_clause
        candidates = _of_one_type((*candidates, *of_clause))
        judged = self._judge()
        first = candidates[0]
        if first.query.is_courtesy and self._is_courtesy(first, reading):
            said = (courtesy(first.query, self.source),)
            return Reply(said, reading.asked, (), (), state)
        # Who asks for the number of a group by its name asks for no other.
        is_of_group = any(reading.of(EntityKind.GROUP))
        asks_contact = reading.said.tags.get(AnswerType.CONTACT.value, 0.0) >= _HINTED
        is_of_lines = first.query.act is Act.HELP_LINE and first.likely >= _SURE
        if is_of_lines and asks_contact and not is_of_group:
            return self._help_lines(first.query, reading, state)
        absent = next((one.query for one in candidates if one.query.scope.absent), None)
        if absent is not None:
            part = no_such_section(absent, self.source)
            return Reply((part,), reading.asked, (), (), state)
        done = self._carried_out(candidates, judged) or self._holding(reading, judged)
        of_plan = next((one.query for one in candidates if one.query.act in KINDS), first.query)
        if done is None or (state is not None and done.likely < _LEAST_OF_TURN):
            done = self._nearest(first, of_plan, reading, judged)
        if done is None:
            return self._refusal(first, of_plan, judged, reading, state)
        answer = answer_part(done, self.source)
        same = [one for one in candidates if _is_of(one.query, done.query)]
        whole = [one for one in same if one.turn == ALONE and _says_all(one.query, done.query)]
        chosen = next(iter((*whole, *same)), first)
        carried = () if chosen.turn == ALONE else carried_slots(done.query, reading, self.source)
        after = _after(state, done.query, tuple(one.id for one in answer.passages))
        resolved = reading.asked if chosen.turn == ALONE else printed(done.query, self.source)
        return Reply((answer,), resolved, carried, judged(done.query), after)

    def _of_clauses(self, read: Sequence[Reading]) -> tuple[Candidate, ...]:
        """What the one clause that asks means by itself, of those that were read.

        What leads to a question, or follows it as a reason, is no part of its topic.
        """
        asking = [one for one in read if not _is_talk(one) and _asks(one)]
        if len(asking) > 1:
            asking = [one for one in asking if one.entities or self._is_known(one)] or [
                one for one in asking if not one.topic
            ]
        if len(read) < 2 or len(asking) != 1:
            return ()
        others = [one for one in read if one is not asking[0]]
        says_what = asking[0].topic or any(one.values for one in asking[0].entities)
        if not says_what and any(map(self._is_known, others)):
            return ()
        found = meant(asking[0], None, self.source.plan)[:2]
        return tuple(replace(one, likely=one.likely * _OF_CLAUSE) for one in found)

    def _is_known(self, reading: Reading) -> bool:
        """Whether the plan has a word of what a clause is about."""
        return bool(known_words(reading.topic, self.source))

    def _holding(
        self, reading: Reading, judged: Callable[[Query], Sequence[Judged]]
    ) -> CarriedOut | None:
        """The row that has the very value of a question in which nothing else is understood."""
        query = query_of(Act.FIGURE, reading, self.source.plan)
        if query.answer_type not in _ASKED_OF_ANYTHING:
            return None
        return carry_out([(query, 1.0)], judged, self.source) if query.claims else None

    def _help_lines(self, query: Query, reading: Reading, state: State | None) -> Reply:
        lines = bundled_help_lines().all_lines(self.source.lang)
        part = AnswerPart(Intent.DISTRESS, True, None, lines, query)
        return Reply((part,), reading.asked, (), (), state)

    def _carried_out(
        self, candidates: Sequence[Candidate], judged: Callable[[Query], Sequence[Judged]]
    ) -> CarriedOut | None:
        return carry_out([(one.query, one.likely) for one in candidates], judged, self.source)

    def _nearest(
        self,
        first: Candidate,
        of_plan: Query,
        reading: Reading,
        judged: Callable[[Query], Sequence[Judged]],
    ) -> CarriedOut | None:
        """What comes near to a question of the plan that names what it is about."""
        names_what = of_plan.topic or (of_plan.act is Act.FIGURE and has_subject(reading))
        if first.query.act not in KINDS or not names_what:
            return None
        return nearest(of_plan, judged(of_plan), self.source)

    def _is_courtesy(self, candidate: Candidate, reading: Reading) -> bool:
        sure = candidate.likely >= _SURE
        asks_of_plan = candidate.query.act is Act.HELP and bool(reading.topic)
        return sure and not asks_of_plan and not any(one.values for one in reading.entities)

    def _refusal(
        self,
        first: Candidate,
        of_plan: Query,
        judged: Callable[[Query], Sequence[Judged]],
        reading: Reading,
        state: State | None,
    ) -> Reply:
        if first.query.is_courtesy:
            return Reply((courtesy(first.query, self.source),), reading.asked, (), (), state)
        of_plan_itself = of_plan.answer_type in _ASKED_OF_THE_PLAN and noun_terms(reading.text)
        of_office = of_plan.answer_type in OFFICE_MATTERS and has_subject(reading)
        # What a turn asks that the plan may lack is asked of what was spoken of.
        of_answer = state is not None and of_plan.answer_type not in _ASKED_OF_ANYTHING
        asks_what_may_lack = of_plan_itself or of_office or of_answer
        if first.query.act is Act.UNKNOWN or not (_names_anything(of_plan) or asks_what_may_lack):
            part = not_understood(replace(first.query, act=Act.UNKNOWN), self.source)
            return Reply((part,), reading.asked, (), (), state)
        found = judged(of_plan)
        refusal = refuse(of_plan, found, self.source)
        after = _refused(state, of_plan, tuple(one.id for one in refusal.related))
        resolved = printed(of_plan, self.source) if state and not reading.topic else reading.asked
        return Reply((refusal,), resolved, (), found, after)

    def _parts(self, reading: Reading, read: Sequence[Reading]) -> Reply | None:
        """Answer each clause, where each is a question of its own that the plan answers.

        One that names nothing is asked of what the clause before it found: 「…は? 増えてる?」.
        """
        asking = [one for one in read if not _is_talk(one)]
        if len(asking) < 2:
            return None
        judged, plan = self._judge(), self.source.plan
        parts: list[AnswerPart] = []
        state: State | None = None
        for alone in asking:
            refers = state is not None and not names_anything(alone)
            before = state if refers else None
            one = alone
            if state is not None and refers:
                one = self.reader.read(alone.asked, state.previous(plan))
            if not (refers or _asks(alone)):
                return None
            candidates = meant(one, before, plan)
            done = self._carried_out(candidates, judged)
            if done is not None and done.likely >= _SURE_OF_PART:
                part = answer_part(done, self.source)
                state = _after(state, done.query, tuple(each.id for each in part.passages))
            elif refers and candidates[0].query.answer_type not in _ASKED_OF_ANYTHING:
                asked = candidates[0].query
                part = refuse(replace(asked, rows=()), (), self.source)
            else:
                return None
            parts.append(part)
        if state is None or len({one.passages[:1] or one.text for one in parts}) < len(parts):
            return None
        return Reply(tuple(parts), reading.asked, (), judged(state.query), state)


def _of_one_type(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Where the likeliest asks for a price, a place …, those that ask for it too: no other answers.

    Otherwise what was cited before would be cited again for what the plan does not give.
    """
    wanted = candidates[0].query.answer_type
    if wanted in _ASKED_OF_ANYTHING:
        return candidates
    return tuple(one for one in candidates if one.query.answer_type is wanted)


def _after(state: State | None, query: Query, cited: tuple[str, ...]) -> State:
    return state.after(query, cited) if state else State.begun(query, cited)


def _refused(state: State | None, query: Query, near: tuple[str, ...]) -> State:
    """The state after a refusal: what was cited before, or shown as near, may be spoken of."""
    cited = query.rows or (state.cited if state else ()) or near
    return replace(_after(state, query, cited), is_refused=True)


def _is_talk(reading: Reading) -> bool:
    acts = reading.said.acts
    best = max(acts, key=lambda name: acts[name])
    return Act(best) in COURTESIES or best == Act.UNKNOWN.value


def _asks(reading: Reading) -> bool:
    """Whether a clause is a question of its own: it names what it asks about, and asks."""
    acts = reading.said.acts
    best = max(acts, key=lambda name: acts[name])
    named = reading.entities or reading.topic
    is_question = best != Act.FIND.value or asks(reading.asked)
    return bool(named) and is_question and acts[best] >= _SURE


def _is_of(candidate: Query, done: Query) -> bool:
    """Whether `done` is the candidate after it was grounded."""
    return candidate.act is done.act and candidate.text == done.text


def _says_all(alone: Query, done: Query) -> bool:
    """Whether what a turn says by itself is all that was carried out."""
    if not alone.kinds:
        return False
    own = (alone.kinds, alone.scope, alone.rows, alone.topic, alone.states)
    return own == (done.kinds, done.scope, done.rows, done.topic, done.states)


def _names_anything(query: Query) -> bool:
    scope = query.scope
    named = (query.topic, query.rows, query.terms, query.phrases, query.kinds, query.elsewhere)
    return bool(any(named) or scope.sections or scope.item or scope.notes)

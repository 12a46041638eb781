"""Question + passages found → what is said, with what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant import definitions, lists, word_places
from assistant.answer import Citation, Intent
from assistant.answerability import has_figure, is_answered, is_covered
from assistant.answering.draft import Draft, cite
from assistant.asked import Missing, kinds_beside
from assistant.figure_answers import tell_figures
from assistant.partner_answers import tell_partners
from assistant.passages import chosen, tell_initiative, tell_passages
from assistant.question import Question
from assistant.retrieve import Found, wants_figure
from assistant.rows import is_of_head
from assistant.smalltalk import Smalltalk, begins_with_greeting, reply, smalltalk_in
from assistant.source import Source
from corpus.plan import Kind, Passage

_RELATED = 3
_NEAR_ROW = 0.1
_AS_NEAR = 0.1


@dataclass(frozen=True, slots=True)
class Composed:
    """What is said: `passages` are the cited ones, `related` those that come near.

    `selected` are the passages that the form of the question picks from the parsed plan, whatever
    they are alike to: the items of a list, a footnote by its term, the boxes of a section.
    """

    intent: Intent
    answerable: bool
    text: str
    passages: tuple[Passage, ...] = ()
    citations: tuple[Citation, ...] = ()
    related: tuple[Citation, ...] = ()
    selected: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """A question that stands alone, with the passages found for it, best first."""

    question: Question
    found: Sequence[Found]


_Answered = tuple[Intent, Draft, tuple[Passage, ...]]


def compose(whole: Asking, parts: Sequence[Asking], source: Source) -> Composed:
    """Compose the answer: each form of question by its own means, the plan's words always.

    `parts` are the questions that the whole may consist of; they are answered one by one where
    each is answered better than the whole.
    """
    question, found = whole.question, whole.found
    said = smalltalk_in(question, found, source)
    if said is not None:
        return Composed(Intent.SMALLTALK, True, reply(said, source))
    answers = [_answered(part, source) for part in parts]
    composed = (
        _compose_parts(whole, parts, answers, source)
        or _compose_some(parts, answers, source)
        or _compose_one(whole, source)
    )
    if composed is not None:
        return composed
    if begins_with_greeting(question):
        return Composed(Intent.SMALLTALK, True, reply(Smalltalk.GREETING, source))
    return _refused(question, found, source)


def _compose_one(asking: Asking, source: Source) -> Composed | None:
    answered = _answered(asking, source)
    if answered is None:
        return None
    intent, draft, selected = answered
    return Composed(intent, True, draft.text, draft.passages, draft.citations(), selected=selected)


def _compose_parts(
    whole: Asking, parts: Sequence[Asking], answers: Sequence[_Answered | None], source: Source
) -> Composed | None:
    """Answer each part, where each has an answer of its own, about as near as the whole's."""
    told = [answer for answer in answers if answer is not None]
    if not parts or len(told) < len(parts):
        return None
    for part, (_, _, selected) in zip(parts, told, strict=True):
        nearer = part.question.topic and part.found[0].score >= whole.found[0].score - _AS_NEAR
        if not (selected or nearer):
            return None
    if len({answer.passages[0].id for _, answer, _ in told}) < len(told):
        return None
    return _composed_of(told, [], source)


def _compose_some(
    parts: Sequence[Asking], answers: Sequence[_Answered | None], source: Source
) -> Composed | None:
    """Answer the parts that a list, a term or a row answers, and say which the plan does not."""
    told, missing = [], []
    for part, answer in zip(parts, answers, strict=True):
        if answer and (answer[2] or answer[0] is Intent.INDICATOR):
            told.append(answer)
        elif answer is None and part.question.asked.missing:
            missing.append(part.question.text)
        else:
            return None
    return _composed_of(told, missing, source) if told else None


def _composed_of(told: Sequence[_Answered], missing: Sequence[str], source: Source) -> Composed:
    draft = Draft(source.plan, source.companions, source.lang)
    for _, answer, _ in told:
        draft.append(answer)
    for part in missing:
        draft.add("\n" + source.wording.part_not_in_plan.format(part=part.rstrip("。.")))
    first = [selected or answer.passages[:1] for _, answer, selected in told]
    return Composed(
        intent=told[0][0],
        answerable=True,
        text=draft.text,
        passages=draft.passages,
        citations=draft.citations(),
        selected=tuple(dict.fromkeys(passage for of_part in first for passage in of_part)),
    )


def _answered(asking: Asking, source: Source) -> _Answered | None:
    """What is asked for, what is said, and the passages that the form of the question picks."""
    question = asking.question
    found = [
        one
        for one in asking.found
        if one.passage.kind is not Kind.INDICATOR or is_of_head(question, one.passage, source)
    ]
    if _names_no_initiative(question, source):
        return None
    draft = Draft(source.plan, source.companions, source.lang)
    intent = (
        _word_places(draft, question, source)
        or _define(draft, question, source)
        or _item(draft, question, source)
        or tell_partners(draft, question, found, source)
        or _list(draft, question, found, source)
    )
    by_likeness = intent is Intent.PARTNER and not any(
        passage.id.endswith(".partners") for passage in draft.passages
    )
    selected = () if by_likeness else draft.passages
    intent = (
        intent
        or tell_figures(draft, question, found, source)
        or _passages(draft, question, found, source)
    )
    return (intent, draft, selected) if intent else None


def _word_places(draft: Draft, question: Question, source: Source) -> Intent | None:
    words = word_places.words_looked_for(question, source)
    return Intent.LIST if word_places.tell_uses(draft, words, question, source) else None


def _define(draft: Draft, question: Question, source: Source) -> Intent | None:
    term = question.asked.defines
    note = definitions.footnote_of(term, source) if term else None
    note = note or definitions.footnote_meant(question.spelled, source)
    if note is not None:
        definitions.tell_footnote(draft, note, source)
        return Intent.DEFINITION
    if not term:
        return None
    uses = definitions.uses_of(term, source)
    # "What is the number of births?" asks for the figure.
    if wants_figure(question.asked) and all(use.kind is Kind.INDICATOR for use in uses):
        return None
    if uses and not question.asked.enumerates:
        definitions.tell_uses(draft, question.as_typed(term), uses, source)
        return Intent.DEFINITION
    return None


def _names_no_initiative(question: Question, source: Source) -> bool:
    """Whether an initiative is asked for by a number that its section does not have."""
    sections = [source.plan.section(number) for number in question.sections]
    numbers = [initiative.number for one in sections for initiative in one.initiatives]
    of_kind = not question.asked.kinds or Kind.INITIATIVE in question.asked.kinds
    return bool(question.item and of_kind and sections and question.item not in numbers)


def _item(draft: Draft, question: Question, source: Source) -> Intent | None:
    """One of a section by its number: 「2-1 の取組③」, 「福祉の3番目の課題」."""
    if not question.item or len(question.sections) != 1:
        return None
    section = source.plan.section(question.sections[0])
    other = next((kind for kind in question.asked.kinds if kind is not Kind.INITIATIVE), None)
    if other and Kind.INITIATIVE not in question.asked.kinds:
        of_kind = [one for one in section.passages if one.kind is other]
        tell_passages(draft, of_kind[question.item - 1 : question.item], question, source)
        return Intent.PASSAGE if draft.passages else None
    for initiative in section.initiatives:
        if initiative.number == question.item:
            tell_initiative(draft, initiative, source)
    return Intent.PASSAGE if draft.passages else None


def _list(
    draft: Draft, question: Question, found: Sequence[Found], source: Source
) -> Intent | None:
    if lists.wants_sections(question):
        lists.tell_sections(draft, source)
        return Intent.LIST
    if lists.wants_overview(question):
        lists.tell_list(draft, Kind.GOAL, question, source)
        lists.tell_list(draft, Kind.INITIATIVE, question, source)
        return Intent.LIST
    kind = lists.listed_kind(question, source)
    if kind is not None:
        for one in kinds_beside(kind, question.spelled):
            lists.tell_list(draft, one, question, source)
    elif passages := lists.mentions(question, found, source):
        lists.tell_mentions(draft, passages, source)
    elif lists.wants_rows(question):
        rows = [one for one in found if one.passage.kind is Kind.INDICATOR]
        near = [one for one in rows if one.score >= rows[0].score - _NEAR_ROW]
        about = [one.passage for one in near if is_covered(question, one)]
        if about:
            lists.tell_mentions(draft, about, source)
    return Intent.LIST if draft.passages else None


def _passages(
    draft: Draft, question: Question, found: Sequence[Found], source: Source
) -> Intent | None:
    if not is_answered(question, found, source):
        return None
    asked = question.asked
    # Who asks for a cause names the number, and does not want it.
    counted = (asked.number or asked.counts) and Missing.CAUSE not in asked.missing
    if counted and not has_figure(question, found):
        return None
    if wants_figure(question.asked):
        found = [one for one in found if one.passage.kind is not Kind.INDICATOR]
    told = chosen(found, question, source)
    if question.years and not any(str(year) in told[0].text for year in question.years):
        return None
    tell_passages(draft, told, question, source)
    return Intent.PASSAGE


def _refused(question: Question, found: Sequence[Found], source: Source) -> Composed:
    wording = source.wording
    related = [
        cite(n, one.passage, (), source.plan, source.companions, source.lang)
        for n, one in enumerate(found[:_RELATED], start=1)
        if question.topic and one.coverage > 0
    ]
    sentence = wording.not_in_plan
    if related and question.years:
        sentence = wording.wrong_year.format(year=question.years[0])
    elif related:
        sentence = wording.not_in_plan_near
    return Composed(Intent.OUT_OF_SCOPE, False, sentence, related=tuple(related))

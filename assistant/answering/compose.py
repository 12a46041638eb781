"""What was carried out → the answer: its text, citations, links and next questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from assistant.answer import Answer, Carried, Citation, Intent, Retrieved
from assistant.answering.absent_words import absent_compounds, absent_words
from assistant.answering.courtesies import reply
from assistant.answering.draft import Draft, cite
from assistant.answering.execute import BY_LIKENESS, KINDS, CarriedOut
from assistant.answering.frames import frames
from assistant.answering.grounded import ANSWERS
from assistant.answering.linking import linked_footnotes, linked_indicators
from assistant.answering.nearly_asked import is_of_another_kind
from assistant.answering.printed import printed
from assistant.answering.suggestions import choices, suggestions
from assistant.answering.topics import is_partly_unknown, is_unknown
from assistant.answering.value import Value
from assistant.answering.wordings import quoted, section_names
from assistant.evidence.answer_types import holds
from assistant.evidence.classifier import Judged
from assistant.source import Source
from assistant.understanding.query import Act, AnswerType, Query
from corpus.plan import Kind, Passage
from index.numerals import numbers_of_plan

_INTENTS = {
    Act.FIND: Intent.PASSAGE,
    Act.FIGURE: Intent.INDICATOR,
    Act.LIST: Intent.LIST,
    Act.COUNT: Intent.LIST,
    Act.COMPARE: Intent.COMPARISON,
    Act.DEFINE: Intent.DEFINITION,
    Act.QUOTE: Intent.PASSAGE,
    Act.WORDING: Intent.WORDING,
    Act.PARTNERS: Intent.PARTNER,
    Act.RELATE: Intent.RELATION,
    Act.SUMMARISE: Intent.SUMMARY,
    Act.HELP: Intent.HELP,
    Act.UNKNOWN: Intent.NOT_UNDERSTOOD,
}
_RETRIEVED = 10
# So likely an answer is one though the plan has no word of the topic: of eleven blind ones eight.
_SURE = 0.9
# With a word that it has not beside others: fifteen of seventeen.
_SURE_BESIDE_ABSENT = 0.8
_RELATED = 3
# A passage that is less like the question is not shown beside a refusal: read on nine of them.
_LEAST_RELATED = 0.3


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """What is said to one question or a part of it: `draft` is written, or `text` says it."""

    intent: Intent
    answerable: bool
    draft: Draft | None
    text: str
    query: Query
    passages: tuple[Passage, ...] = ()
    related: tuple[Passage, ...] = ()
    values: tuple[Value, ...] = ()
    choices: tuple[str, ...] = ()
    understood: bool = True


def answer_part(done: CarriedOut, source: Source) -> AnswerPart:
    """Write what a query gave."""
    draft = Draft(source.plan, source.companions, source.lang)
    said = frames("refusals", source.lang, source.style)
    intent = _INTENTS[done.query.act]
    offered: tuple[str, ...] = ()
    if done.is_open:
        draft.add(said["which"].format(count=len(done.query.rows)) + "\n")
    if done.query.unapplied:
        draft.add(said["unapplied"].format(topic=done.query.unapplied) + "\n")
    draft.add(_what_comes_near(done, source))
    KINDS[done.query.act].write(done.result, done.query, draft, source)
    if done.is_open:
        draft.add("\n" + said["which_ask"])
        intent, offered = Intent.CLARIFICATION, choices(done.query, source)
    passages = draft.passages
    if intent is Intent.PASSAGE and passages and passages[0].kind is Kind.INDICATOR:
        intent = Intent.INDICATOR
    # A phrase that the plan does not use is nowhere in it.
    answerable = intent is not Intent.WORDING or bool(passages)
    return AnswerPart(
        intent, answerable, draft, draft.text, done.query, passages, values=done.result.values,
        choices=offered,
    )  # fmt: skip


def _what_comes_near(done: CarriedOut, source: Source) -> str:
    """A sentence before what was found by likeness, where it may only come near: else "".

    Of passages cited without it three of four answer, of others one of two (docs/measured.md).
    """
    query, cited = done.query, done.result.passages
    if query.act not in BY_LIKENESS or done.is_open:
        return ""
    said = frames("refusals", source.lang, source.style)
    if query.asks_trend and query.act is Act.FIND:
        return said["trend_in_words"] + "\n"
    is_row = query.act is Act.FIGURE
    absent = absent_words(query, cited, source)
    least = ANSWERS
    if not is_row and is_unknown(query.topic, source):
        least = _SURE
    elif not is_row and absent.words:
        least = _SURE_BESIDE_ABSENT
    answers = done.confidence >= least and not is_of_another_kind(query, cited, source)
    if absent.the_subject and not (is_row and answers):
        return said["absent"].format(words=_named(absent.words, source)) + said["near_is"] + "\n"
    return "" if answers else said["nearest"] + "\n"


def _named(words: Sequence[str], source: Source) -> str:
    names = [quoted(one, source) for one in words]
    return " or ".join(names) if source.lang == "en" else "".join(names)


def courtesy(query: Query, source: Source) -> AnswerPart:
    """Say something back to a greeting, thanks and the like."""
    intent = Intent.HELP if query.act is Act.HELP else Intent.SMALLTALK
    return AnswerPart(intent, True, None, reply(query, source), query)


def refuse(query: Query, judged: Sequence[Judged], source: Source) -> AnswerPart:
    """Say that the plan does not hold what is asked, with what comes near."""
    said = frames("refusals", source.lang, source.style)
    found = [one.passage for one in judged[:_RETRIEVED] if one.score >= _LEAST_RELATED]
    named = [source.plan.passage(one) for one in query.rows]
    near = list(dict.fromkeys([*named, *found]))[:_RELATED]
    absent = _what_is_absent(query, near, said, source) or said["exactly" if near else "nothing"]
    between = " " if source.lang == "en" else ""
    text = between.join((absent, *([said["near"]] if near else []), said["ask_office"]))
    return AnswerPart(Intent.OUT_OF_SCOPE, False, None, text, query, related=tuple(near))


def _what_is_absent(
    query: Query, near: Sequence[Passage], said: Mapping[str, str], source: Source
) -> str:
    """What the plan does not give, by its name: "" where it has none."""
    if query.elsewhere:
        return said["elsewhere"].format(places=source.joined(query.elsewhere))
    if query.asks_trend:
        return said["trend"] if query.rows or not any(map(_tells_trend, near)) else ""
    is_said = numbers_of_plan(source.plan.lines) & {*map(float, query.years)}
    if query.act is Act.FIGURE and query.years and not is_said:
        return said["year"].format(year=source.joined(map(str, query.years)))
    if query.answer_type is AnswerType.ELSEWHERE:
        return said["elsewhere_unnamed"]
    unlike = absent_words(query, near, source)
    compounds = absent_compounds(query, source.plan)
    absent = unlike.words if unlike.the_subject else ()
    absent = absent or tuple(one for one in compounds if is_partly_unknown(one, source))
    if absent:
        return said["absent"].format(words=_named(absent, source))
    return said.get(query.answer_type.value, "")


def _tells_trend(passage: Passage) -> bool:
    return holds(passage, AnswerType.TREND)


def no_such_section(query: Query, source: Source) -> AnswerPart:
    """Say that the plan has no section of that number, and which it has."""
    said = frames("refusals", source.lang, source.style)
    sections = section_names((one.number for one in source.plan.sections), source)
    text = said["no_such_section"].format(
        numbers=source.joined(query.scope.absent), sections=sections
    )
    return AnswerPart(Intent.OUT_OF_SCOPE, False, None, text, query)


def not_understood(query: Query, source: Source) -> AnswerPart:
    """Say that the question was not understood, which claims nothing of the plan."""
    return _claiming_nothing("not_understood", query, source)


def too_involved(query: Query, source: Source) -> AnswerPart:
    """Say that answering the question would take too long, which claims nothing of the plan."""
    return _claiming_nothing("too_involved", query, source)


def _claiming_nothing(frame: str, query: Query, source: Source) -> AnswerPart:
    text = frames("refusals", source.lang, source.style)[frame]
    return AnswerPart(Intent.NOT_UNDERSTOOD, False, None, text, query, understood=False)


def compose(
    parts: Sequence[AnswerPart],
    question: str,
    resolved: str,
    carried: tuple[Carried, ...],
    judged: Sequence[Judged],
    source: Source,
    lead: str = "",
) -> Answer:
    """Put the parts together; `lead` is said before all."""
    draft = Draft(source.plan, source.companions, source.lang)
    for part in parts:
        if part.draft is not None:
            draft.append(part.draft)
        else:
            draft.add(("\n" if len(parts) > 1 else "") + part.text)
    first = next((one for one in parts if one.answerable), parts[0])
    passages = draft.passages
    related = _cited(first.related, source) if not passages else ()
    indicators = linked_indicators(passages, judged, source)
    footnotes = linked_footnotes(passages, source)
    offered = first.choices or suggestions(
        question, passages, first.related, indicators, footnotes, source
    )
    return Answer(
        question=question,
        resolved_question=resolved,
        lang=source.lang,
        style=source.style,
        intent=first.intent,
        answerable=first.answerable,
        text="\n".join(filter(None, [lead, draft.text])),
        citations=draft.citations(),
        indicators=indicators,
        footnotes=footnotes,
        related=related,
        suggestions=offered,
        retrieved=_ranked(passages, judged),
        reading=printed(first.query, source),
        carried=carried,
        understood=first.understood,
        values=tuple(chain.from_iterable(one.values for one in parts)),
    )


def _cited(passages: Sequence[Passage], source: Source) -> tuple[Citation, ...]:
    return tuple(
        cite(n, passage, (), source.plan, source.companions, source.lang)
        for n, passage in enumerate(passages, start=1)
    )


def _ranked(selected: Sequence[Passage], judged: Sequence[Judged]) -> tuple[Retrieved, ...]:
    """The best passages: what was cited, before what was found by likeness."""
    best = max((one.score for one in judged), default=0.0)
    first = tuple(Retrieved(passage, best) for passage in selected)
    rest = (Retrieved(one.passage, one.score) for one in judged if one.passage not in selected)
    return tuple(islice(chain(first, rest), _RETRIEVED))

"""Lists and counts: complete, in the plan's order, from the parsed plan and not from similarity."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Language
from assistant.answering.draft import Draft
from assistant.answering.sentences import indicator_of, statements
from assistant.asked import Aspect, Missing, kind_words
from assistant.clauses import terms_beside
from assistant.figures import tell_row
from assistant.partners import tell_boxes
from assistant.question import Question
from assistant.retrieve import Found
from assistant.row_names import written
from assistant.rows_wanted import filter_words, is_filtered, is_wanted, target_value
from assistant.source import Source
from corpus.footnotes import without_markers
from corpus.plan import Kind, Passage, Section
from index.once import of_plan
from index.terms import english_terms, terms_of_plan, word_terms

_LISTED = (
    Kind.INDICATOR,
    Kind.INITIATIVE,
    Kind.ISSUE,
    Kind.CURRENT,
    Kind.GOAL,
    Kind.FOOTNOTE,
)
# In letters.
_SHORT: dict[Language, int] = {"ja": 45, "en": 90}
# What no list of the plan tells.
_NOT_LISTED = {Missing.PRICE, Missing.CONTACT, Missing.CAUSE, Missing.PROCEDURE, Missing.RANKING}
# Who names so many kinds means all.
_ALL_KINDS = 3
_SECTIONS = re.compile(
    "(どんな|どういう|どの|何の|幾つの|いくつの|全|すべての|全部の)(分野|章|節|セクション)"
    "|(分野|章|節|セクション)(は|が)?(一覧|いくつ|全部|何|どれ|どこ)|[うくすつぬぶむるいた]分野(は|を|が|で|$)"
    "|(計画|プラン)(には|に|の中身は|は)(何|なに|どんなこと|どういうこと)(が|を|に)?(書|載|定め|決め|の計画|について)"
    r"|どこかの分野|どこかで|\banywhere\b"
    r"|\bwhat(?:'s| is| does)\b.*\b(in|the|this) plan\b( (?:about|cover|say|contain)\w*)?\W*$"
    r"|\b(which|what|how many|list|all)\b.*\b(sections|areas|fields|topics|chapters)\b"
)
_AS_A_WORD = re.compile(
    r"(?P<term>[^、。「」『』\s]{1,40})[」』]?という(?:語|言葉|ことば|単語|用語|ワード|文字|表現)|語句|(?:語|言葉|単語|用語)が|使われ"
    r"|\b(?:word|term) [\"“']?(?P<english>[\w-]+)"
)
_MENTIONS = re.compile(
    r"触れ|言及|書(?:いて|かれ)|載って|出て(?:くる|き)|記載|登場|述べ|\bmention"
    r"|\brefers? to|\btalks? about|\bspeaks? (?:of|about)|\bappears?\b"
    r"|\b(?:passages?|places?|parts?)\b"
)


def wants_sections(question: Question) -> bool:
    """Whether the sections of the plan are asked for."""
    named = question.sections or question.asked.kinds or question.asked.partners
    return not named and not question.topic and asks_which_section(question)


def wants_overview(question: Question) -> bool:
    """Whether a section is named and nothing else: 「教育は?」."""
    asked = question.asked
    of_section = asked.kinds or asked.partners or asked.roles or question.item
    of_figure = asked.aspects or asked.missing or asked.number or question.years
    return len(question.sections) == 1 and not (question.topic or of_section or of_figure)


def asks_which_section(question: Question) -> bool:
    """Whether it is asked which section something is in: 「どの分野」."""
    return names_sections(question.spelled)


def names_sections(text: str) -> bool:
    """Whether `text` asks for sections."""
    return bool(_SECTIONS.search(text))


def listed_kind(question: Question, source: Source) -> Kind | None:
    """Return the kind of which a list is asked for, None where a topic is asked about.

    A word that the plan does not use is none of its topics: it is a word of asking that we miss.
    """
    asked = question.asked
    named = next((kind for kind in _LISTED if kind in asked.kinds), None)
    of_targets = Aspect.TARGET in asked.aspects and (asked.achieved or asked.unachieved)
    kind = named or (Kind.INDICATOR if target_value(question) or of_targets else None)
    if kind is None and Aspect.TARGET in asked.aspects and question.sections:
        kind = Kind.GOAL  # 「福祉の目標は?」
    with_partners = asked.joint and kind is Kind.INITIATIVE
    missing = set() if asks_which_section(question) else set(asked.missing) & _NOT_LISTED
    if kind is None or with_partners or question.item or missing:
        return None
    if kind is Kind.INDICATOR and {Aspect.HIGHEST, Aspect.LOWEST} & set(asked.aspects):
        return None
    if kind is Kind.INDICATOR and is_filtered(question) and not _any_holds(question, source):
        return kind
    topic = question.subjects if asked.enumerates else question.topic
    if not question.sections:
        terms = _asked_about(topic, question)
        strict = not (asked.enumerates or question.whole)
        return None if (question.subjects if strict else terms) else kind
    terms = _beside_kinds(topic, question, kind)
    return None if any(source.index.rarities(terms).values()) else kind


def _asked_about(terms: Sequence[str], question: Question) -> tuple[str, ...]:
    """Return those of `terms` that stand in a clause that names a kind or asks for mentions."""
    kinds = question.asked.kinds

    def asks(clause: str) -> bool:
        return bool(_MENTIONS.search(clause) or kind_words(kinds, clause))

    return terms_beside(terms, question.spelled, asks)


def _beside_kinds(terms: Sequence[str], question: Question, *kinds: Kind) -> tuple[str, ...]:
    """Return those of `terms` that stand in the clause that names `kinds`."""
    return terms_beside(terms, question.spelled, lambda text: kind_words(kinds, text))


def _any_holds(question: Question, source: Source) -> bool:
    """Whether an indicator holds a word of the topic: "meant" to fall is no topic of any."""
    filters = filter_words(question)
    marks = {*word_terms(filters), *english_terms(filters)}
    terms = set(_beside_kinds(question.topic, question, Kind.INDICATOR)) - marks
    return any(terms & _terms(row.passage, source) for row in source.plan.indicators)


def wants_rows(question: Question) -> bool:
    """Whether the indicators of a topic are asked for: 「…に関する指標」."""
    asked = question.asked
    one_kind = asked.kinds == (Kind.INDICATOR,) and not asked.aspects
    return one_kind and bool(question.topic) and len(question.text) <= _SHORT[question.lang]


def mentions(question: Question, found: Sequence[Found], source: Source) -> tuple[Passage, ...]:
    """Return every passage that holds all of the topic, where those that mention it are wanted.

    So they are where all are asked for (「触れる箇所を全部」), or a kind (「…の指標は?」). A word
    asked for as a word is looked for in the plan's own text, a matter in every view of it.
    """
    asked = question.asked
    if question.matter:
        return ()  # What is done about something, not where it is mentioned.
    of_kind = asked.kinds and len(question.text) <= _SHORT[question.lang] and not asked.partners
    says_so = bool(_MENTIONS.search(question.spelled))
    all_of_them = asked.enumerates and (says_so or source.lang == "ja") and not asked.number
    if not (question.topic and (all_of_them or of_kind)) or set(asked.missing) - {Missing.COUNT}:
        return ()
    if Aspect.COMPARISON in asked.aspects and not asked.kinds:
        return ()
    one_kind = asked.kinds and len(asked.kinds) < _ALL_KINDS
    wanted = set(_mentioned(question))
    told_of = {one.passage.id for one in found if one.coverage == 1 and all_of_them}
    told_of = set() if _AS_A_WORD.search(question.spelled) else told_of
    return tuple(
        passage
        for passage in source.plan.passages
        if (not one_kind or passage.kind in asked.kinds)
        and (not question.sections or passage.section in question.sections)
        and (passage.id in told_of or (wanted and _holds(passage, wanted, source)))
    )


def _mentioned(question: Question) -> tuple[str, ...]:
    """The terms whose mentions are wanted: the word of 「ケアラーという語」, or the topic."""
    word = _AS_A_WORD.search(question.spelled)
    term = (word["term"] or word["english"]) if word else None
    if term:
        named = {*word_terms(term), *english_terms(term)}
        return tuple(term for term in question.topic if term in named) or question.topic
    return _asked_about(question.topic, question)


def _holds(passage: Passage, wanted: set[str], source: Source) -> bool:
    """Whether a passage holds each of `wanted`, as a term or within a word: 健診 in 健診受診率."""
    left = wanted - _terms(passage, source)
    text = written(without_markers(passage.text))
    return all(len(term) > 1 and term in text for term in left)


def _terms(passage: Passage, source: Source) -> frozenset[str]:
    """The terms of a passage in the language of the question."""
    if source.lang == "ja":
        text = without_markers(passage.text)
        return terms_of_plan(text)
    english = source.companions.get("en")
    entry = english.passages.get(passage.id) if english else None
    return _english_terms(f"{entry.heading or ''} {entry.text}") if entry else frozenset()


@of_plan
def _english_terms(text: str) -> frozenset[str]:
    return frozenset(english_terms(text))


def tell_mentions(draft: Draft, passages: Sequence[Passage], source: Source) -> None:
    """Tell passages one by one."""
    draft.add(source.wording.mentions_lead.format(count=len(passages)) + "\n")
    for passage in passages:
        tell_item(draft, passage, source)


def tell_list(draft: Draft, kind: Kind, question: Question, source: Source) -> None:
    """Tell every passage of `kind`, of the sections named or of the whole plan.

    Where no indicator of the sections named has the marks asked for, that is said, and all of
    theirs are told; where none of the plan has, nothing is.
    """
    numbers = question.sections or tuple(section.number for section in source.plan.sections)
    wording, named = source.wording, source.wording.kinds[kind]
    every = {number: _of_kind(source.plan.section(number), kind) for number in numbers}
    some = kind is Kind.INDICATOR and is_filtered(question)
    listed = every
    if some:
        listed = {
            number: [one for one in of if is_wanted(indicator_of(one, source.plan), question)]
            for number, of in every.items()
        }
    count = sum(len(passages) for passages in listed.values())
    if some and not count:
        if not question.sections:
            return
        draft.add(wording.none_as_asked.format(kind=named) + "\n")
        listed, some = every, False
    elif some:
        draft.add(wording.asked_for_lead.format(kind=named, count=count) + "\n")
    elif not question.sections:
        draft.add(wording.count_lead.format(kind=named, count=count) + "\n")
    frame = wording.asked_for_here if some else wording.list_lead
    for number, passages in listed.items():
        name = source.section_name(number)
        if passages:
            draft.add(frame.format(section=name, kind=named, count=len(passages)) + "\n")
        elif question.sections and not some:
            draft.add(wording.none_listed.format(section=name, kind=named) + "\n")
        for passage in passages:
            tell_item(draft, passage, source)


def tell_sections(draft: Draft, source: Source) -> None:
    """Tell the sections of the plan, each with its goal."""
    wording = source.wording
    lead = wording.sections_lead.format(
        chapters=source.chapter_names(), count=len(source.plan.sections)
    )
    draft.add(lead + "\n")
    for section in source.plan.sections:
        goal = section.goals[0]
        view = source.view(goal)
        text = view.text if view else goal.text
        draft.say(f"{source.section_name(section.number)}: {text}", goal, [goal.text])
        draft.add("\n")


def _of_kind(section: Section, kind: Kind) -> list[Passage]:
    if kind is Kind.INDICATOR:
        return [row.passage for row in section.indicators]
    return [passage for passage in section.passages if passage.kind is kind]


def tell_item(draft: Draft, passage: Passage, source: Source) -> None:
    """Tell a passage on a line of its own, as an item of a list."""
    if passage.id.endswith(".partners"):
        tell_boxes(draft, [passage.section], [], source)
        return
    if passage.kind is Kind.INDICATOR:
        tell_row(draft, indicator_of(passage, source.plan), source)
    elif passage.kind is Kind.INITIATIVE:
        draft.say(source.term(passage), passage, [passage.heading])
    else:
        view = source.view(passage)
        text = view.text if view else "".join(statements(passage))
        term = f"{source.term(passage)}: " if passage.kind is Kind.FOOTNOTE else ""
        draft.say(f"- {term}{text}", passage, list(statements(passage)))
    draft.add("\n")

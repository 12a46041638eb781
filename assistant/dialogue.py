"""History + question → a question that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import followups
from assistant.asked import Aspect, Missing, missing_words
from assistant.exchanged import (
    OF_ROW,
    names_variant,
    part_exchanged,
    row_instead,
    row_of_section,
    with_section,
)
from assistant.openings import opens_topic, without_lead, without_opening
from assistant.question import Question
from assistant.turns import Exchange, Reader, Standing, Turn
from corpus.plan import Kind, Passage
from index.terms import word_terms

_WRITTEN = re.compile(r"[一-龯々A-Za-z\d①-⑳]")
_REFERENCE = re.compile(
    r"^(?:それ|これ|その|この|そこ|上の|さっきの|今の|そう(?:いう|した)|そんな|こう(?:いう|した)|こんな)|それに対して|これに対して|その(?:目標|内容|ため)"
    r"|\b(?:it|its|that|this|they|them|those|these)\b",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"^(?:.{1,20}?)(?:の場合|のほう|の方|に限ると|だと|では)(?:は|だと|なら)?[?？。]*$"
    r"|^(?:for|in|of|among|at|within)\s[\w\s'-]{1,30}[?.]*$",
    re.IGNORECASE,
)
_CITY_DOES = re.compile(
    r"(?:^|(?:対|たい)して|めに)、?市(?:の(?:ほう|方))?(?:で)?(?:は|として)|どうする(?:つもり|予定|の|ん|か)"
    r"|どう(?:やって)?[^、。]{0,8}(?:つもり|予定)"
    r"|^.{0,8}(?:減ら|増や|上げ|下げ|高め|改善|解決)[^、。]{0,8}(?:に|は)[^、。]{0,8}(?:何|どう|どんな)"
    r"|\b(?:what|how) (?:does|will|is) the city\b|\bwhat (?:support|help) (?:do|does|will|is|are)\b"
    r"|^どんな(?:支援|サポート|手助け|対策|対応)"
    r"|\bwhat(?: is|'s|’s| will be|'ll be) (?:being )?done\b"
    r"|\bwhat (?:are|will) they (?:do|doing)\b",
    re.IGNORECASE,
)
_HOW = re.compile(r"何|なに|どう|どんな|\b(?:what|how)\b", re.IGNORECASE)
_HELP = frozenset(
    {"手助け", "助け", "支援", "対策", "対応", "手伝い", "サポート", "改善", "解決", "対処"}
    | {"help", "support", "improv", "solv", "rais", "increas", "lower", "reduc", "chang"}
    | {"get", "receiv", "offer"}
)
# Words for what variants differ by name no thing: 「一番低いのはどの年齢?」.
_DIFFER_BY = frozenset(
    {"年齢", "年代", "歳", "性別", "男女", "差", "開き", "違い"}
    | {"age", "group", "sex", "differ", "gap"}
)
# Who was spoken of by a term: 「その人たちは」.
_THOSE = re.compile(r"^(?:その|この)(?:人|方|子)(?:たち|達|々|ら)?")
_QUOTED = re.compile(r"[「“]([^「」“”]{2,80})[」”]")


def resolve(text: str, history: Sequence[Turn], reader: Reader) -> Standing:
    """Return `text` as a question that stands alone, read with the turns before it.

    A question that names its own topic is left as it is. One that does not takes the indicator,
    the term or the topic of the last exchange, with the part that it replaces (a sex, an age, a
    section, a thing alike) exchanged.
    """
    before = Exchange("")
    for turn in history:
        said = turn.content
        if turn.role == "assistant":
            before = replace(before, question=before.question or _named_in(said), answer=said)
        elif not _asks_item(said, before, reader) and _has_topic(said, reader):
            focus = before.focus(reader) if before.question else None
            before = Exchange(_joined(said, before, reader).text, before=focus)
    return _joined(text, before, reader)


def _asks_item(text: str, before: Exchange, reader: Reader) -> bool:
    """Whether an item of the list told before is asked for: the list is still spoken of."""
    earlier = reader.understand(before.question)
    return bool(followups.item_asked(reader.understand(text), earlier, reader.plan))


def _has_topic(text: str, reader: Reader) -> bool:
    """Whether a question says what it is about; one that does not leaves the topic as it was."""
    question = reader.understand(without_lead(text))
    named = question.topic or question.sections or question.asked.kinds
    return bool(named) or names_variant(text)


def _named_in(answer: str) -> str:
    """The name that an answer puts in quotes: all that is left once its question is forgotten."""
    match = _QUOTED.search(answer)
    return match[1] if match else ""


def _joined(text: str, before: Exchange, reader: Reader) -> Standing:
    if not before.question:
        return Standing(text)
    if opens_topic(text):
        return Standing(without_opening(text))
    bare = without_lead(text)
    question = reader.understand(bare)
    if question.lang == "ja" and not _WRITTEN.search(bare):
        # What is written by its sound alone is read on as it was understood.
        bare = question.spelled
    question = replace(
        question,
        topic=tuple(term for term in question.topic if term not in _DIFFER_BY),
        subjects=tuple(noun for noun in question.subjects if noun not in _DIFFER_BY),
    )
    earlier = reader.understand(before.question)
    exchanged = part_exchanged(bare, question, before.question, earlier, reader)
    if exchanged:
        return Standing(exchanged)
    focus = before.focus(reader)
    partners = followups.partners_asked(question, earlier, focus, reader.plan)
    item = followups.item_asked(question, earlier, reader.plan)
    if partners or item:
        return Standing(partners or item)
    others = followups.others_listed(text, before.question, earlier, reader.plan)
    if others:
        return Standing(others)
    repeated = followups.figure_repeated(bare, reader.plan)
    if repeated:
        return Standing(f"「{repeated}」 {bare}")
    if followups.asks_others(text):
        return Standing(before.question, told=before.told(reader))
    offers = _offers(bare, question)
    if followups.asks_same(question) and not offers:
        return Standing(before.question, about=focus)
    if focus is not None:
        instead = row_instead(bare, question, earlier, focus, reader)
        if instead:
            return Standing(instead)
        named = _named_again(bare, question, earlier, focus, before, offers, reader)
        if named:
            return Standing(named)
    refers = _REFERENCE.search(bare) or followups.asks_word(bare) or offers
    # 「一番低いのは?」, 「場所はどこ?」 say no thing by themselves.
    names_no_thing = not question.subjects and question.asked.aspects
    asking = {t for words in missing_words(question.asked.missing, bare) for t in word_terms(words)}
    topic = set(question.topic) - asking
    if topic and not (refers or names_no_thing or _INSTEAD.search(bare)):
        return Standing(text)
    if question.sections and not question.topic:
        row = row_of_section(question, earlier, focus, before.question, reader)
        return Standing(row or with_section(bare, before.question, question, earlier))
    asked = question.asked
    leanings = () if asked.missing else asked.leanings
    turned_to = () if question.topic else asked.kinds or leanings
    if offers:
        turned_to = asked.kinds or (Kind.INITIATIVE,)
    # Why so, or with whom: it is asked of what was told.
    of_line = asked.partners and focus is not None and focus.kind is Kind.PARTNER
    why = (Missing.CAUSE in asked.missing or of_line) and not topic
    # A capital within a sentence would be a name.
    asked_now = bare[:1].lower() + bare[1:]
    joined = f"{_topic_of(before.question, question, earlier)} {asked_now}"
    told = before.told(reader) if turned_to and refers and not why else ()
    of_figure = (
        set(asked.aspects) - {Aspect.LATEST}
        or asked.directions
        or asked.number
        or Kind.INDICATOR in turned_to
    )
    of_kind = turned_to and not (topic or why or of_figure)
    matter = focus if offers or of_kind else None
    return Standing(joined, turned_to, focus if why else None, told, matter)


def _offers(bare: str, question: Question) -> bool:
    """Whether it is asked what the city does, and not about what."""
    # 「市は増やしたいの、減らしたいの?」 asks for a direction.
    of_direction = question.asked.directions and not _HOW.search(bare)
    does = bool(_CITY_DOES.search(bare)) and not of_direction
    return does and not set(question.subjects) - _HELP


def _named_again(
    bare: str,
    question: Question,
    earlier: Question,
    focus: Passage,
    before: Exchange,
    offers: bool,
    reader: Reader,
) -> str:
    """The question with what it leaves out named: a group, a term, an indicator; or "".

    `offers` says that it is asked what the city does: then it is no figure that is left out.
    """
    refers = bool(_REFERENCE.search(bare))
    term = followups.term_asked(question, focus, reader.plan)
    meaning = f"{term}とは?" if question.lang == "ja" else f"What is {term}?"
    if term and (refers or not question.subjects):
        return meaning
    terms = followups.terms_in(focus, reader.plan)
    if len(terms) == 1 and _THOSE.search(bare):
        return _THOSE.sub(terms[0], bare)
    groups = reader.groups(question)
    if groups:
        group = followups.group_asked(question, earlier, focus, groups, reader.plan)
        if group:
            return group
    compared = _compared_again(bare, question, focus, before, reader)
    if compared:
        return compared
    said = f"{before.question} {before.answer}"
    measure = followups.measure_asked(question, focus, said, reader)
    if measure:
        return OF_ROW[question.lang].format(name=measure)
    part = followups.part_asked(question, focus, reader.plan)
    if part:
        return f"「{part}」"
    pointing = refers or followups.asks_word(bare) or _INSTEAD.search(bare)
    if question.subjects and not pointing:
        return ""
    if term:
        return meaning
    if Kind.INDICATOR in earlier.asked.kinds or offers:
        return ""
    name = followups.figure_asked(question, focus, before.before, refers, reader.plan)
    return f"「{name}」 {bare}" if name else ""


def _compared_again(
    bare: str, question: Question, focus: Passage, before: Exchange, reader: Reader
) -> str:
    """The question with both indicators that it compares named; or ""."""
    if question.names:
        return ""
    other = reader.nearest(bare) if question.topic else before.before
    return followups.comparison_asked(question, focus, other, reader.plan)


def _topic_of(before: str, question: Question, earlier: Question) -> str:
    """What was spoken of: the question before, or its nouns where it asked for something else."""
    asked = question.asked
    if earlier.asked.defines:
        return earlier.asked.defines
    turns = asked.kinds or asked.leanings or question.topic
    figure = earlier.asked.number or earlier.asked.aspects or earlier.asked.missing
    nouns = " ".join(earlier.nouns) if turns and figure else ""
    return nouns or before.rstrip("?？。. ")

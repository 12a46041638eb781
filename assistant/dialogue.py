"""History + question → a question that stands alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant import followups
from assistant.asked import Aspect, Missing, kind_words, missing_words
from assistant.question import Question
from assistant.retrieve import wants_figure
from assistant.sentences import statements
from corpus.plan import Kind, Passage, Plan
from index.terms import word_terms

_LEAD = re.compile(
    r"^\s*(?:(?:すみません|すいません|ごめんなさい|なるほど|了解(?:です)?|(?:分か|わか)りました|そうですか"
    r"|そうなんですね?|ありがとう(?:ございます)?|えっ?と|あの|へえ|ふうん|sorry|thanks|thank you|i see|great"
    r"|right|hmm|interesting)[、,。.!!\s]+)*(?:じゃあ|じゃ|では|それでは|それなら|そしたら|ちなみに|あと|なら|で、|ほかに|他に|and|then|so|ok|okay|"
    r"what about|how about)?[、,\s]*",
    re.IGNORECASE,
)
_NEW_TOPIC = re.compile(
    r"^(?:ところで|話は?(?:変|か)わ|別の(?:話|質問|件)"
    r"|(?:ok,? )?(?:something|a) (?:else|new)|by the way)"
    r"[^、,::]*[、,::]?\s*",
    re.IGNORECASE,
)
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
# A thing alone, of which the same is asked: 「若い人向けは?」, "What about teenagers?".
_ALIKE = re.compile(
    r"(?:what about |how about |and |for )*(?:the )?(.{1,20}?)"
    r"(?:と|の(?:場合|ほう|方)|に(?:ついて|対して)|だと|では|も)?(?:は|なら)?(?:どう(?:です|なん)?(?:か|の)?)?[?？。]*",
    re.IGNORECASE,
)
# 「1歳じゃなくて2歳の」 asks for two.
_NOT_BUT = re.compile(r"^.{0,20}(?:では|じゃ)なくて?、?")
_CITY_DOES = re.compile(
    r"^市(?:の(?:ほう|方))?(?:で)?(?:は|として)|\b(?:what|how) (?:does|will|is) the city\b",
    re.IGNORECASE,
)
_HELP = frozenset(
    {"手助け", "助け", "支援", "対策", "対応", "手伝い", "サポート", "help", "support"}
)
_OF_ROW = {"ja": "「{name}」の数値は?", "en": "What is the figure of 「{name}」?"}
# "And two?" after an age.
_NUMBERS = ("zero", "one", "two", "three")
_BARE_NUMBER = re.compile(rf"({'|'.join(_NUMBERS)}|\d)\W*", re.IGNORECASE)
# Words for what variants differ by name no thing: 「一番低いのはどの年齢?」.
_DIFFER_BY = frozenset({"年齢", "年代", "歳", "性別", "男女", "age", "group", "sex"})
_PEOPLE = frozenset({"人", "子", "方", "者"})
# Who was spoken of by a term: 「その人たちは」.
_THOSE = re.compile(r"^(?:その|この)(?:人|方|子)(?:たち|達|々|ら)?")
# What a turn was about stands at its beginning; nobody refers to the end of a long one.
_READ = 500
_QUOTED = re.compile(r"[「“]([^「」“”]{2,80})[」”]")
_VARIANTS = (
    re.compile(
        r"男性?|女性?|男子|女子|\b(?:wo)?men\b|\b(?:fe)?males?\b|\b(?:wo)?man\b", re.IGNORECASE
    ),
    re.compile(
        r"\d+\s*(?:歳以上児?|歳児?|カ月|か月)"
        r"|(?:\d+|zero|one|two|three|four|five)[- ]year[- ]olds?",
        re.IGNORECASE,
    ),
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the conversation so far, oldest first."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Reader:
    """How a turn is read: as a question, and for the passage and the partners it names.

    `likest` returns the noun among some that is most like one, None where none is like it.
    """

    plan: Plan
    understand: Callable[[str], Question]
    nearest: Callable[[str], Passage | None]
    groups: Callable[[Question], Sequence[str]]
    likest: Callable[[str, Sequence[str]], str | None]


@dataclass(frozen=True, slots=True)
class Standing:
    """A question that stands alone; `kinds` are those of the passages that it now turns to.

    `about` is the passage that was spoken of, where more of the same is asked for; `told` are the
    passages that were, where others are.
    """

    text: str
    kinds: tuple[Kind, ...] = ()
    about: Passage | None = None
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Exchange:
    """What was asked last, as a question that stands alone, and what was answered.

    `before` is the indicator that the exchange before it was about, if any.
    """

    question: str
    answer: str = ""
    before: Passage | None = None

    def focus(self, reader: Reader) -> Passage | None:
        """The passage that the exchange was about: the indicator whose figure was told, if any."""
        answer = self.answer.replace(" ", "")
        told = [
            row.passage
            for row in reader.plan.indicators
            if row.latest.value and row.latest.text.partition(" (")[0].replace(" ", "") in answer
        ]
        if len(told) == 1:
            return told[0]
        return reader.nearest(f"{self.question} {self.answer}")

    def told(self, reader: Reader) -> tuple[str, ...]:
        """The passages that the answer tells, that which it is about among them."""
        focus = self.focus(reader)
        passages = reader.plan.passages
        return tuple(one.id for one in passages if one == focus or _is_told(one, self.answer))


def _is_told(passage: Passage, answer: str) -> bool:
    return any(said in answer for said in statements(passage))


def resolve(text: str, history: Sequence[Turn], reader: Reader) -> Standing:
    """Return `text` as a question that stands alone, read with the turns before it.

    A question that names its own topic is left as it is. One that does not takes the indicator,
    the term or the topic of the last exchange, with the part that it replaces (a sex, an age, a
    section, a thing alike) exchanged.
    """
    before = _Exchange("")
    for turn in history:
        said = turn.content[:_READ]
        if turn.role == "assistant":
            before = replace(before, question=before.question or _named_in(said), answer=said)
        elif not _asks_item(said, before, reader) and _has_topic(said, reader):
            focus = before.focus(reader) if before.question else None
            before = _Exchange(_joined(said, before, reader).text, before=focus)
    return _joined(text, before, reader)


def _asks_item(text: str, before: _Exchange, reader: Reader) -> bool:
    """Whether an item of the list told before is asked for: the list is still spoken of."""
    earlier = reader.understand(before.question)
    return bool(followups.item_asked(reader.understand(text), earlier, reader.plan))


def _has_topic(text: str, reader: Reader) -> bool:
    """Whether a question says what it is about; one that does not leaves the topic as it was."""
    question = reader.understand(_LEAD.sub("", text))
    named = question.topic or question.sections or question.asked.kinds
    return bool(named) or any(variant.search(text) for variant in _VARIANTS)


def _named_in(answer: str) -> str:
    """The name that an answer puts in quotes: all that is left once its question is forgotten."""
    match = _QUOTED.search(answer)
    return match[1] if match else ""


def _joined(text: str, before: _Exchange, reader: Reader) -> Standing:
    if not before.question:
        return Standing(text)
    if _NEW_TOPIC.search(text):
        return Standing(_NEW_TOPIC.sub("", text) or text)
    bare = _NOT_BUT.sub("", _LEAD.sub("", text)).strip() or text
    question = reader.understand(bare)
    question = replace(
        question,
        topic=tuple(term for term in question.topic if term not in _DIFFER_BY),
        subjects=tuple(noun for noun in question.subjects if noun not in _DIFFER_BY),
    )
    earlier = reader.understand(before.question)
    exchanged = _exchanged(bare, question, before.question, earlier, reader)
    if exchanged:
        return Standing(exchanged)
    if followups.asks_partners_of(question, earlier):
        (number,) = earlier.sections
        return Standing(f"{reader.plan.section(number).title}の共創のパートナーは?")
    item = followups.item_asked(question, earlier, reader.plan)
    if item:
        return Standing(item)
    if followups.asks_others(text):
        return Standing(before.question, told=before.told(reader))
    if followups.asks_same(question):
        return Standing(before.question, about=before.focus(reader))
    focus = before.focus(reader)
    if focus is not None:
        named = _named_again(bare, question, earlier, focus, before, reader)
        if named:
            return Standing(named)
    offers = _offers(bare, question)
    refers = _REFERENCE.search(bare) or followups.asks_word(bare) or offers
    # 「一番低いのは?」, 「場所はどこ?」 say no thing by themselves.
    names_no_thing = not question.subjects and question.asked.aspects
    asking = {t for words in missing_words(question.asked.missing, bare) for t in word_terms(words)}
    topic = set(question.topic) - asking
    if topic and not (refers or names_no_thing or _INSTEAD.search(bare)):
        return Standing(text)
    if question.sections and not question.topic:
        row = _row_of_section(question, earlier, focus, before.question, reader)
        return Standing(row or _with_section(bare, before.question, question, earlier))
    asked = question.asked
    leanings = () if asked.missing else asked.leanings
    turned_to = () if question.topic and not offers else asked.kinds or leanings
    turned_to = turned_to or ((Kind.INITIATIVE,) if offers else ())
    # Why so, or with whom: it is asked of what was told.
    of_line = asked.partners and focus is not None and focus.kind is Kind.PARTNER
    why = (Missing.CAUSE in asked.missing or of_line) and not topic
    # A capital within a sentence would be a name.
    asked_now = bare[:1].lower() + bare[1:]
    joined = f"{_topic_of(before.question, question, earlier)} {asked_now}"
    told = before.told(reader) if turned_to and refers and not why else ()
    return Standing(joined, turned_to, focus if why else None, told)


def _offers(bare: str, question: Question) -> bool:
    """Whether it is asked what the city does, and not about what."""
    return bool(_CITY_DOES.search(bare)) and not set(question.subjects) - _HELP


def _named_again(
    bare: str,
    question: Question,
    earlier: Question,
    focus: Passage,
    before: _Exchange,
    reader: Reader,
) -> str:
    """The question with what it leaves out named: a group, a term, an indicator; or ""."""
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
    pointing = refers or followups.asks_word(bare) or _INSTEAD.search(bare)
    if question.subjects and not pointing:
        return ""
    if term:
        return meaning
    compared = followups.comparison_asked(question, focus, before.before, reader.plan)
    if compared:
        return compared
    if Kind.INDICATOR in earlier.asked.kinds:
        return ""
    name = followups.figure_asked(question, focus, refers, reader.plan)
    return f"「{name}」 {bare}" if name else ""


def _exchanged(
    bare: str, question: Question, before: str, earlier: Question, reader: Reader
) -> str:
    """The question before with a part exchanged: 「女性は?」, 「若い人向けは?」; or ""."""
    number = _BARE_NUMBER.fullmatch(bare)
    of_age = _VARIANTS[1].search(before)
    if number and of_age:
        age = number[1] if number[1].isdigit() else _NUMBERS.index(number[1].lower())
        return before[: of_age.start()] + f"{age}-year-olds" + before[of_age.end() :]
    for variant in _VARIANTS:
        now, then = variant.search(bare), variant.search(before)
        if now and not set(reader.understand(variant.sub("", bare)).topic) - _PEOPLE:
            if then:
                return before[: then.start()] + now[0] + before[then.end() :]
            if Aspect.COMPARISON in question.asked.aspects:
                return f"{before.rstrip('?？。. ')} {bare}"
            if question.lang == "ja" and not (question.asked.kinds or question.asked.aspects):
                return f"{now[0]}の{before}"
    alike = _ALIKE.fullmatch(bare)
    if not alike or question.sections or question.asked.kinds or question.asked.aspects:
        return ""
    groups, groups_before = reader.groups(question), reader.groups(earlier)
    if groups and groups_before:
        return before.replace(groups_before[0], alike[1], 1)
    old = reader.likest(alike[1], earlier.nouns) if question.nouns else None
    if old is None or old not in before or old in question.nouns:
        return ""
    return before.replace(old, alike[1], 1)


def _with_section(bare: str, before: str, question: Question, earlier: Question) -> str:
    """「教育のほうは?」 after 「福祉の課題は?」 asks for the same of another section."""
    if question.asked.kinds:
        return bare
    if len(earlier.section_words) == len(question.section_words) == 1:
        (name,) = earlier.section_words
        place = before.lower().find(name)
        if place >= 0:
            return before[:place] + question.section_words[0] + before[place + len(name) :]
    if not (earlier.sections or earlier.asked.kinds):
        return bare
    kinds = " ".join(kind_words(earlier.asked.kinds, before))
    return f"{bare.rstrip('?？。')} {' '.join(earlier.topic)} {kinds}".strip()


def _row_of_section(
    question: Question, earlier: Question, focus: Passage | None, before: str, reader: Reader
) -> str:
    """「スポーツは?」 after a figure asks for the likest one of that section; or ""."""
    of_figure = wants_figure(earlier.asked) and earlier.topic and not question.asked.kinds
    if focus is None or focus.kind is not Kind.INDICATOR or not of_figure:
        return ""
    rows = [row for number in question.sections for row in reader.plan.section(number).indicators]
    name = reader.likest(f"{question.text} {before}", [row.name for row in rows])
    return _OF_ROW[question.lang].format(name=name) if name else ""


def _topic_of(before: str, question: Question, earlier: Question) -> str:
    """What was spoken of: the question before, or its nouns where it asked for something else."""
    asked = question.asked
    if earlier.asked.defines:
        return earlier.asked.defines
    turns = asked.kinds or asked.leanings or question.topic
    figure = earlier.asked.number or earlier.asked.aspects or earlier.asked.missing
    nouns = " ".join(earlier.nouns) if turns and figure else ""
    return nouns or before.rstrip("?？。. ")

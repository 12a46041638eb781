"""The question before with a part exchanged: 「女性は?」, 「若い人向けは?」, 「教育のほうは?」."""

from __future__ import annotations

import re

from assistant.answering.sentences import indicator_of
from assistant.asked import Aspect, kind_words
from assistant.question import Question
from assistant.retrieve import wants_figure
from assistant.turns import Reader
from assistant.whole_words import whole_word
from corpus.plan import Kind, Passage
from index.morphology import morphemes

# A thing alone, of which the same is asked: 「若い人向けは?」, "What about teenagers?".
_ALIKE = re.compile(
    r"(?:what about |how about |and |for )*(?:the )?([^、。]{1,20}?)"
    r"(?:と|の(?:場合|ほう|方)|に(?:ついて|対して)|だと|では|も)?(?:は|なら)?"
    r"(?:どう(?:です|なん)?(?:か|の)?)?(?: too| as well)?[?？。]*",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"(.{1,20}?)(?:の場合|のほう|の方|に関して|について)(?:は|だと|なら)?(?:どう(?:です)?か?)?[?？。]*"
    r"|(?:what about |how about |and |for )+(.{1,30}?)\W*",
    re.IGNORECASE,
)
# In letters.
_LONGEST = {"ja": 20, "en": 40}
OF_ROW = {"ja": "「{name}」の数値は?", "en": "What is the figure of 「{name}」?"}
# "And two?" after an age.
_NUMBERS = ("zero", "one", "two", "three")
_BARE_NUMBER = re.compile(rf"({'|'.join(_NUMBERS)}|\d)\W*", re.IGNORECASE)
_PEOPLE = frozenset({"人", "子", "方", "者"})
_VARIANTS = (
    re.compile(
        r"男性?(?!女)|(?<!男)女性?|男子|女子|\b(?:wo)?men\b|\b(?:fe)?males?\b|\b(?:wo)?man\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\d+\s*(?:歳以上児?|歳児?|カ月|か月)"
        r"|(?:\d+|zero|one|two|three|four|five)[- ]year[- ]olds?"
        r"|\bage[ds]? (?:\d+|zero|one|two|three|four|five)\b",
        re.IGNORECASE,
    ),
)


def names_variant(text: str) -> bool:
    """Whether `text` names an age or a sex."""
    return any(variant.search(text) for variant in _VARIANTS)


def part_exchanged(
    bare: str, question: Question, before: str, earlier: Question, reader: Reader
) -> str:
    """Return the question before with a part exchanged: 「女性は?」, 「若い人向けは?」; or ""."""
    number = _BARE_NUMBER.fullmatch(bare)
    of_age = _VARIANTS[1].search(before)
    if number and of_age:
        age = number[1] if number[1].isdigit() else _NUMBERS.index(number[1].lower())
        return before[: of_age.start()] + f"{age}-year-olds" + before[of_age.end() :]
    for variant in _VARIANTS:
        now, then = variant.search(bare), variant.search(before)
        if now and not set(reader.understand(variant.sub("", bare)).topic) - _PEOPLE:
            if Aspect.COMPARISON in question.asked.aspects:
                return f"{before.rstrip('?？。. ')} {bare}"
            if then:
                return before[: then.start()] + now[0] + before[then.end() :]
            if question.lang == "ja" and not (question.asked.kinds or question.asked.aspects):
                return f"{now[0]}の{before}"
    section = _section_instead(bare, question, before, earlier, reader)
    if section:
        return section
    alike = _ALIKE.fullmatch(bare)
    if alike and question.lang == "ja" and not _is_thing(alike[1]):
        return ""
    if not alike or question.sections or question.asked.kinds or question.asked.aspects:
        return ""
    groups, groups_before = reader.groups(question), reader.groups(earlier)
    if groups and groups_before:
        return before.replace(groups_before[0], alike[1], 1)
    old = reader.likest(alike[1], earlier.nouns) if question.nouns else None
    if old is None or old in question.nouns:
        return ""
    place = whole_word(old, before) if old.isascii() else before.find(old)
    return before[:place] + alike[1] + before[place + len(old) :] if place >= 0 else ""


def _is_thing(text: str) -> bool:
    """Whether a Japanese text ends in a noun: 「若い人向け」, and not 「大学も協力してる」."""
    *_, last = morphemes(text)
    return last.word_class in ("名詞", "接尾辞", "代名詞")


def _named_instead(bare: str) -> str:
    """The thing that is named in place of another: 「健康づくりのほうは?」; or ""."""
    match = _INSTEAD.fullmatch(bare)
    return (match[1] or match[2]) if match else ""


def _section_instead(
    bare: str, question: Question, before: str, earlier: Question, reader: Reader
) -> str:
    """「健康づくりのほうは?」 after 「スポーツのパートナーは?」: the section it is of; or ""."""
    thing = _named_instead(bare)
    of_section = earlier.asked.partners or earlier.asked.kinds
    asks_more = question.sections or question.asked.aspects or question.asked.kinds
    if not thing or asks_more or earlier.topic or len(earlier.section_words) != 1:
        return ""
    near = reader.nearest(thing) if of_section and question.topic else None
    place = before.lower().find(earlier.section_words[0])
    if near is None or place < 0:
        return ""
    title = reader.plan.section(near.section).title if question.lang == "ja" else near.section
    return before[:place] + title + before[place + len(earlier.section_words[0]) :]


def row_instead(
    bare: str, question: Question, earlier: Question, focus: Passage, reader: Reader
) -> str:
    """Return what 「「取り残されている」のほうは?」 asks after a figure: another one; or "".

    What is asked with nothing but a thing may be one of the section that was spoken of.
    """
    thing = _named_instead(bare)
    asked = question.asked
    only_thing = not (asked.kinds or asked.aspects or asked.number or asked.missing)
    only_thing = only_thing and bool(question.topic) and len(bare) <= _LONGEST[question.lang]
    of_figure = focus.kind is Kind.INDICATOR and wants_figure(earlier.asked)
    if not (thing or only_thing) or not of_figure or question.names:
        return ""
    near = _only_named(question, focus, reader)
    near = near or reader.nearest(thing or bare)
    if near is None or near.kind is not Kind.INDICATOR or near == focus:
        return ""
    if not thing and near.section != focus.section:
        return ""
    return OF_ROW[question.lang].format(name=indicator_of(near, reader.plan).name)


def _only_named(question: Question, focus: Passage, reader: Reader) -> Passage | None:
    """The one row beside `focus` in whose name a noun of the question stands, if it is one."""
    rows = [
        row.passage
        for row in reader.plan.section(focus.section).indicators
        if row.passage != focus and any(noun in row.name for noun in question.nouns)
    ]
    return rows[0] if len(rows) == 1 else None


def with_section(bare: str, before: str, question: Question, earlier: Question) -> str:
    """Return what 「教育のほうは?」 asks after 「福祉の課題は?」: the same of another section."""
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


def row_of_section(
    question: Question, earlier: Question, focus: Passage | None, before: str, reader: Reader
) -> str:
    """Return what 「スポーツは?」 asks after a figure: the likest one of that section; or ""."""
    of_figure = wants_figure(earlier.asked) and earlier.topic and not question.asked.kinds
    if focus is None or focus.kind is not Kind.INDICATOR or not of_figure:
        return ""
    rows = [row for number in question.sections for row in reader.plan.section(number).indicators]
    name = reader.likest(f"{question.text} {before}", [row.name for row in rows])
    return OF_ROW[question.lang].format(name=name) if name else ""

"""A question as a value: its language, what it asks for, which sections it names, its topic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Language, Style
from assistant.asked import (
    Asked,
    asking_sentence,
    read_form,
    with_kinds_heard,
    without_form_words,
)
from assistant.asking_words import ASKING_WORDS
from assistant.names import foreign_names
from assistant.row_names import written
from assistant.sections_named import sections_named
from corpus.about import About
from corpus.companion import Companion
from corpus.plan import Kind, Plan
from index.morphology import morphemes, normalise
from index.once import once
from index.terms import english_terms, noun_terms

_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々ｦ-ﾟ]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_KANA_LETTER = re.compile(r"[ぁ-ゖァ-ヺー]")
# English that quotes a Japanese word has so many words, and so many letters to one of it.
_ENGLISH_WORDS = 4
_ENGLISH_SHARE = 5
_LATIN = re.compile(r"[A-Za-z]{2,}")
_ITEM = re.compile(
    r"([①-⑳])|(?:取り?組み?|initiative|no\.?|番号)\s*(\d{1,2})\b|(\d{1,2})\s*(?:番目|つ目)",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"(?:全|すべての|全ての|全部の|(?:五|5|ご)つ?の?)(?:分野|章|部門|セクション)(?!の(?:うち|中|内))"
    r"|(?:分野|章|部門)(?:を(?:問わ|またい|横断)|すべて|全部|全て)"
    r"|計画(?:全体|全部|全文|の全|のすべて|の全部|中)|\b(?:whole|entire) (?:plan|document)"
    r"|\b(?:all|every|each|across)(?: of)?(?: the)?(?: five)?"
    r" (?:sections?|chapters?|areas?|fields?|plan)\b"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_ERA_YEAR = re.compile(r"(令和|平成)\s*(元|\d{1,2})\s*年")
_LED_TO = re.compile(r"(?:が|けど|けれど|けれども|ので|から)、")
_YEARS_AGO = re.compile(r"(\d+)\s*(?:年前|years? ago)")
# Up to what length a question is short: in letters.
_LONG: dict[Language, int] = {"ja": 40, "en": 80}
# Years to come. Those gone by without a number are asked for as the latest there is, which is told
# with its year.
_TO_COME = {"来年": 1, "next year": 1, "再来年": 2}
_YEAR_TO_COME = re.compile("再来年|来年|next year(?!['’]s)")
_ERA_STARTS = {"令和": 2018, "平成": 1988}
# A noun with what may stand before or behind it, and what may stand between two.
_OF_NOUNS = frozenset({"名詞", "接尾辞", "接頭辞", "形状詞"})
_BETWEEN_NOUNS = frozenset({"の", "と", "や", "・", "、", ","})


@dataclass(frozen=True, slots=True)
class Question:
    """A question that stands alone, as it was put and `spelled` as the plan spells.

    `sections` are the numbers of the sections that it names, by `section_words`; `whole` says
    that it asks of all of them (全分野), and names none then; `item` is the number of an initiative
    (③ → 3); `years` are the years that it names, `names` the places that the plan does not know;
    `topic` holds the terms that say what it is about, the words of asking left out, and `subjects`
    the nouns among them, and `nouns` the same as words of their own; `is_lookup` says that it
    consists of these alone, as what one types into a search field. `about` is the passage that was
    spoken of before, of which more is asked; `told` are those of which no more is;
    `matter` is one that was told, of which another kind is asked: what is done about it.
    """

    text: str
    spelled: str
    lang: Language
    style: Style
    asked: Asked
    sections: tuple[str, ...]
    section_words: tuple[str, ...]
    whole: bool
    item: int | None
    years: tuple[int, ...]
    names: tuple[str, ...]
    topic: tuple[str, ...]
    subjects: tuple[str, ...]
    nouns: tuple[str, ...]
    is_lookup: bool
    about: str | None = None
    told: tuple[str, ...] = ()
    matter: str | None = None

    def as_typed(self, term: str) -> str:
        """Return `term` in the capitals in which the question has it."""
        place = self.text.lower().find(term.lower())
        return self.text[place : place + len(term)] if place >= 0 else term

    def of_passage(self, passage_id: str) -> Question:
        """Return the question as one for more of a passage."""
        return replace(self, about=passage_id)

    def besides(self, told: tuple[str, ...]) -> Question:
        """Return the question as one for others than the passages `told`."""
        return replace(self, told=told)

    def on(self, passage_id: str) -> Question:
        """Return the question as one on a passage that was told, for text and no figure."""
        asked = replace(
            self.asked,
            enumerates=False,
            counts=False,
            number=False,
            degree=False,
            aspects=(),
            missing=(),
            defines=None,
        )
        return replace(self, asked=asked, matter=passage_id)

    def turned_to(self, kinds: tuple[Kind, ...]) -> Question:
        """Return the question as one for passages of `kinds`."""
        return replace(self, asked=replace(self.asked, kinds=kinds, leanings=kinds))


@once
def language_of(text: str) -> Language:
    """Return the language of `text`: Japanese if a letter is, unless English words quote it."""
    letters = len(_JAPANESE.findall(text))
    quoting = len(_LATIN.findall(text)) >= _ENGLISH_WORDS and len(text) > letters * _ENGLISH_SHARE
    return "en" if _LATIN.search(text) and (quoting or not letters) else "ja"


def is_short(question: Question) -> bool:
    """Whether a question is of one sentence, every noun of which counts."""
    return len(question.text) < _LONG[question.lang]


def understand(
    text: str,
    spelled: str,
    about: About,
    plan: Plan,
    companions: Mapping[str, Companion],
    sections: Mapping[str, tuple[str, ...]],
    lang: Language,
    style: Style,
) -> Question:
    """Read `text`, a question that stands alone, against the sections of the `plan` of `about`.

    `spelled` is the same, normalised and spelled as the plan spells.
    """
    form = read_form(spelled)
    heard = spelled if form.kinds or form.aspects else with_kinds_heard(spelled)
    if heard != spelled:
        spelled, form = heard, read_form(heard)
    nameless = _without_names(spelled, plan)
    asked = form if nameless == spelled else replace(form, missing=read_form(nameless).missing)
    of_kind = bool(asked.kinds or asked.partners or asked.roles)
    named = sections_named(spelled, plan, sections, of_kind)
    whole = bool(_WHOLE.search(spelled))
    topic, subjects, nouns = _topic(_WHOLE.sub(" ", named.rest))
    # ③ is a number of its own only before it is normalised; two of them are a range.
    items = set() if form.enumerates else {_item_number(one) for one in _ITEM.finditer(text)}
    return Question(
        text=text,
        spelled=spelled,
        lang=lang,
        style=style,
        asked=asked,
        sections=() if whole else named.numbers,
        section_words=named.words,
        whole=whole,
        item=items.pop() if len(items) == 1 else None,
        years=_years(spelled),
        is_lookup=_is_lookup(spelled, subjects, nouns),
        names=tuple(
            name
            for name in foreign_names(_asking(text, spelled), about, plan, companions)
            if normalise(name) in spelled and normalise(name) not in " ".join(named.words)
        ),
        topic=topic,
        subjects=subjects,
        nouns=nouns,
    )


def _asking(text: str, spelled: str) -> str:
    """Return the sentence that asks: in Japanese as the plan spells, in English with capitals."""
    return asking_sentence(spelled if _JAPANESE.search(text) else text)


def _is_lookup(text: str, subjects: tuple[str, ...], nouns: tuple[str, ...]) -> bool:
    """Whether `text` is nouns alone: 「防災」, 「子ども 遊び場」, "playgrounds"."""
    if not _JAPANESE.search(text):
        words = text.split()
        return "?" not in text and bool(nouns) and len(nouns) == len(words)
    said = [m for m in morphemes(text) if m.surface not in _BETWEEN_NOUNS]
    return bool(subjects) and all(m.word_class in _OF_NOUNS for m in said)


def _without_names(text: str, plan: Plan) -> str:
    """Return `text` without the names of indicators, which ask for nothing themselves."""
    for row in plan.indicators:
        text = text.replace(written(row.name), " ")
    return text


def _item_number(match: re.Match[str]) -> int:
    if match[1]:
        return ord(match[1]) - ord("①") + 1
    return int(match[2] or match[3])


def _years(text: str) -> tuple[int, ...]:
    years = [int(year) for year in _YEAR.findall(text)]
    this_year = date.today().year
    # 「来年1歳になるのですが、」 leads to the question.
    asking = _LED_TO.split(asking_sentence(text))[-1]
    years += [this_year - int(count) for count in _YEARS_AGO.findall(asking)]
    years += [this_year + _TO_COME[word] for word in _YEAR_TO_COME.findall(asking)]
    for era, count in _ERA_YEAR.findall(text):
        years.append(_ERA_STARTS[era] + (1 if count == "元" else int(count)))
    return tuple(dict.fromkeys(years))


def _topic(text: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the terms of the topic, the nouns among them, and these as words of their own."""
    text = without_form_words(text)
    japanese = [m for m in morphemes(text) if m.is_content and not m.surface.isascii()]
    english = english_terms(text)
    words = _topical([*(m.lemma for m in japanese), *english])
    subjects = _topical([*(m.lemma for m in japanese if m.word_class == "名詞"), *english])
    nouns = [noun for noun in noun_terms(text) if {noun, *english_terms(noun)} & {*subjects}]
    return words, subjects, tuple(dict.fromkeys(nouns))


def _topical(words: Iterable[str]) -> tuple[str, ...]:
    kept = (w for w in words if not _NUMBER.fullmatch(w) and not _KANA_LETTER.fullmatch(w))
    return tuple(dict.fromkeys(word for word in kept if word not in ASKING_WORDS))

"""Which sections of the plan a question names, by number, by title or by what people call them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.asked import without_form_words
from assistant.asking_words import ASKING_WORDS
from assistant.row_names import written
from corpus.asks import Asks
from corpus.companion import Companion
from corpus.plan import Plan
from index.morphology import morphemes
from index.once import of_plan

_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々]")
_LETTER = r"[\u30a1-\u30fa\u4e00-\u9fffー]"
_SECTION_NUMBER = re.compile(r"(?<![\d-])\d+-\d+(?![\d-])")
# 「福祉からスポーツまで」
_BETWEEN = re.compile(r"から.*まで")
_AREA = "分野|部門|編|章|セクション|領域"
_AFTER_TITLE = (
    rf"(?:{_AREA}|施策|政策|計画)?"
    r"(?:の(?:中の|主な|共創|全|成果|共創の|目指|目標|取|課題|現状|指標|パートナー|まち|施策|ほう)"
    r"|の(?:方(?!法)|分野|こと)|で(?:は|の|、|何|ど|や|[一-鿿ァ-ヺ])|に(?:ついて|おける|関する|関わる)"
    rf"|は(?:どう|いかが|[?？]?$)|も|以外|を除|のほか(?:の|に)|(?:{_AREA})|[?？]?$)"
)
_AREA_EN = (
    "section|chapter|part|area|field|plan|initiatives?|goals?|issues?|challenges|problems"
    "|indicators?|partners?|measures|policy"
)


@dataclass(frozen=True, slots=True)
class NamedSections:
    """The `numbers` of the sections, the `words` that name them, and the `rest` of the question."""

    numbers: tuple[str, ...]
    words: tuple[str, ...]
    rest: str


def section_names(
    plan: Plan, companions: Mapping[str, Companion], asks: Asks
) -> dict[str, tuple[str, ...]]:
    """Return the names of each section by number: title, its parts, English, what it is called."""
    english = companions["en"].titles if "en" in companions else {}
    named = {}
    for section in plan.sections:
        title, translated = section.title, english.get(section.number, "").lower()
        names = [title, title.replace("・", ""), *title.split("・")]
        names += [translated, *translated.split(" and "), *asks.sections.get(section.number, ())]
        named[section.number] = tuple(dict.fromkeys(written(name) for name in names if name))
    return named


def sections_named(
    text: str, plan: Plan, names: Mapping[str, tuple[str, ...]], of_kind: bool
) -> NamedSections:
    """Return the sections that `text`, normalised, names.

    `of_kind` says that it names a kind of passage or asks what somebody does: a title by itself is
    then the section. A number says it exactly: a title beside it is a topic. 「2-1から2-3まで」,
    「福祉からスポーツまで」 names those between too.
    """
    numbers = set(_SECTION_NUMBER.findall(text))
    numbered = tuple(one.number for one in plan.sections if one.number in numbers)
    titled = _in_words_of_titles(text, plan)
    found: dict[str, list[str]] = {number: [number] for number in numbered}
    if not numbered:
        for number, called in names.items():
            matched = [
                name
                for name in called
                if _names_section(titled, name) or (of_kind and _stands(titled, name))
            ]
            found |= {number: matched} if matched else {}
    rest = titled if found else text
    named = {name for matched in found.values() for name in matched}
    for name in sorted(named, key=lambda name: (-len(name), name)):
        rest = rest.replace(name, " ")
    numbers_named = _with_those_between(titled, tuple(found), plan, names)
    if any(_is_left_out(titled, name) for name in named):
        numbers_named = tuple(one.number for one in plan.sections if one.number not in found)
    words = tuple(max(matched, key=len) for matched in found.values())
    return NamedSections(numbers_named, words, rest)


def _is_left_out(text: str, name: str) -> bool:
    """Whether the others are meant: 「スポーツ以外の分野」."""
    return bool(_leaving_out(name).search(text))


@of_plan
def _leaving_out(name: str) -> re.Pattern[str]:
    called = re.escape(name)
    before = rf"\b(?:except|other than|outside|besides|apart from) (?:the |for )?{called}"
    return re.compile(rf"{called}(?:の?分野)?(?:以外|を除|のほか|の他)|{before}")


def _with_those_between(
    text: str, numbers: tuple[str, ...], plan: Plan, names: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    if not _BETWEEN.search(text):
        return numbers
    order = [section.number for section in plan.sections]
    for first in order:
        for last in order[order.index(first) + 1 :]:
            if _from_to((first, *names[first]), (last, *names[last])).search(text):
                return tuple(order[order.index(first) : order.index(last) + 1])
    return numbers


@of_plan
def _from_to(first: tuple[str, ...], last: tuple[str, ...]) -> re.Pattern[str]:
    starts, ends = ("|".join(map(re.escape, names)) for names in (first, last))
    return re.compile(rf"(?:{starts})から\s*(?:{ends})まで")


def _in_words_of_titles(text: str, plan: Plan) -> str:
    """Write the words of section titles as the titles do: 子ども → こども."""
    parts = [part for section in plan.sections for part in section.title.split("・")]
    titles = {lemma: part for part in parts if (lemma := _lemma_alone(part))}
    written, end = [], 0
    for m in morphemes(text):
        surface = titles.get(m.lemma, m.surface) if m.is_content else m.surface
        written += [text[end : m.start], surface]
        end = m.start + len(m.surface)
    return "".join(written) + text[end:]


@of_plan
def _lemma_alone(part: str) -> str:
    """The lemma of a part of a title that is one word; "" for another."""
    found = morphemes(part)
    return found[0].lemma if len(found) == 1 else ""


def _stands(text: str, name: str) -> bool:
    """Whether `name` stands in `text` as a word of its own: 健康, but not in 健康寿命.

    What it is followed by says whether it is the section or a topic: 健康の課題, 健康の維持.
    """
    if name.removesuffix("s") not in text:
        return False
    if not _JAPANESE.search(name):
        return bool(_by_itself(name).search(text))
    found = _by_itself(name).finditer(without_form_words(text))
    return any(_says_how(match[1] or "") for match in found)


@of_plan
def _by_itself(name: str) -> re.Pattern[str]:
    if _JAPANESE.search(name):
        after = rf"(?!{_LETTER}|づくり)(?:の\s*({_LETTER}*))?"
        return re.compile(rf"(?<!{_LETTER}){re.escape(name)}{after}")
    return re.compile(rf"\b{re.escape(name.removesuffix('s'))}s?\b")


def _says_how(words: str) -> bool:
    """Whether `words` are of asking and of the plan's parts alone."""
    rest = morphemes(without_form_words(words))
    return all(m.lemma in ASKING_WORDS for m in rest if m.is_content)


def _names_section(text: str, name: str) -> bool:
    return name in text and bool(_as_section(name).search(text))


@of_plan
def _as_section(name: str) -> re.Pattern[str]:
    """Where `name` is the section's."""
    escaped = re.escape(name)
    if _JAPANESE.search(name):
        return re.compile(rf"(?<!{_LETTER}){escaped}{_AFTER_TITLE}|^{escaped}[、,]")
    return re.compile(
        rf"\b(?:in|for|of|about|on|under|to|does|do|has) (?:the )?{escaped}\b(?! \w+ly)"
        rf"|\b{escaped} (?:{_AREA_EN})\b|^{escaped}\W*$"
    )

"""What a question asks for, read from the form it is put in.

The expressions are in `forms.toml`: those of asking in general, in Japanese and English.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from operator import eq
from typing import Any, TypeVar

from corpus.plan import Direction, Kind
from index.morphology import katakana, morphemes
from index.once import once

Named = TypeVar("Named", bound=StrEnum)


class Aspect(StrEnum):
    """What is asked of an indicator."""

    LATEST = "latest"
    TARGET = "target"
    YEAR = "year"
    DIRECTION = "direction"
    COMPARISON = "comparison"
    HIGHEST = "highest"
    LOWEST = "lowest"


class Missing(StrEnum):
    """Something asked for that a plan as such may not hold: only a passage that does answers."""

    COUNT = "count"
    PRICE = "price"
    DATE = "date"
    AGE = "age"
    PLACE = "place"
    NAME = "name"
    CONTACT = "contact"
    PROCEDURE = "procedure"
    CAUSE = "cause"
    BREAKDOWN = "breakdown"
    RANKING = "ranking"
    TREND = "trend"


@dataclass(frozen=True, slots=True)
class Asked:
    """The form of a question.

    `kinds` are the kinds of passage that it names, `leanings` those that it would be answered by
    without naming them; `enumerates` says that all of them are
    wanted, `counts` that their number is; `number` that a figure is wanted, `degree` that
    one would answer but words may too; `aspects` what is
    asked of it; `missing` what is asked that needs evidence of its own kind; `defines` is the
    term of which the meaning is asked. `partners` says that it is asked with whom the city works,
    `joint` what is done together line by line,
    `roles` what somebody does, `negated` that it is denied;
    `directions`, `undecided`, `achieved`, `unachieved`, `valued` and `directed` are
    marks of indicators.
    """

    kinds: tuple[Kind, ...]
    leanings: tuple[Kind, ...]
    enumerates: bool
    counts: bool
    number: bool
    degree: bool
    aspects: tuple[Aspect, ...]
    missing: tuple[Missing, ...]
    defines: str | None
    partners: bool
    joint: bool
    roles: bool
    negated: bool
    directions: tuple[Direction, ...]
    undecided: bool
    achieved: bool
    unachieved: bool
    valued: bool
    directed: bool


_LATIN = re.compile("[a-z]", re.IGNORECASE)
_ESCAPED = re.compile(r"\\.")
_NOTHING = "(?!)"
_SENTENCE_END = re.compile(r"(?<=[。!?？.])\s*")
_QUOTED = re.compile(r"「[^」]*」")
_ASKS = re.compile(
    r"[?？]$|(?:[かのは]|かな[あぁ]?|かしら|かねえ?|でしょう(?:ねえ?)?|教えて|ほしい|たい|ください)[。.]?$"
    r"|\b(?:tell me|please|like to know|want to know|wonder)\b",
    re.IGNORECASE,
)
# 「何人」 asks for a number, and is not about people.
_COUNTER_ASKED = re.compile(
    r"何(?:人|名|件|回|校|園|台|社|団体|か所|カ所|箇所|世帯|軒|本|冊|個|年)(?![々])"
)
# Easy Japanese sets its words apart: 「なにを しますか」.
_APART = re.compile(r"(?<=[ぁ-ゖ]) (?=[ぁ-ゖァ-ヺ一-龯])|(?<=[一-龯ァ-ヺー]) (?=[ぁ-ゖ])")
_NOT_BUT = re.compile(r"[^、。]*(?:では|じゃ)なくて?、?")
_GOAL = re.compile(r"\bgoals?\b", re.IGNORECASE)
# Where a figure stands is no list that is asked for: 「指標に載っている数字」.
_IN_THE_TABLE = re.compile(
    r"(?:成果)?指標(?:の(?:表|欄))?"
    r"(?:に(?:載|の[っる]|書|出|あ)[^、。]{0,8}|の\s*(?:20\d\d|令和|直近|最新)[^、。]{0,4})(?:数字|数値|値)"
)
_HEARD = ("課題", "現状", "指標", "脚注", "目標", "方向", "実績", "割合", "数値")
_IN_KANA = re.compile("もくひょう|わりあい|しひょう|げんじょう|じっせき|ほうこう|すうち")
_LETTERS = 2
_NAMES_A_KIND = re.compile(r"[はをがと、]|って|一覧|すべて|全|$")
_HOW_MANY = re.compile(r"(?:実際|今|いま|それで)[^、。]{0,6}何(?:人|件|%|パーセント|歳|割)")
_IN_A_ROW = re.compile(
    r"[」』]?(?:と|や|も|に|、|,|・|&|及び|および|並びに|ならびに|and|the|main|主な|成果|[\s「『])+",
    re.IGNORECASE,
)
# 「計画に出てくる『ケアラー』とは」 asks what ケアラー is.
_STANDS_THERE = re.compile(
    r"^.{0,10}?(?:計画|プラン|資料|本文)(?:書)?(?:の中)?(?:に|で)(?:出て(?:くる|いる)|ある|使われ(?:る|ている)|書(?:かれ|いて)(?:ている|ある)|載っ(?:ている|てる))"
)
# "I am new here and wonder: what …"
_AFTER_COLON = re.compile(r"^[^「『\"]{20,}: (?=\w+ \w+ \w+)")
# 「減らすために」 ends before ため.
_ENDING = "(?:(?:(?!ため)[すしせそるりれろたい]){0,3})"


class _Forms:
    """The expressions of `forms.toml`, compiled, without those that need other letters."""

    def __init__(self, forms: Mapping[str, Any], japanese: bool, latin: bool) -> None:
        def any_of(of: Sequence[str]) -> re.Pattern[str]:
            of = [form for form in of if japanese or not needs_japanese(form)]
            kept = [form for form in of if latin or not needs_latin(form)]
            return re.compile("|".join(kept) or _NOTHING, re.IGNORECASE)

        self.enumerates = any_of(forms["enumerates"])
        self.counts = any_of(forms["counts"])
        self.number = any_of(forms["number"])
        self.degree = any_of(forms["degree"])
        self.partners = any_of(forms["partners"])
        self.joint = any_of(forms["joint"])
        self.roles = any_of(forms["roles"])
        self.negated = any_of(forms["negated"])
        self.undecided = any_of(forms["undecided"])
        self.achieved = any_of(forms["achieved"])
        self.unachieved = any_of(forms["unachieved"])
        self.valued = any_of(forms["targets"]["valued"])
        self.directed = any_of(forms["targets"]["directed"])
        self.defines = [re.compile(form, re.IGNORECASE) for form in forms["defines"]]
        self.kinds = {Kind(name): any_of(of) for name, of in forms["kinds"].items()}
        self.leanings = {Kind(name): any_of(of) for name, of in forms["leanings"].items()}
        self.aspects = {Aspect(name): any_of(of) for name, of in forms["aspects"].items()}
        self.missing = {Missing(name): any_of(of) for name, of in forms["missing"].items()}
        self.directions = {Direction(name): any_of(of) for name, of in forms["directions"].items()}
        marks = (*self.kinds.values(), *self.directions.values(), self.undecided, self.valued)
        marks = (self.directed, *marks, self.unachieved, self.achieved)
        # The endings of a verb belong to it: 減ら(す), 減ら(したい).
        self.named = [re.compile(f"(?:{mark.pattern}){_ENDING}", re.IGNORECASE) for mark in marks]


def needs_japanese(form: str) -> bool:
    """Whether an expression is of Japanese letters: a text in ASCII has no stretch of it."""
    return not form.isascii() and not _LATIN.search(_ESCAPED.sub("", form))


def needs_latin(form: str) -> bool:
    """Whether an expression is of Latin letters: a text without them has no stretch of it."""
    return form.isascii() and bool(_LATIN.search(_ESCAPED.sub("", form)))


@cache
def _forms_of(japanese: bool, latin: bool) -> _Forms:
    file = resources.files("assistant") / "forms.toml"
    return _Forms(tomllib.loads(file.read_text(encoding="utf-8")), japanese, latin)


def _forms(text: str) -> _Forms:
    """Return the expressions that `text` may hold, by its letters."""
    return _forms_of(not text.isascii(), bool(_LATIN.search(text)))


@once
def read_form(text: str) -> Asked:
    """Read the form of a question, normalised or not; words of kana may stand apart."""
    forms = _forms(text)
    text = _APART.sub("", text)
    aspects = tuple(_matching(forms.aspects, text))
    number = bool(forms.number.search(text))
    kinds = tuple(_matching(forms.kinds, _IN_THE_TABLE.sub(" ", without_denied(text))))
    if _GOAL.search(text) and (number or Aspect.LATEST in aspects):
        # Beside a figure the goal is its target: "births goal vs now".
        kinds = tuple(kind for kind in kinds if kind is not Kind.GOAL)
        aspects = tuple(dict.fromkeys((Aspect.TARGET, *aspects)))
    return Asked(
        kinds=kinds,
        leanings=tuple(_matching(forms.leanings, text)),
        enumerates=bool(forms.enumerates.search(text)),
        counts=bool(forms.counts.search(text)),
        number=number,
        degree=bool(forms.degree.search(text)),
        aspects=aspects,
        missing=tuple(_missing(text)),
        defines=_defined_term(text),
        partners=bool(forms.partners.search(asking_sentence(text))),
        joint=bool(forms.joint.search(text)),
        roles=bool(forms.roles.search(asking_sentence(text))),
        negated=bool(forms.negated.search(text)),
        directions=tuple(_matching(forms.directions, text)),
        undecided=bool(forms.undecided.search(text)),
        achieved=bool(forms.achieved.search(text)),
        unachieved=bool(forms.unachieved.search(text)),
        valued=bool(forms.valued.search(text)),
        directed=bool(forms.directed.search(text)),
    )


def without_denied(text: str) -> str:
    """Return `text` without what is asked for no more: 「目標ではなく課題」 → 「課題」."""
    return _NOT_BUT.sub("", text) if "なく" in text else text


def _missing(text: str) -> Iterator[Missing]:
    """What is asked for; who asks how many and why is content with how many."""
    asking = asking_sentence(_QUOTED.sub("", text))
    for missing in _matching(_forms(asking).missing, asking):
        if missing is not Missing.CAUSE or not _HOW_MANY.search(asking):
            yield missing


def with_kinds_heard(text: str) -> str:
    """Return `text` with the kinds that stand there by their sound: 過大を全部 → 課題を全部."""
    heard = _names_by_sound()
    text = _IN_KANA.sub(lambda match: heard[katakana(match[0])], text)
    found = [*morphemes(text)]
    parts: list[str] = []
    end = 0
    for number, morpheme in enumerate(found):
        stop = morpheme.start + len(morpheme.surface)
        name = heard.get(morpheme.kana) or ""
        if not name and len(morpheme.surface) == 1 and number + 1 < len(found):
            # Two letters that are no word, one of them right: 指漂.
            letters = morpheme.surface + found[number + 1].surface
            alike = (one for one in heard.values() if any(map(eq, one, letters)))
            name = next(alike, "") if len(letters) == _LETTERS else ""
            stop = morpheme.start + _LETTERS
        if name and _NAMES_A_KIND.match(text, stop):
            parts += [text[end : morpheme.start], name]
            end = stop
    return "".join(parts) + text[end:]


@cache
def _names_by_sound() -> Mapping[str, str]:
    return {morphemes(name)[0].kana: name for name in _HEARD}


def missing_words(missing: Iterable[Missing], text: str) -> tuple[str, ...]:
    """Return the words by which `text` asks for what is `missing`."""
    found = (_forms(text).missing[one].search(text) for one in missing)
    return tuple(match[0] for match in found if match)


def kind_words(kinds: Iterable[Kind], text: str) -> tuple[str, ...]:
    """Return the words by which `text` names the `kinds`."""
    found = (_forms(text).kinds[kind].search(text) for kind in kinds)
    return tuple(match[0] for match in found if match)


def kinds_beside(kind: Kind, text: str) -> tuple[Kind, ...]:
    """Return `kind` and the kinds that `text` names in one row with it: 「課題と取組」."""
    spans = sorted(
        (match.span(), of)
        for of, pattern in _forms(text).kinds.items()
        for match in pattern.finditer(text)
    )
    rows: list[list[Kind]] = []
    end = -1
    for (start, stop), of in spans:
        if rows and end >= 0 and _IN_A_ROW.fullmatch(text[end:start]):
            rows[-1].append(of)
        elif start >= end:
            rows.append([of])
        else:
            continue
        end = stop
    named = next((row for row in rows if kind in row), [kind])
    return tuple(dict.fromkeys(named))


@once
def without_form_words(text: str) -> str:
    """Return `text` without the names of kinds, the marks of indicators and counters asked for."""
    for pattern in _forms(text).named:
        text = pattern.sub(" ", text)
    return _COUNTER_ASKED.sub(" ", text)


def _matching(forms: Mapping[Named, re.Pattern[str]], text: str) -> Iterator[Named]:
    return (name for name, pattern in forms.items() if pattern.search(text))


@once
def asking_sentence(text: str) -> str:
    """Return the last sentence that asks: before it stands what led to the question."""
    text = _AFTER_COLON.sub("", text)
    asking = [part for part in _SENTENCE_END.split(text) if _ASKS.search(part)]
    return asking[-1] if asking else text


def is_asking(text: str) -> bool:
    """Whether a sentence of `text` asks or requests."""
    return any(_ASKS.search(part) for part in _SENTENCE_END.split(text))


def _defined_term(text: str) -> str | None:
    text = _STANDS_THERE.sub("", text)
    for pattern in _forms(text).defines:
        match = pattern.search(text)
        if match and match["term"].strip():
            return match["term"].strip(" 「」『』'\"“”?？。、")
    return None

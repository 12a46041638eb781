"""Names of places that a question speaks of and the plan does not: 横浜, Yokohama."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping

from assistant.row_names import written
from corpus.about import About
from corpus.companion import Companion
from corpus.plan import Plan
from index.morphology import is_place, morphemes, normalise

_COMMON = frozenset({"日本", "japan", "japanese", "english"})
_CALENDAR = frozenset(name.lower() for name in (*calendar.month_name, *calendar.day_name))
# A wider area than the city, or any other city.
_WIDER = re.compile(
    r"(?:日本|国|県)全体|日本中|全国|県内全域|(?:ほか|他|よそ|近隣|近く|隣)の(?:市|町|自治体)(?=と(?:比|くら|違|ちが)|で|より|の|は[?？])|他市"
    r"|\bother (?:cities|towns|municipalities)\b"
    r"|\b(?:whole|all) (?:of )?(?:the )?(?:japan|country|prefecture)\b|\bnationwide\b"
    r"|\b(?:across|throughout) (?:japan|the country)\b",
    re.IGNORECASE,
)
# What stands behind a name of both: 三浦の出生数, 三浦さんの介護, 三浦と申します.
_OF_A_PLACE = re.compile("[はのでだ]|より|って")
_OF_A_PERSON = re.compile("さん|様|氏|先生|と(?:申|いい|言い)(?:ま|し)")
_CAPITALISED = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")


def foreign_names(
    text: str, about: About, plan: Plan, companions: Mapping[str, Companion]
) -> tuple[str, ...]:
    """Return the names in `text` that the plan, its English and its city have not; 全国 is one too.

    In Japanese a name is what the dictionary calls one of a place or a thing, or of a person where
    the text speaks of it as of a place; in English a word with a capital within a sentence.
    """
    own = _COMMON | {name.lower() for name in about.names}
    places = [place for place in _places(text) if place not in own]
    places += _WIDER.findall(text)
    if places:
        said = written("\n".join(plan.lines))
        return tuple(place for place in places if place not in said)
    known = own | _CALENDAR
    capitalised = [word for word in _CAPITALISED.findall(text) if word.lower() not in known]
    if capitalised and "en" in companions:
        english = " ".join(
            f"{entry.heading or ''} {entry.text}" for entry in companions["en"].passages.values()
        ).lower()
        return tuple(word for word in capitalised if word.lower() not in english)
    return ()


def _places(text: str) -> Iterator[str]:
    normalised = normalise(text)
    for name in morphemes(text):
        end = name.start + len(name.surface)
        if _OF_A_PERSON.match(normalised, end):
            continue
        of_both = name.is_person and _OF_A_PLACE.match(normalised, end)
        if name.is_name or (of_both and is_place(name.surface)):
            yield name.surface

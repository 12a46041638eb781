"""Names of places that a question speaks of and the plan does not: 横浜, Yokohama.

A name is what the dictionary calls one of a place, or of a person where the text speaks of it as
of a place; in English a word with a capital within a sentence.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from corpus.about import About
from corpus.companion import Companion
from corpus.plan import Plan
from index.morphology import is_place, morphemes, normalise
from index.terms import text_of_plan

_OWN = frozenset(
    {"日本", "にほん", "にっぽん", "japan", "japanese", "english", "japan's", "csv", "markdown"}
)
_CALENDAR = frozenset(name.lower() for name in (*calendar.month_name, *calendar.day_name))
# What stands behind a name of both: 三浦の出生数, 三浦さんの介護, 三浦と申します.
_OF_A_PLACE = re.compile("[はのでだと]|より|って")
_OF_A_PERSON = re.compile("さん|様|氏|先生|と(?:申|いい|言い)(?:ま|し)")
_CAPITALISED = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")


@dataclass(frozen=True)
class ForeignPlaces:
    """What a plan and its English speak of, as normalised texts, and the names of its city."""

    own: frozenset[str]
    said: str
    english: str

    @classmethod
    def of(cls, about: About, plan: Plan, companions: Mapping[str, Companion]) -> ForeignPlaces:
        """Collect what the plan and its English speak of."""
        entries = companions["en"].passages.values() if "en" in companions else ()
        english = " ".join(f"{entry.heading or ''} {entry.text}" for entry in entries).lower()
        own = _OWN | {
            word for name in about.names for word in (name.lower(), *name.lower().split())
        }
        return cls(own, text_of_plan(plan.lines), english)

    def find(self, text: str) -> tuple[str, ...]:
        """Return the names of places in `text` that neither the plan nor its city has."""
        places = [one for one in _places(text) if one not in self.own and one not in self.said]
        if places:
            return tuple(dict.fromkeys(places))
        known = self.own | _CALENDAR
        return tuple(
            word
            for word in _CAPITALISED.findall(text)
            if word.lower() not in known and self.english and word.lower() not in self.english
        )


def _places(text: str) -> Iterator[str]:
    normalised = normalise(text)
    for name in morphemes(text):
        end = name.start + len(name.surface)
        if _OF_A_PERSON.match(normalised, end):
            continue
        of_both = name.is_person and _OF_A_PLACE.match(normalised, end)
        if (name.is_name and is_place(name.surface)) or (of_both and is_place(name.surface)):
            yield name.surface

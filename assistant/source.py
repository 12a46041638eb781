"""What an answer draws on: the plan, and its names in the language of the answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.answer import Language, Style
from corpus.about import About
from corpus.asks import Asks
from corpus.companion import Companion, CompanionEntry
from corpus.plan import Indicator, Passage, Plan
from index.morphology import morphemes
from index.once import of_plan
from index.search import PlanIndex
from index.terms import english_terms

_GLOSS = re.compile(r"\s*[(（].*[)）]")


@of_plan
def _words_of(gloss: str) -> frozenset[str]:
    """The nouns of a gloss of the plan's companions, Japanese and English."""
    nouns = (m for m in morphemes(gloss) if m.word_class == "名詞" and not m.surface.isascii())
    return frozenset({*(m.lemma for m in nouns), *english_terms(gloss)})


@dataclass(frozen=True)
class Source:
    """The plan and all that is known of it, seen in one language and style."""

    about: About
    plan: Plan
    companions: Mapping[str, Companion]
    asks: Asks
    index: PlanIndex
    lang: Language
    style: Style

    @property
    def _english(self) -> Companion | None:
        return self.companions.get("en") if self.lang == "en" else None

    def section_name(self, number: str) -> str:
        """Return the section's number and title: 「2-1 福祉」."""
        english = self._english
        title = english.titles.get(number) if english else None
        return f"{number} {title or self.plan.section(number).title}"

    @property
    def city(self) -> str:
        """The name of the city whose plan it is."""
        return self.about.city_en if self.lang == "en" else self.about.city

    def box_name(self, name: str) -> str:
        """Return the name of a partner box."""
        english = self._english
        return _GLOSS.sub("", english.boxes.get(name, name)) if english else name

    def box_words(self, name: str) -> frozenset[str]:
        """Return the nouns by which the companions explain a partner box: 会社, 店, compani."""
        glosses = [
            "".join(_GLOSS.findall(one.boxes.get(name, ""))) for one in self.companions.values()
        ]
        return frozenset().union(*map(_words_of, glosses))

    def indicator_name(self, row: Indicator) -> str:
        """Return the name of an indicator."""
        english = self._english
        entry = english.passages.get(row.passage.id) if english else None
        return (entry.heading if entry else None) or row.name

    def term(self, passage: Passage) -> str:
        """Return the heading of `passage`: a footnote's term, an initiative's title."""
        english = self._english
        entry = english.passages.get(passage.id) if english else None
        return (entry.heading if entry else None) or passage.heading

    def view(self, passage: Passage) -> CompanionEntry | None:
        """Return the companion view that the answer is to be given in; None for the plan's own."""
        language = "en" if self.lang == "en" else "plain" if self.style == "plain" else None
        companion = self.companions.get(language) if language else None
        return companion.passages.get(passage.id) if companion else None

    def wording(self, passage: Passage) -> str:
        """Return the plan's text of `passage`, under it the view in which it is answered."""
        view = self.view(passage)
        return f"{passage.text}\n{view.heading or ''}\n{view.text}" if view else passage.text

    def joined(self, names: Iterable[str]) -> str:
        """Return `names` in one phrase."""
        return ("、" if self.lang == "ja" else ", ").join(names)

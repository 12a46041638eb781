"""What a query points at, and whether its topic is carried out by what else it says."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answering.frames import frames
from assistant.source import Source
from assistant.understanding.query import Query
from corpus.plan import Passage
from index.terms import english_terms, terms_of_plan, word_terms

# What a plan and its parts are called; a topic that says no more than this is none.
_PARTS = ("計画", "分野", "章", "節", "全体", "plan", "section", "chapter")


def known_words(topic: str, source: Source) -> set[str]:
    """Return the words of a topic that the plan, or a view of it, has."""
    rarities = source.index.rarities(_words(topic))
    return {term for term, rarity in rarities.items() if rarity}


def is_unknown(topic: str, source: Source) -> bool:
    """Return whether a topic has words, and the plan none of them."""
    return bool(_words(topic)) and not known_words(topic, source)


def is_partly_unknown(topic: str, source: Source) -> bool:
    """Return whether the plan lacks a word of a topic."""
    return not known_words(topic, source).issuperset(_words(topic))


def _words(topic: str) -> list[str]:
    return [*word_terms(topic), *english_terms(topic)]


def is_topic_left(query: Query, source: Source) -> bool:
    """Whether `query` has a topic that neither passages nor the names of its sections carry out.

    A topic by itself selects nothing in the plan: the passages on it are found by searching.
    """
    if not query.topic or query.scope.passages or query.rows:
        return False
    names = [source.section_name(number) for number in query.scope.sections]
    names += [source.plan.section(number).title for number in query.scope.sections]
    names += [*_PARTS, source.about.city, source.about.city_en]
    for lang in ("ja", "en"):
        names += frames("kinds", lang).values()
    named = {term for name in names for term in terms_of_plan(name)}
    return not set(terms_of_plan(query.topic)) <= named


def held_to_sections(passages: Iterable[Passage], query: Query) -> list[Passage]:
    """Return those of `passages` that lie in the sections of `query`, all where it names none."""
    sections = query.scope.sections
    return [one for one in passages if not sections or one.section in sections]

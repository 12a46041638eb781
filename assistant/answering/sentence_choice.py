"""Whole sentences of the plan, and which of them are told where few are wanted.

The goal of a section comes first. Then issues and titles of initiatives take turns, the most
central first: that whose wording is, on average, nearest to all the other issues and initiatives
(`nearness.centrality`). The present state and all else come last. Of passages that were chosen
otherwise, the most central come first, whatever they are. What is told keeps the plan's order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from assistant.answering.frames import frames
from assistant.answering.nearness import centrality
from assistant.answering.passage_words import (
    ended,
    sentences_of,
    title_of,
    title_quotes,
    unended,
    words_of,
)
from assistant.answering.sentences import statements
from assistant.answering.wordings import section_name
from assistant.source import Source
from corpus.plan import Kind, Passage


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is told, or several that are not parted: the view of one passage.

    `quotes` are the plan's own words that it rests on.
    """

    passage: Passage
    text: str
    quotes: tuple[str, ...]
    count: int = 1


@dataclass(frozen=True, slots=True)
class Length:
    """How much is wanted: sentences, characters, or either without bound."""

    sentences: int | None = None
    characters: int | None = None


def sentences_to_tell(passage: Passage, source: Source) -> tuple[Sentence, ...]:
    """Return what a summary may tell of `passage`: of an initiative its title."""
    if passage.kind is Kind.GOAL:
        return (_goal(passage, source),)
    if passage.kind is Kind.INITIATIVE:
        title = ended(title_of(passage, source), source)
        return (Sentence(passage, title, tuple(title_quotes(passage))),)
    if passage.kind is Kind.INDICATOR:
        return (Sentence(passage, ended(words_of(passage, source), source), (passage.text,)),)
    return _of_text(passage, source)


def body_to_tell(passage: Passage, source: Source) -> tuple[Sentence, ...]:
    """Return what a summary of `passage` alone tells besides: the paragraphs of an initiative."""
    return _of_text(passage, source) if passage.kind is Kind.INITIATIVE else ()


def by_weight(sentences: Sequence[Sentence], source: Source) -> list[Sentence]:
    """Return the sentences of sections, those first that are told where few are wanted."""
    pool = [one.passage for one in sentences if one.passage.kind in (Kind.ISSUE, Kind.INITIATIVE)]
    of_kind = {kind: [one for one in sentences if one.passage.kind is kind] for kind in Kind}
    issues = by_centrality(of_kind[Kind.ISSUE], pool, source)
    initiatives = by_centrality(of_kind[Kind.INITIATIVE], pool, source)
    turns = chain.from_iterable(zip_longest(issues, initiatives))
    first = [*of_kind[Kind.GOAL], *(one for one in turns if one)]
    rest = [one for one in sentences if one not in first]
    return [*first, *by_centrality(rest, pool, source)]


def by_centrality(
    sentences: Sequence[Sentence], pool: Sequence[Passage], source: Source
) -> list[Sentence]:
    """Return `sentences`, those first that are nearest to the others of `pool` on average."""
    others = list(dict.fromkeys(pool))

    def central(one: Sentence) -> float:
        rest = [other for other in others if other != one.passage]
        return centrality("".join(one.quotes), one.passage, rest, source)

    return sorted(sentences, key=central, reverse=True)


def fitting(ranked: Sequence[Sentence], length: Length, source: Source) -> tuple[Sentence, ...]:
    """Return as many of `ranked` as fit, whole, in the plan's order; () where none does.

    The first is not parted where its view has more sentences than the plan itself.
    """
    told: list[Sentence] = []
    for one in ranked:
        held = [*told, one]
        is_few = length.sentences is None or (
            sum(each.count for each in held) <= max(length.sentences, ranked[0].count)
        )
        is_short = length.characters is None or (
            sum(len(each.text) for each in held) <= length.characters
        )
        if is_few and is_short:
            told.append(one)
    places = {passage.id: place for place, passage in enumerate(source.plan.passages)}

    def place(one: Sentence) -> tuple[int, int]:
        return places[one.passage.id], one.passage.text.find(one.quotes[0])

    return tuple(sorted(told, key=place))


def _of_text(passage: Passage, source: Source) -> tuple[Sentence, ...]:
    """The sentences of the text of `passage`; a view of it is told whole."""
    if source.view(passage) is not None:
        text, count = words_of(passage, source), _count(passage, source)
        return (Sentence(passage, text, statements(passage), count),)
    return tuple(Sentence(passage, one, (one,)) for one in statements(passage))


def _goal(passage: Passage, source: Source) -> Sentence:
    view = source.view(passage)
    quotes = statements(passage)
    if view is not None and source.lang == "ja":
        text = f"{section_name(passage.section, source)}: {words_of(passage, source)}"
        return Sentence(passage, text, quotes, _count(passage, source))
    said = frames("summary", source.lang, source.style)
    goal = unended(words_of(passage, source))
    name = section_name(passage.section, source)
    text = said["goal"].format(section=name, goal=goal)
    return Sentence(passage, ended(text, source), quotes)


def _count(passage: Passage, source: Source) -> int:
    """How many sentences the view of `passage` counts as; easy Japanese parts each into several."""
    return len(sentences_of(passage, source) if source.lang == "en" else statements(passage))

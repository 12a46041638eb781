"""Quotes of a topic: the passages that name it, or that are called by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answering.phrases import fold, folded
from assistant.answering.wordings import kind_name, section_name
from assistant.source import Source
from assistant.understanding.query import Query
from corpus.plan import Kind, Passage, Section
from index.terms import noun_terms

_SHORTEST_NAME = 3


def topic_words(query: Query, sections: Sequence[Section], source: Source) -> frozenset[str]:
    """Return the nouns of the topic but for those that name a section or a kind."""
    names = [section.title for section in source.plan.sections]
    names += [frame.text for section in sections for frame in section.frames]
    names += [kind_name(kind, 1, source) for kind in Kind]
    names += [section_name(section.number, source) for section in sections]
    return frozenset(noun_terms(query.topic)) - frozenset(noun_terms(" ".join(names)))


def holds(words: frozenset[str], passage: Passage, source: Source) -> bool:
    """Whether `passage` names all of `words`, in compounds too."""
    view = source.view(passage)
    said = f"{passage.heading}\n{passage.text}\n{view.text if view else ''}"
    return words <= {*noun_terms(said), *_words_in(words, said)}


def _words_in(words: frozenset[str], text: str) -> Iterator[str]:
    """Yield those of `words` that stand in `text`, in compounds too."""
    said = folded(text).text
    return (word for word in words if fold(word) in said)


def titled(topic: str, source: Source) -> tuple[Passage, ...]:
    """Return the initiatives, rows and footnotes whose name holds `topic`."""
    wanted = fold(topic)
    if len(wanted) < _SHORTEST_NAME:
        return ()
    plan = source.plan
    named = [(one.title, one.passage) for part in plan.sections for one in part.initiatives]
    named += [(row.name, row.passage) for row in plan.indicators]
    named += [(note.term, note.passage) for note in plan.footnotes]
    return tuple(passage for name, passage in named if wanted in folded(name).text)

"""What was found by likeness and yet is not what was asked: another unit, a gap, a part."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.absent_words import absent_compounds
from assistant.evidence.answer_types import holds, holds_unit, is_needing, unit_asked
from assistant.source import Source
from assistant.understanding.query import Act, Query
from corpus.footnotes import without_markers
from corpus.plan import Kind, Passage
from index.terms import english_terms, noun_terms, word_terms

# Shares are asked for in any of these.
_SHARES = frozenset({"%", "割", "割合", "ポイント", "番", "位", "年", "年度", "つ"})
_DIFFERENCE = ("差", "差異", "gap", "difference")
# 違う, 開き, 離れる and "between" are nearer to these, words of other things are not.
_LIKE_A_DIFFERENCE = 0.095
# A part of a compound is like nothing of a row below this: がん of がん検診, beside 4カ月健診.
_UNLIKE = 0.3


def is_of_another_kind(query: Query, cited: Sequence[Passage], source: Source) -> bool:
    """Return whether `cited` gives something of another kind than `query` asks for."""
    rows = [one for one in cited if one.kind is Kind.INDICATOR]
    if lacks_what_is_asked(query, cited):
        return True
    if rows and len(rows) == len(cited):
        return (
            _has_another_unit(query, rows)
            or _is_of_another_thing(query, rows, source)
            or _is_a_difference(query, cited, source)
        )
    return _is_a_difference(query, cited, source)


def lacks_what_is_asked(query: Query, cited: Sequence[Passage]) -> bool:
    """Return whether passages on a topic hold no date, place, person … where one is asked for."""
    if query.act is not Act.FIND or not is_needing(query.answer_type):
        return False
    return not any(holds(one, query.answer_type) for one in cited)


def _has_another_unit(query: Query, rows: Sequence[Passage]) -> bool:
    """Whether a number of people, cases … is asked for of rows that give none: 何人, a rate."""
    unit = unit_asked(query.text)
    return (
        unit is not None and unit not in _SHARES and not any(holds_unit(one, unit) for one in rows)
    )


def _is_of_another_thing(query: Query, rows: Sequence[Passage], source: Source) -> bool:
    """Whether a compound of the topic has a part that no view of the rows has: がん検診."""
    parts = [part for one in absent_compounds(query, source.plan) for part in noun_terms(one)]
    if not parts:
        return False
    places = [n for n, one in enumerate(source.plan.passages) if one in rows]
    likeness = source.index.likenesses(list(dict.fromkeys(parts)))
    return bool((likeness[:, places].max(axis=1) < _UNLIKE).any())


def _is_a_difference(query: Query, cited: Sequence[Passage], source: Source) -> bool:
    """Whether all that is cited is a gap between two things, and none was asked for."""
    texts = [without_markers(one.text) for one in cited]
    if query.act is Act.COMPARE or not texts or not all(_names_difference(one) for one in texts):
        return False
    views = [source.view(one) for one in cited]
    held = " ".join([*texts, *(f"{view.heading} {view.text}" for view in views if view)])
    known = {*word_terms(held), *english_terms(held)}
    words = [*word_terms(query.text), *english_terms(query.text)]
    words = [one for one in dict.fromkeys(words) if one not in known or one in _DIFFERENCE]
    if not words:
        return True
    embedder = source.index.embedder
    likeness = embedder.queries(words) @ embedder.passages(list(_DIFFERENCE)).T
    return float(likeness.max()) < _LIKE_A_DIFFERENCE


def _names_difference(text: str) -> bool:
    return "の差" in text or "との差" in text

"""The footnotes that a term leads to: its own, or else those of terms that it is a part of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from assistant.answering.phrases import fold, folded, spans_in, uses_of
from assistant.source import Source
from corpus.footnotes import without_markers
from corpus.plan import Footnote
from index.morphology import katakana, morphemes
from index.once import of_plan
from index.terms import english_terms

_LONG = 5
_SHORTEST = 2
_SHORTEST_ENDING = 3
_KATAKANA = re.compile("[ァ-ヺー]")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff々\d]")


@dataclass(frozen=True, slots=True)
class NoteFound:
    """A footnote; `is_own` where the term that was asked for is the very one it explains."""

    note: Footnote
    is_own: bool


def notes_of(term: str, source: Source) -> tuple[NoteFound, ...]:
    """Return the footnote that explains `term`, or those of terms that hold it or stand in it.

    A footnote's own term is known by its spelling, its reading, its English name, or with one
    typing error in a long one.
    """
    notes = source.plan.footnotes
    for is_called in (_is_spelled, _is_named_in_english, _is_read, _is_mistyped):
        for note in notes:
            if is_called(term, note, source):
                return (NoteFound(note, is_own=True),)
    for near in (_alike(term, source), _holding(term, source), _within(term, source)):
        if near:
            return tuple(NoteFound(note, is_own=False) for note in near)
    return ()


def _is_spelled(term: str, note: Footnote, source: Source) -> bool:
    return bool(note.term) and _spelled(term) == _spelled(note.term)


def _spelled(name: str) -> str:
    return fold(name).replace("・", "").strip("?。.")


def _is_named_in_english(term: str, note: Footnote, source: Source) -> bool:
    asked = _stems(term)
    return bool(asked) and asked in _english_names(note, source)


def _english_names(note: Footnote, source: Source) -> Iterator[tuple[str, ...]]:
    """The stems of a footnote's English name, and of what stands in brackets behind it."""
    return filter(None, map(_stems, _english_parts(note, source)))


def _english_parts(note: Footnote, source: Source) -> tuple[str, str]:
    english = source.companions.get("en")
    entry = english.passages.get(note.passage.id) if english else None
    outside, _, inside = (entry.heading or "" if entry else "").partition("(")
    return outside, inside.rstrip(") ")


def _stems(name: str) -> tuple[str, ...]:
    """Return the English stems of a name in whatever order; a word with a hyphen is one."""
    return tuple(sorted(english_terms(name.replace("-", "")))) if name.isascii() else ()


def _is_read(term: str, note: Footnote, source: Source) -> bool:
    """Whether `term` sounds like the footnote's and is no other word."""
    is_other = _is_word(term) and bool(_IDEOGRAPH.search(term))
    return not is_other and not _is_used(term, source) and _sounds_like(term, note)


def _sounds_like(term: str, note: Footnote) -> bool:
    heard = (_reading(term), katakana(fold(term)))
    return bool(note.term) and _reading_of_note(note.term) in heard


def _reading(term: str) -> str:
    plain = without_markers(term)
    return katakana("".join(one.kana or one.surface for one in morphemes(plain)))


@of_plan
def _reading_of_note(term: str) -> str:
    return _reading(term)


def _is_mistyped(term: str, note: Footnote, source: Source) -> bool:
    """Whether one letter is wrong; another ideograph or number makes another word."""
    typed = fold(term)
    names = [fold(note.term), *(fold(part) for part in _english_parts(note, source))]
    near = [name for name in names if _differs_by_one(typed, name)]
    return bool(near) and not _is_word(term) and not _is_used(term, source)


def _differs_by_one(typed: str, name: str) -> bool:
    if min(len(typed), len(name)) < _LONG or OSA.distance(typed, name) != 1:
        return False
    letters, others = Counter(typed), Counter(name)
    return not _IDEOGRAPH.search("".join((letters - others) + (others - letters)))


def _is_word(term: str) -> bool:
    """Whether the dictionary has `term` as one word."""
    found = morphemes(term)
    return len(found) == 1 and found[0].known


def _is_used(term: str, source: Source) -> bool:
    """Whether the plan uses `term` itself, not as the beginning or the end of a longer word."""
    return any(use.within < use.count for use in uses_of(term, source.plan))


def _alike(term: str, source: Source) -> list[Footnote]:
    """The footnotes whose term is another word of the same sound: 人材 for 人財."""
    if _is_used(term, source):
        return []
    return [note for note in source.plan.footnotes if _sounds_like(term, note)]


def _holding(term: str, source: Source) -> list[Footnote]:
    """The footnotes whose term holds `term`: first those that use it, then that begin with it."""
    wanted = fold(term)
    if len(wanted) < _SHORTEST:
        return []
    notes = source.plan.footnotes
    beginning = [note for note in notes if _begins(wanted, folded(note.term).text)]
    ending = [note for note in notes if _ends(wanted, folded(note.term).text)]
    asked = set(_stems(term))
    english = [
        note
        for note in notes
        if asked and any(asked < set(name) for name in _english_names(note, source))
    ]
    every = [*beginning, *ending, *english]
    using = [note for note in every if _uses(term, note, source)]
    return list({note.number: note for note in using or beginning or every}.values())


def _begins(part: str, name: str) -> bool:
    """Whether `name` begins with `part` as a word: ケアラー begins ケアラー支援, ケア does not."""
    goes_on = name[len(part) : len(part) + 1]
    cuts = bool(_KATAKANA.match(goes_on) and _KATAKANA.match(part[-1]))
    return name.startswith(part) and name != part and not cuts and not _cuts_latin(part, goes_on)


def _ends(part: str, name: str) -> bool:
    before = name[: -len(part)][-1:]
    is_long = len(part) >= _SHORTEST_ENDING
    return is_long and name.endswith(part) and name != part and not _cuts_latin(before, part)


def _cuts_latin(before: str, after: str) -> bool:
    around = before[-1:] + after[:1]
    return len(around) == 2 and around.isascii() and around.isalnum()


def _uses(term: str, note: Footnote, source: Source) -> bool:
    """Whether the explanation itself uses `term`, in Japanese or in English."""
    english = source.companions.get("en")
    entry = english.passages.get(note.passage.id) if english else None
    stems = set(_stems(term))
    is_english = bool(stems and entry and stems <= set(english_terms(entry.text)))
    return is_english or bool(spans_in(term, note.passage.text))


def _within(term: str, source: Source) -> list[Footnote]:
    """The footnotes whose term begins or ends `term`: ICT of ICT教育, the longest alone."""
    asked = fold(term)
    found = [
        note
        for note in source.plan.footnotes
        if len(name := folded(note.term).text) >= _SHORTEST
        and (_begins(name, asked) or _ends(name, asked))
    ]
    return sorted(found, key=lambda note: -len(note.term))[:1]

"""Definitions: the footnote that explains a term, or the term in use where none does."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from assistant.answering.draft import Draft
from assistant.answering.sentences import indicator_of, statements
from assistant.figures import tell_row
from assistant.row_names import written
from assistant.source import Source
from assistant.whole_words import places, whole_word
from corpus.footnotes import marker, without_markers
from corpus.plan import Footnote, Kind, Passage
from index.morphology import katakana, morphemes, normalise
from index.once import of_plan
from index.terms import english_terms

_USES_SHOWN = 3
_LONG = 4
_SHORTEST, _LONGEST = 2, 30
_SHORTEST_GLOSS = 10
_ASKS_WHAT = re.compile(
    r"何をする(?:人|ところ|もの)|(?:どういう|どんな|どういった)(?:人|もの|意味|病気|状態|制度)(?:なの|です|か|を|$)"
    r"|そもそも何|\bstands? for\b|\bmean(?:s|ing)?\b|\bdefin(?:e|ition)\b",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"s? ?\(([^()]+)")
_FIGURE = re.compile(r"[\d.,%\s]+")


def footnote_of(term: str, source: Source) -> Footnote | None:
    """Return the footnote that explains `term`.

    It is known by its spelling (one letter of a long one mistyped), its reading or its English.
    """
    keys = _keys(term)
    for note in source.plan.footnotes:
        if any(keys & _keys_of_note(name) for name in _names(note, source)):
            return note
    typed = normalise(term).replace(" ", "")
    for note in source.plan.footnotes:
        if len(typed) >= _LONG and OSA.distance(typed, written(note.term)) == 1:
            return note
    return None


def footnote_meant(question: str, source: Source) -> Footnote | None:
    """Return the footnote of the only term in `question`, where it asks what that is."""
    if not _ASKS_WHAT.search(question):
        return None
    named = [note for note in source.plan.footnotes if _is_named(note, question, source)]
    return named[0] if len(named) == 1 else None


def _is_named(note: Footnote, question: str, source: Source) -> bool:
    said = normalise(question)
    return any(_called(name).search(said) for name in _names(note, source))


@of_plan
def _called(name: str) -> re.Pattern[str]:
    called = re.escape(normalise(name))
    return re.compile(rf"\b{called}s?\b" if called.isascii() else called)


def _names(note: Footnote, source: Source) -> list[str]:
    """The term of a footnote, in Japanese and in English."""
    english = source.companions.get("en")
    entry = english.passages.get(note.passage.id) if english else None
    return [name for name in (note.term, entry.heading if entry else None) if name]


def uses_of(term: str, source: Source) -> tuple[Passage, ...]:
    """Return the passages whose text, as it is told, holds `term`, in the plan's order."""
    wanted = normalise(term)
    if not _SHORTEST <= len(wanted) <= _LONGEST or _FIGURE.fullmatch(wanted):
        return ()
    return tuple(passage for passage in source.plan.passages if _holds(wanted, passage, source))


def _holds(wanted: str, passage: Passage, source: Source) -> bool:
    if source.lang == "ja":
        return _stands_in(wanted, without_markers(passage.text))
    view = source.view(passage)
    said = written(f"{view.heading or ''} {view.text}") if view else ""
    return whole_word(wanted, said) >= 0


def _stands_in(term: str, text: str) -> bool:
    """Whether `text` holds `term`, however either is spaced: KDBシステム, KDB システム."""
    return normalise(term).replace(" ", "") in written(text).replace(" ", "")


def tell_footnote(draft: Draft, note: Footnote, source: Source) -> None:
    """Tell what the footnote says."""
    view = source.view(note.passage)
    text = view.text if view else note.body
    name = source.term(note.passage)
    lead = f"{name}: " if source.lang == "en" else f"「{name}」: "
    draft.say(f"{lead}{text}", note.passage, list(statements(note.passage)))
    for passage_id in note.references[:1]:
        passage = source.plan.passage(passage_id)
        draft.add(f"\n{source.wording.in_use}\n")
        _tell_use(draft, passage, note.term + marker(note.number), source)


def tell_uses(draft: Draft, term: str, uses: tuple[Passage, ...], source: Source) -> None:
    """Tell that no note of the plan explains `term`, and where it uses it.

    Uses that explain it in brackets, 「ウェルビーイング(…)」, are told as explanations.
    """
    glossed = tuple(use for use in uses if _glosses(term, use, source))
    wording = source.wording
    draft.add((wording.glossed if glossed else wording.undefined).format(term=term) + "\n")
    uses = glossed or uses
    for passage in sorted(uses, key=lambda use: use.kind is Kind.INDICATOR)[:_USES_SHOWN]:
        _tell_use(draft, passage, term, source)
        draft.add("\n")


def _glosses(term: str, use: Passage, source: Source) -> bool:
    """Whether the text explains `term` in brackets behind it."""
    view = source.view(use)
    text, name = written(view.text if view else use.text), normalise(term)
    glosses = (_IN_BRACKETS.match(text, place + len(name)) for place in places(name, text))
    gloss = next(filter(None, glosses), None)
    return bool(gloss and len(gloss[1]) >= _SHORTEST_GLOSS)


def _tell_use(draft: Draft, passage: Passage, term: str, source: Source) -> None:
    if passage.kind is Kind.INDICATOR:
        tell_row(draft, indicator_of(passage, source.plan), source)
        return
    view = source.view(passage)
    holding = [text for text in statements(passage) if _stands_in(term, text)]
    quotes = holding or list(statements(passage))
    draft.say(f"- {view.text if view else ''.join(quotes)}", passage, quotes)


@of_plan
def _keys_of_note(name: str) -> frozenset[str]:
    return _keys(name)


def _keys(name: str) -> frozenset[str]:
    """Return the forms under which a term is the same: spelling, reading, English stems."""
    plain = normalise(without_markers(name)).rstrip("?？。. ")
    keys = {plain.replace(" ", "").replace("・", "")}
    reading = "".join(m.kana or m.surface for m in morphemes(plain))
    if reading:
        keys.add(katakana(reading))
    outside, _, inside = plain.partition("(")
    for part in (outside, inside.rstrip(")")):
        # A word with a hyphen is one: well-being is not wellness.
        stems = english_terms(part.replace("-", ""))
        if stems:
            keys.add(" ".join(stems))
    return frozenset(keys)

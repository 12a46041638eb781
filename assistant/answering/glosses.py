"""Explanations in the text itself: 「ウェルビーイング(…)」, 「質の高い生活(QOL)」, 「…とは、…」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assistant.answering.phrases import fold, folded, spans_in
from assistant.answering.section_items import is_boxes
from assistant.answering.sentences import sentences, statements
from assistant.source import Source
from corpus.footnotes import without_markers
from corpus.plan import Passage

_SHORTEST = 10  # letters of an explanation; a shorter one tells cases apart: 「(0歳児)」
_SHORTEST_ENGLISH = 20
_OPENING, _CLOSING = "(（", ")）"
_PART_OF_WORD = re.compile(r"[\u3400-\u9fff々ァ-ヺーA-Za-z0-9]")
_BEGINS_PHRASE = re.compile(r"[、。「」『』()（）\n\t]")


class GlossForm(StrEnum):
    """How the text explains a term."""

    BRACKETS = "brackets"  # behind it
    NAME = "name"  # it is the name in brackets behind other words
    SENTENCE = "sentence"  # a sentence that begins 「…とは」
    TRANSLATION = "translation"  # brackets in a companion, which are no words of the plan


@dataclass(frozen=True, slots=True)
class Gloss:
    """An explanation: its words, and the verbatim spans of the passage that it rests on."""

    form: GlossForm
    passage: Passage
    text: str
    quotes: tuple[str, ...]


def gloss_of(term: str, source: Source) -> Gloss | None:
    """Return the first explanation of `term` in the text; in English also the translation's."""
    passages = [one for one in source.plan.passages if not is_boxes(one, source.plan)]
    for find in (_sentence, _brackets, _name, _translated):
        for passage in passages:
            gloss = find(term, passage, source)
            if gloss:
                return gloss
    return None


def _sentence(term: str, passage: Passage, source: Source) -> Gloss | None:
    """A sentence of the plan, or of what is told for it in easy words: 「フレイルとは、…」."""
    view = source.view(passage) if source.lang == "ja" else None
    start = fold(term) + "とは"
    for sentence in statements(passage):
        if folded(sentence).text.startswith(start):
            return Gloss(GlossForm.SENTENCE, passage, sentence, (sentence,))
    for sentence in sentences(view.text) if view else ():
        if folded(sentence).text.startswith(start):
            return Gloss(GlossForm.SENTENCE, passage, sentence, statements(passage))
    return None


def _brackets(term: str, passage: Passage, source: Source) -> Gloss | None:
    text = passage.text
    for first, last in spans_in(term, text):
        if _is_cut(text, first):
            continue
        for start, end in _groups(text, last):
            explanation = text[start + 1 : end - 1].strip()
            if len(fold(explanation)) >= _SHORTEST:
                return Gloss(GlossForm.BRACKETS, passage, explanation, (text[first:end],))
    return None


def _name(term: str, passage: Passage, source: Source) -> Gloss | None:
    """「質の高い生活(QOL)」: the brackets hold the term alone."""
    text = passage.text
    for first, last in spans_in(term, text):
        is_alone = text[first - 1 : first] in _OPENING and text[last : last + 1] in _CLOSING
        if first == 0 or last >= len(text) or not is_alone:
            continue
        before = text[: first - 1]
        start = max((match.end() for match in _BEGINS_PHRASE.finditer(before)), default=0)
        if before[start:].strip():
            quote = text[start : last + 1].strip()
            return Gloss(GlossForm.NAME, passage, without_markers(quote), (quote,))
    return None


def _translated(term: str, passage: Passage, source: Source) -> Gloss | None:
    """Brackets in the English of the passage; a term is the same in the plural."""
    view = source.view(passage) if source.lang == "en" else None
    text = view.text if view else ""
    for name in dict.fromkeys((term, f"{term}s", term.removesuffix("s"))):
        for _, last in spans_in(name, text):
            for start, end in _groups(text, last):
                explanation = text[start + 1 : end - 1].strip()
                if len(explanation) >= _SHORTEST_ENGLISH:
                    quotes = statements(passage)
                    return Gloss(GlossForm.TRANSLATION, passage, explanation, quotes)
    return None


def _is_cut(text: str, first: int) -> bool:
    """Whether the term is the end of a longer word: 技術 of 通信技術."""
    before = text[first - 1 : first] if first else ""
    return bool(_PART_OF_WORD.match(before) and _PART_OF_WORD.match(text[first]))


def _groups(text: str, place: int) -> Iterator[tuple[int, int]]:
    """The brackets that stand one behind the other from `place`, with those within them."""
    while place < len(text) and (text[place] in "」』” " or not without_markers(text[place])):
        place += 1
    while place < len(text) and text[place] in _OPENING:
        end = _closing(text, place)
        if end < 0:
            return
        yield place, end
        place = end


def _closing(text: str, start: int) -> int:
    """The place behind the bracket that closes the one at `start`; -1 where none does."""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] in _OPENING) - (text[place] in _CLOSING)
        if depth == 0:
            return place + 1
    return -1

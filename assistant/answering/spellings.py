"""Other spellings of a phrase in the plan, found by its reading: 人財 for 人材."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, product

from assistant.answering.phrases import fold
from assistant.answering.section_items import is_boxes
from corpus.plan import Passage, Plan
from index.morphology import Morpheme, katakana, letter_readings, morphemes
from index.once import of_plan

_SHORTEST = 3  # letters of a reading: one of two is a chance hit
_MOST_READINGS = 64
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff々]")
_KANA = re.compile("[ぁ-ゖァ-ヺー]+")

_Piece = tuple[Morpheme, frozenset[str]]


def other_spellings(phrase: str, plan: Plan) -> tuple[str, ...]:
    """Return how else the plan writes what sounds like `phrase`, in the plan's order.

    Words of the same sound that share no ideograph are no spellings of each other.
    """
    pieces = _read(phrase)
    readings = ("".join(one) for one in product(*(sorted(said) for _, said in pieces)))
    wanted = {one for one in islice(readings, _MOST_READINGS) if len(one) >= _SHORTEST}
    if not wanted:
        return ()
    same = fold(phrase)
    found: dict[str, str] = {}
    for text in _texts(plan):
        for run in _sounding(wanted, _pieces(text)):
            written = "".join(one.surface for one in run)
            if fold(written) != same and _is_spelling(phrase, pieces, run):
                found.setdefault(fold(written), written)
    return tuple(found.values())


def _texts(plan: Plan) -> Iterator[str]:
    return (_words_of(passage, plan) for passage in plan.passages)


def _words_of(passage: Passage, plan: Plan) -> str:
    boxes = plan.section(passage.section).partners.boxes
    is_table = is_boxes(passage, plan)
    return "。".join(box.name for box in boxes) if is_table else passage.text


@of_plan
def _pieces(text: str) -> tuple[_Piece, ...]:
    return _read(text)


def _read(text: str) -> tuple[_Piece, ...]:
    return tuple((one, frozenset(_readings(one))) for one in morphemes(text))


def _readings(morpheme: Morpheme) -> Iterator[str]:
    """How it may be read: an ideograph by itself in any way; a long vowel at the end is dropped."""
    said = {katakana(morpheme.kana or morpheme.surface)}
    if len(morpheme.surface) == 1 and _IDEOGRAPH.match(morpheme.surface):
        said |= letter_readings(morpheme.surface)
    return (one.rstrip("ー") or one for one in said)


def _sounding(wanted: set[str], pieces: Sequence[_Piece]) -> Iterator[Sequence[Morpheme]]:
    """The runs of morphemes that are read as one of `wanted`."""
    for first in range(len(pieces)):
        for reading in wanted:
            last = _end_of(reading, pieces, first)
            if last:
                yield [one for one, _ in pieces[first:last]]


def _end_of(reading: str, pieces: Sequence[_Piece], first: int) -> int:
    """Where a run from `first` that is read `reading` ends; 0 where none is."""
    morpheme, said = pieces[first]
    for one in said:
        if one == reading:
            return first + 1
        if reading.startswith(one) and _goes_on(morpheme, pieces, first + 1):
            last = _end_of(reading.removeprefix(one), pieces, first + 1)
            if last:
                return last
    return 0


def _goes_on(before: Morpheme, pieces: Sequence[_Piece], place: int) -> bool:
    end = before.start + len(before.surface)
    return place < len(pieces) and pieces[place][0].start == end


def _is_spelling(phrase: str, asked: Sequence[_Piece], run: Sequence[Morpheme]) -> bool:
    """Whether both may be one word: the same lemma, one of them in kana, or a letter in common."""
    if not any(one.is_content for one in run):
        return False
    written = "".join(one.surface for one in run)
    if [one.lemma for one, _ in asked] == [one.lemma for one in run]:
        return True
    if _KANA.fullmatch(fold(phrase)) or _KANA.fullmatch(written):
        return True
    return bool({*_IDEOGRAPH.findall(phrase)} & {*_IDEOGRAPH.findall(written)})

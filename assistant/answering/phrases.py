"""Where an exact phrase stands: footnote markers and spaces count for nothing, letters do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import decomposition

from assistant.answering.section_items import is_boxes
from assistant.answering.sentences import statements
from corpus.plan import Kind, Passage, Plan
from index.morphology import normalise
from index.once import of_plan, once

_MARKS = "ﾞﾟ\u3099\u309a"  # of voice, which belong to the letter before
_CIRCLED = "<circle>"
_LINE_BREAK = re.compile(r"\s*\n\s*")
_KATAKANA = re.compile("[ァ-ヺー]+")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as phrases are compared; `places` are those of its letters in the text itself."""

    text: str
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Use:
    """A phrase in a passage: how often, as it is written there, and the sentences, verbatim.

    `within` is how often it is but a part of a longer word in katakana: ケア of ケアラー.
    """

    passage: Passage
    count: int
    forms: tuple[str, ...]
    quotes: tuple[str, ...]
    within: int = 0

    @property
    def text(self) -> str:
        """The sentences in one line."""
        parts = (quote if quote.endswith("。") else f"{quote} " for quote in self.quotes)
        return _LINE_BREAK.sub(" ", "".join(parts)).strip()


@dataclass(frozen=True, slots=True)
class HeadingUse:
    """A phrase in a heading, which is no passage: `below` are the first passages under it."""

    text: str
    count: int
    below: tuple[Passage, ...]


@once
def fold(text: str) -> str:
    """Return `text` as phrases are compared.

    >>> fold("KDB ｼｽﾃﾑ⁹ ③")
    'kdbシステム③'
    """
    return _folded(text).text


def spans_in(phrase: str, text: str) -> tuple[tuple[int, int], ...]:
    """Return where `phrase` stands in `text`, a text of the plan; no two overlap.

    A Latin phrase is found as whole words.
    """
    wanted, said = fold(phrase), folded(text)
    spans = []
    start = said.text.find(wanted) if wanted else -1
    while start >= 0:
        end = start + len(wanted)
        span = said.places[start][0], said.places[end - 1][1]
        is_found = not any(_cuts_word(text, place) for place in span)
        spans += [span] if is_found else []
        start = said.text.find(wanted, end if is_found else start + 1)
    return tuple(spans)


def use_in(phrase: str, passage: Passage, plan: Plan) -> Use | None:
    """Return how `passage` uses `phrase`; None where it does not."""
    text = passage.text
    spans = spans_in(phrase, text)
    if not spans:
        return None
    units = tuple(_units(passage, plan))
    if is_boxes(passage, plan):
        spans = tuple(one for one in spans if any(_lies_in(one, unit) for unit in units))
    if not spans:
        return None
    forms = dict.fromkeys(text[first:last] for first, last in spans)
    quotes = dict.fromkeys(_quote(span, units, text) for span in spans)
    within = sum(_is_within(text, *span) for span in spans)
    return Use(passage, len(spans), tuple(forms), tuple(quotes), within)


def uses_of(phrase: str, plan: Plan) -> tuple[Use, ...]:
    """Return every passage that uses `phrase`, in the plan's order."""
    uses = (use_in(phrase, passage, plan) for passage in plan.passages)
    return tuple(use for use in uses if use)


def heading_uses_of(
    phrase: str, plan: Plan, sections: Sequence[str] = ()
) -> tuple[HeadingUse, ...]:
    """Return the headings that use `phrase`; those of `sections` alone where any are given."""
    frames = [chapter.heading for chapter in plan.chapters] if not sections else []
    for section in plan.sections:
        if not sections or section.number in sections:
            frames += [section.heading, *section.frames]
    found: dict[str, list[Passage]] = {}
    for frame in frames:
        if not spans_in(phrase, frame.text):
            continue
        below = next((one for one in plan.passages if one.lines[0] > frame.span.first), None)
        if below:
            found.setdefault(frame.text.strip(), []).append(below)
    return tuple(
        HeadingUse(text.replace("\t", " "), len(spans_in(phrase, text)) * len(below), tuple(below))
        for text, below in found.items()
    )


@of_plan
def folded(text: str) -> Folded:
    """Fold a text of the plan, whose folded form is kept."""
    return _folded(text)


def _folded(text: str) -> Folded:
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for place, cluster in _clusters(text):
        same = _letter(cluster)
        letters.append(same)
        places += [(place, place + len(cluster))] * len(same)
    return Folded("".join(letters), tuple(places))


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    starts = [place for place, letter in enumerate(text) if not place or letter not in _MARKS]
    return ((start, text[start:end]) for start, end in pairwise([*starts, len(text)]))


def _letter(cluster: str) -> str:
    if cluster in "\n\t":
        return "\n"
    if decomposition(cluster[0]).startswith(_CIRCLED):
        return cluster
    return normalise(cluster).replace(" ", "")


def _cuts_word(text: str, place: int) -> bool:
    """Whether a Latin word or a number goes on at `place`."""
    around = text[max(place - 1, 0) : place + 1]
    return len(around) == 2 and place > 0 and around.isascii() and around.isalnum()


def _is_within(text: str, first: int, last: int) -> bool:
    """Whether a word in katakana goes on before or behind."""
    around = text[max(first - 1, 0) : first + 1], text[last - 1 : last + 1]
    return any(len(two) == 2 and _KATAKANA.fullmatch(two) for two in around if first or two)


def _units(passage: Passage, plan: Plan) -> Iterator[tuple[int, int]]:
    """The spans that are quoted: sentences, the title, a row's cells, the names of the boxes."""
    text = passage.text
    parts: Sequence[str]
    if is_boxes(passage, plan):
        parts = [box.name for box in plan.section(passage.section).partners.boxes]
    elif passage.kind is Kind.INDICATOR:
        parts = text.split("\t")
    elif passage.kind is Kind.INITIATIVE:
        parts = [text.partition("\n")[0], *statements(passage)]
    else:
        parts = statements(passage)
    end = 0
    for part in parts:
        start = text.find(part, end)
        if start >= 0:
            end = start + len(part)
            yield start, end


def _lies_in(span: tuple[int, int], unit: tuple[int, int]) -> bool:
    return unit[0] <= span[0] and span[1] <= unit[1]


def _quote(span: tuple[int, int], units: Sequence[tuple[int, int]], text: str) -> str:
    """The sentences in which `span` stands, from the first to the last."""
    held = [unit for unit in units if unit[0] < span[1] and span[0] < unit[1]] or [span]
    return text[min(held)[0] : max(end for _, end in held)].strip()

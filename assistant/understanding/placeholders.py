"""A text as the encoder reads it: what a gazetteer linked stands as a placeholder of its kind.

What is learnt is how people ask, never of what: a row of one plan and one of another are the same
placeholder here, and subjects that nothing linked stay in their own words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from assistant.understanding.entities import Entity, EntityKind
from index.morphology import normalise
from index.numerals import with_digits

# A letter of the private use area (Unicode 16, chapter 23) stands for each kind of entity.
LETTERS = {kind: chr(0xE000 + number) for number, kind in enumerate(EntityKind)}
_LETTER_SET = frozenset(LETTERS.values())
_BY_NAME = {kind.value: letter for kind, letter in LETTERS.items()}
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_IN_BRACES = re.compile(r"\{([a-z]+)\}")
_TOPIC_MARKS = re.compile("[⟦⟧]")
_QUOTATION = re.compile(r"([「『][^「」『』]{1,80}[」』])")
_CIRCLED = re.compile("[①-⑳]")
_SUPERSCRIPTS = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_TO_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown to the encoder; `origins` has the place in the question of each letter."""

    text: str
    origins: tuple[int, ...]

    def of(self, start: int, end: int, question: str) -> str:
        """Return the words of `question` from which a span of the text was made, entities left out.

        What stands between marks of entities is one stretch each, apart by a space.
        """
        kept = [
            question[self.origins[place]] if self.text[place] not in _LETTER_SET else " "
            for place in range(start, end)
        ]
        return " ".join("".join(kept).split())


@dataclass(frozen=True, slots=True)
class Template:
    """An example's text with its placeholders; `topics` are the spans of what it is about."""

    text: str
    topics: tuple[tuple[int, int], ...]


def prepared(text: str) -> str:
    """Return `text` normalised, numbers in digits, ③ as 〔3〕 and ¹² as 注12.

    Normalising would turn ③ into 3 and drop ¹² with the footnote that it names.
    """
    text = _CIRCLED.sub(lambda match: f"〔{ord(match[0]) - ord('①') + 1}〕", text)
    text = _SUPERSCRIPTS.sub(lambda match: f"注{match[0].translate(_TO_DIGITS)}", text)
    return with_digits(normalise(_PRIVATE.sub(" ", text)))


def with_quotations(text: str, asked: str) -> str:
    """Return `text` with what is quoted in it as it was `asked`: it is wording."""
    quoted = _QUOTATION.findall(normalise(_PRIVATE.sub(" ", asked)))
    if len(quoted) != len(_QUOTATION.findall(text)):
        return text
    return _QUOTATION.sub(lambda _: quoted.pop(0), text)


def of_template(text: str) -> Template:
    """Return the text of an example line: {row} is a placeholder, ⟦…⟧ what it is about.

    Raises ValueError for a placeholder or brackets that mean nothing.
    """
    for name in _IN_BRACES.findall(text):
        if name not in _BY_NAME:
            raise ValueError(f"no placeholder: {{{name}}}")
    if re.search("[{}]", _IN_BRACES.sub("", text)):
        raise ValueError(f"braces that are no placeholder: {text}")
    parts = [_as_shown(part) for part in _TOPIC_MARKS.split(text)]
    marks = "".join(_TOPIC_MARKS.findall(text))
    if marks != "⟦⟧" * (len(marks) // 2):
        raise ValueError(f"topic brackets that do not pair: {text}")
    written, topics = "", []
    for number, part in enumerate(parts):
        if number % 2 and part:
            topics.append((len(written), len(written) + len(part)))
        written += part
    return Template(written, tuple(topics))


def _as_shown(part: str) -> str:
    """A stretch of an example, prepared like a question but for the space at its ends."""
    lead = " " if part[:1].isspace() else ""
    tail = " " if part[1:] and part[-1:].isspace() else ""
    pieces = _IN_BRACES.split(part)
    written = [
        _BY_NAME[piece] if number % 2 else _kept_space(piece) for number, piece in enumerate(pieces)
    ]
    return f"{lead}{''.join(written).strip()}{tail}"


def _kept_space(piece: str) -> str:
    lead = " " if piece[:1].isspace() else ""
    tail = " " if piece[1:] and piece[-1:].isspace() else ""
    return f"{lead}{prepared(piece)}{tail}" if piece.strip() else lead


def masked_as(entity: Entity) -> EntityKind:
    """The kind whose letter stands for an entity.

    A count of things is a number like others; in quotation marks a group or a section is a word.
    """
    if entity.quoted and entity.kind in (EntityKind.GROUP, EntityKind.SECTION):
        return EntityKind.QUOTE
    return EntityKind.NUMBER if entity.kind is EntityKind.COUNT else entity.kind


def of_question(text: str, entities: Iterable[Entity], unmasked: Collection[Entity] = ()) -> Shown:
    """Return a prepared question with the letters of its entities in their places.

    Those `unmasked` stay as they are, as ordinary words.
    """
    letters: list[str] = []
    origins: list[int] = []
    end = 0
    for one in entities:
        if one in unmasked:
            continue
        letters += [*text[end : one.start], LETTERS[masked_as(one)]]
        origins += [*range(end, one.start), one.start]
        end = one.end
    letters += text[end:]
    origins += range(end, len(text))
    return Shown("".join(letters), tuple(origins))

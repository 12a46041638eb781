"""Example lines → what the encoder learns from: pieces with marks of what they are about.

The subjects of templates are drawn from those of the other lines, and names that a gazetteer links
are now and then given as subjects, as one is that it does not know.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.safety.distress import Need
from assistant.safety.examples import Example
from assistant.training.lines import Line
from assistant.understanding.encoder import Pieces
from assistant.understanding.placeholders import Template, of_template, prepared
from assistant.understanding.tags import ACTS, TAGS, TURNS

# How often a name is not linked, by its placeholder.
_UNLINKED = {"row": 0.3, "term": 0.3, "group": 0.15}
# How often a template that stands alone is given something that was answered before.
_AFTER_ANOTHER = 0.35
_IN_BRACKETS = re.compile("⟦[^⟦⟧]*⟧")
_SUBJECT = re.compile("⟦([^⟦⟧{}]+)⟧")
_NAMED = re.compile(r"\{(row|term|group)\}")
# What people in distress say may be read so.
_MAY_TELL_OF_DISTRESS = frozenset({"find", "help_line", "react", "decline", "unknown"})


@dataclass(frozen=True, slots=True)
class Sample:
    """Pieces and what is to be learnt of them; -1 and None where a line says nothing of it.

    `about` has a number a piece: 1 where it is of the subject. `distress` is 1 or 0, `need` a
    number of `safety.distress.Need`.
    """

    numbers: tuple[int, ...]
    about: tuple[float, ...] | None
    act: int
    turn: int
    tags: frozenset[int] | None
    weight: float
    distress: int = -1
    need: int = -1
    for_another: int = -1


@dataclass(frozen=True)
class Subjects:
    """What lines are about, by language, and what was answered before turns of each kind."""

    by_language: dict[str, list[str]]
    before: dict[str, list[tuple[str, ...]]]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Subjects:
        """Collect them."""
        subjects: dict[str, set[str]] = {"ja": set(), "en": set()}
        before: dict[str, list[tuple[str, ...]]] = {}
        for line in lines:
            subjects[line.lang].update(_SUBJECT.findall(line.text))
            if line.previous and line.turn:
                before.setdefault(line.turn, []).append(line.previous)
        return cls({lang: sorted(found) for lang, found in subjects.items()}, before)


def sample(line: Line, subjects: Subjects, pieces: Pieces, chance: random.Random) -> Sample:
    """Return `line` as it is learnt from this time: subjects and what was before may be drawn."""
    template = of_template(_filled(line, subjects, chance))
    previous = line.previous or _before(line, subjects, chance)
    numbers, spans = pieces.cut(template.text, previous)
    has_turn = line.turn is not None and bool(previous)
    return Sample(
        tuple(numbers),
        _about(template, spans) if line.turn is not None else None,
        ACTS.index(line.act) if line.act else -1,
        TURNS.index(line.turn) if line.turn and has_turn else -1,
        frozenset(TAGS.index(tag) for tag in line.tags),
        1.0 if line.is_template else 3.0,
        distress=0 if line.act and line.act not in _MAY_TELL_OF_DISTRESS else -1,
    )


def distress_sample(
    example: Example, subjects: Subjects, pieces: Pieces, chance: random.Random
) -> Sample:
    """Return an example of distress, or of worry that is none, as it is learnt from."""
    before = subjects.before.get("alone", [()])
    previous = chance.choice(before) if chance.random() < _AFTER_ANOTHER else ()
    numbers, _ = pieces.cut(prepared(example.text), previous)
    needs = [need.value for need in Need]
    need = needs.index(example.need.value) if example.need else -1
    another = int(example.is_for_another) if example.need else -1
    return Sample(
        tuple(numbers), None, -1, -1, None, 1.0, int(example.need is not None), need, another
    )


def _filled(line: Line, subjects: Subjects, chance: random.Random) -> str:
    of_language = subjects.by_language[line.lang]
    text = line.text.replace("{section}s", "{section}")
    while "{topic}" in text:
        text = text.replace("{topic}", f"⟦{chance.choice(of_language)}⟧", 1)

    def unlinked(match: re.Match[str]) -> str:
        if chance.random() >= _UNLINKED[match[1]]:
            return match[0]
        return f"⟦{chance.choice(of_language)}⟧"

    outside = _IN_BRACKETS.split(text)
    inside = [*_IN_BRACKETS.findall(text), ""]
    parts = (_NAMED.sub(unlinked, part) + kept for part, kept in zip(outside, inside, strict=True))
    return "".join(parts)


def _before(line: Line, subjects: Subjects, chance: random.Random) -> tuple[str, ...]:
    """What may have been answered before a template's turn."""
    if line.turn is None or not line.is_template:
        return ()
    if line.turn == "alone" and chance.random() >= _AFTER_ANOTHER:
        return ()
    found = subjects.before.get(line.turn)
    return chance.choice(found) if found else ()


def _about(template: Template, spans: Sequence[tuple[int, int]]) -> tuple[float, ...]:
    return tuple(
        float(end > start and any(start < last and end > first for first, last in template.topics))
        for start, end in spans
    )

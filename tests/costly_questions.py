"""Questions of the largest length that a client may put to have much computed, and honest ones."""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from assistant.dialogue.turn import Turn
from assistant.limits import LONGEST_QUESTION, LONGEST_TURN, fault_of
from corpus.plan import Plan

_READ_QUESTIONS = Path(__file__).parent / "eval" / "read" / "questions.jsonl"

_FILLING = tomllib.loads((Path(__file__).parent / "data" / "costly.toml").read_text("utf-8"))
_SEPARATORS, _RUNS, _WORDS = _FILLING["separators"], _FILLING["runs"], _FILLING["words"]
_AROUND, _FORMS = _FILLING["around"], _FILLING["forms"]
_SHARE_OF_DRAWN = 0.4


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the turns before it; `made_of` says how it was made."""

    made_of: str
    question: str
    history: tuple[Turn, ...]


# What is another each time: nothing that was worked out of one helps with the next.
_DRAWN: dict[str, Callable[[random.Random], str]] = {
    "kanji": lambda of: _letters(of, 0x4E00, 0x9FA0, 1, 4),
    "katakana": lambda of: _letters(of, 0x30A2, 0x30F3, 3, 9),
    "hiragana": lambda of: _letters(of, 0x3042, 0x3093, 2, 6),
    "latin": lambda of: _letters(of, 0x61, 0x7A, 3, 8),
    "any": lambda of: _letters(
        of, *of.choice(((0x20, 0x2FF), (0x3041, 0x30FF), (0x4E00, 0x9FAF))), 1, 2
    ),
    "number": lambda of: f"{of.randint(1, 50000) / of.choice((1, 10)):g}",
    "share": lambda of: f"{of.randint(1, 99)}{of.choice(('%以上', '%', '人未満', '割'))}",
    "year": lambda of: f"{of.randint(1990, 2040)}年度",
    "age": lambda of: f"{of.randint(0, 99)}歳",
    "section": lambda of: f"{of.randint(1, 6)}-{of.randint(1, 9)}",
    "note": lambda of: f"注{of.randint(1, 99)}",
    "place": lambda of: of.choice(("横浜", "藤沢", "逗子", "川崎", "Yokohama", "札幌", "大阪")),
}


def _letters(of: random.Random, first: int, last: int, fewest: int, most: int) -> str:
    return "".join(chr(of.randint(first, last)) for _ in range(of.randint(fewest, most)))


def repeated() -> tuple[str, ...]:
    """Return what is repeated: separators, runs and words alone, and each beside another."""
    joined = [word + between for word, between in product(_WORDS, _SEPARATORS)]
    paired = [run + word for run, word in product(_RUNS, _WORDS[::3])]
    between = [run + mark for run, mark in product(_RUNS, _SEPARATORS[::2])]
    alone = (*_SEPARATORS, *_RUNS, *_WORDS)
    return tuple(dict.fromkeys((*alone, *joined, *paired, *between)))


def filled(unit: str, longest: int, around: str = "{}") -> str:
    """Return the longest text that repeats `unit` within `around`, as may be put."""
    return _within(around, longest, lambda room: unit * (room // len(unit) + 1))


def drawn(of: random.Random, kind: str, form: str, longest: int, around: str) -> str:
    """Return a text of what is drawn of `kind`, each time in `form`, within `around`.

    All that is repeated is drawn where `kind` is none of those that are made.
    """
    make = _DRAWN.get(kind, lambda of: of.choice((*_SEPARATORS, *_RUNS, *_WORDS)))

    def parts(room: int) -> str:
        said = ""
        while len(said) < room:
            said += form.format(make(of))
        return said

    return _within(around, longest, parts)


def _within(around: str, longest: int, fill: Callable[[int], str]) -> str:
    before, _, after = around.partition("{}")
    room = longest - len(before) - len(after)
    inside = fill(room)[:room]
    while fault_of(before + inside + after, longest):
        inside = inside[: len(inside) * 9 // 10]
    return before + inside + after


def costly(count: int, seed: int, turns: Sequence[int]) -> Iterator[Asked]:
    """Yield `count` questions of the largest length, by turns with so many `turns` before them."""
    of = random.Random(seed)
    units = list(repeated())
    of.shuffle(units)

    def text(longest: int, unit: str) -> tuple[str, str]:
        around = of.choice(_AROUND)
        if of.random() < _SHARE_OF_DRAWN:
            kind, form = of.choice((*_DRAWN, "mixed")), of.choice(_FORMS)
            return drawn(of, kind, form, longest, around), f"{kind} as {form!r} in {around}"
        return filled(unit, longest, around), f"{unit!r} in {around}"

    for number in range(count):
        unit = units[number % len(units)]
        question, made_of = text(LONGEST_QUESTION, unit)
        same = of.random() < 0.5
        before = [
            text(LONGEST_TURN, unit if same else of.choice(units))
            for _ in range(turns[number % len(turns)])
        ]
        history = tuple(Turn("user", said) for said, _ in before)
        after = f" after {[made for _, made in before]}" if before else ""
        yield Asked(f"{made_of}{after}", question, history)


def honest(plan: Plan, count: int, seed: int, turns: int) -> Iterator[Asked]:
    """Yield honest texts of the largest length, by turns of real questions and of the plan."""
    of = random.Random(seed)
    asked = [
        json.loads(line)["question"]
        for line in _READ_QUESTIONS.read_text(encoding="utf-8").splitlines()
    ]
    said = [passage.text for passage in plan.passages]

    def text(longest: int, pool: Sequence[str]) -> str:
        parts: list[str] = []
        while sum(map(len, parts)) < longest:
            parts.append(of.choice(pool))
        return "\n".join(parts)[:longest]

    for number in range(count):
        pool = asked if number % 2 else said
        history = tuple(Turn("user", text(LONGEST_TURN, pool)) for _ in range(turns))
        yield Asked("honest", text(LONGEST_QUESTION, pool), history)

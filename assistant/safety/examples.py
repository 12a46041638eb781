"""The examples from which the head learns who is in distress: `examples.jsonl`."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from assistant.answer import Language
from assistant.errors import BatchFormatError
from assistant.safety.distress import Need
from assistant.understanding.features import letters_of
from index.morphology import normalise

EXAMPLES = "examples.jsonl"
NONE = "none"
_LANGUAGES: dict[object, Language] = {"ja": "ja", "en": "en"}
_NO_LETTERS = re.compile(r"[\W_]+")
# The share of common letter pairs from which two examples are near to each other.
_NEAR = 0.5


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the need that it tells of, None where it tells of none."""

    text: str
    need: Need | None
    lang: Language
    is_for_another: bool


def bundled_examples() -> tuple[Example, ...]:
    """Return the examples of the bundled file."""
    text = (resources.files("assistant.safety") / EXAMPLES).read_text(encoding="utf-8")
    return read_examples(text, EXAMPLES)


def read_examples(text: str, name: str) -> tuple[Example, ...]:
    """Read examples, one a line; BatchFormatError says which line cannot be used, and why."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            found.append(_example(json.loads(line)))
        except KeyError as error:
            raise BatchFormatError(name, number, f"{error} is missing") from error
        except (TypeError, ValueError) as error:
            raise BatchFormatError(name, number, str(error)) from error
    return tuple(found)


def _example(fields: dict[str, object]) -> Example:
    text, need, lang = fields["text"], fields["need"], fields["lang"]
    another = fields.get("is_for_another", False)
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"text = {text!r} is no text")
    if not isinstance(need, str):
        raise TypeError(f"need = {need!r} is no text")
    if lang not in _LANGUAGES:
        raise ValueError(f"lang = {lang!r} is neither ja nor en")
    if not isinstance(another, bool) or (another and need == NONE):
        raise ValueError(f"is_for_another = {another!r} of {need!r}")
    return Example(text, None if need == NONE else Need(need), _LANGUAGES[lang], another)


def groups(texts: Sequence[str]) -> list[int]:
    """Number `texts` so that those that are near to each other have the same number.

    A head must not be measured on an example whose near duplicate it has learnt.
    """
    pairs = [letter_pairs(text) for text in texts]
    first = list(range(len(texts)))

    def root(of: int) -> int:
        while first[of] != of:
            of = first[of]
        return of

    for later, one in enumerate(pairs):
        for earlier, other in enumerate(pairs[:later]):
            if are_near(one, other):
                first[root(later)] = root(earlier)
    return [root(of) for of in range(len(texts))]


def letter_pairs(text: str) -> frozenset[str]:
    """Return each two letters of `text` that stand side by side, marks left out."""
    letters = _NO_LETTERS.sub("", letters_of(normalise(text)))
    return frozenset(letters[at : at + 2] for at in range(max(1, len(letters) - 1)))


def are_near(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether two sets of letter pairs have half or more of all in common."""
    common = len(one & other)
    return common > 0 and common >= _NEAR * (len(one) + len(other) - common)

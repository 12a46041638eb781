"""The example lines: a text with its act, its tags and how it refers to the turn before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.understanding.placeholders import of_template
from assistant.understanding.tags import ACTS, HOW_MANY, PREVIOUS, TAGS, TURNS

EXAMPLES = Path(__file__).parent.parent / "understanding" / "examples"
LANGUAGES = ("ja", "en")
# Written to vary names and kinds within a few sentences; what people say stands in other files.
_TEMPLATES = "templates_"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an example file.

    `act` and `turn` are None where it teaches nothing of them; `previous` is what was answered
    just before, () of a first turn. `is_template` of a line that names its subject by {topic}.
    """

    text: str
    act: str | None
    tags: frozenset[str]
    turn: str | None
    previous: tuple[str, ...]
    lang: str
    is_template: bool


def read_lines(folder: Path = EXAMPLES) -> Iterator[Line]:
    """Yield each line of the files in `folder`; ValueError names the file, the line and why."""
    for file in sorted(folder.glob("*.jsonl")):
        for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if not text.strip():
                continue
            try:
                yield _line(json.loads(text), file.name.startswith(_TEMPLATES))
            except (ValueError, KeyError) as error:
                raise ValueError(f"{file.name}:{number}: {error}") from error


def _line(fields: dict[str, Any], is_template: bool) -> Line:
    text, said, turn = fields["text"], fields["tags"].split(), fields.get("turn", "alone")
    of_template(text.replace("{topic}", ""))
    acts = [tag for tag in said if tag in ACTS]
    unknown = [tag for tag in said if tag not in TAGS and tag not in ACTS]
    previous = tuple(fields.get("prev", "").split())
    if unknown or len(acts) > 1 or not (turn is None or turn in TURNS):
        raise ValueError(f"tags {said}, turn {turn!r}")
    if not acts and "turn" not in fields:
        raise ValueError(f"no act in {said}")
    if previous and not (set(previous) <= set(PREVIOUS) and previous[-1] in HOW_MANY):
        raise ValueError(f"prev {previous}")
    if fields["lang"] not in LANGUAGES:
        raise ValueError(f"lang {fields['lang']!r}")
    act = acts[0] if acts else None
    tags = frozenset(said) - set(acts)
    return Line(text, act, tags, turn, previous, fields["lang"], is_template)

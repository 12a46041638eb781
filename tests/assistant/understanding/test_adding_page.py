"""docs/adding-a-way-of-asking.md lists every tag and placeholder, and its examples can be used."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from assistant.understanding.delexicalise import of_template
from assistant.understanding.tags import ACTS, TAGS, TURNS
from assistant.understanding.train import EXAMPLES

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "adding-a-way-of-asking.md").read_text(encoding="utf-8")


def listed(heading: str) -> list[str]:
    """What stands as code in the first column of the table below a heading."""
    section = re.split(rf"\n## {heading}\n", TEXT)[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row)]


@pytest.mark.parametrize(("heading", "known"), [("Acts", ACTS), ("Tags", TAGS), ("Turns", TURNS)])
def test_every_tag_is_listed_once_and_no_other(heading: str, known: tuple[str, ...]) -> None:
    assert sorted(listed(heading)) == sorted(known)


def test_every_placeholder_of_the_examples_is_listed_and_can_be_used() -> None:
    examples = [file.read_text(encoding="utf-8") for file in EXAMPLES.glob("*.jsonl")]
    used = {name for text in examples for name in re.findall(r"\{[a-z]+\}", text)}
    assert used <= set(listed("Placeholders"))
    for placeholder in listed("Placeholders"):
        assert of_template(placeholder) != placeholder


def test_every_file_of_examples_is_named() -> None:
    names = {file.name for file in EXAMPLES.glob("*.jsonl")}
    assert names == set(re.findall(r"`(\w+\.jsonl)`", TEXT))


def test_its_examples_can_be_used() -> None:
    lines = re.findall(r'\{"text".*?(?:"ja"|null)\}', TEXT)
    assert len(lines) == 7
    for line in lines:
        fields = json.loads(line)
        of_template(fields["text"])
        tags = fields["tags"].split()
        assert set(tags) <= {*ACTS, *TAGS}
        assert sum(tag in ACTS for tag in tags) == (0 if "turn" in fields else 1)
        assert fields.get("turn", "alone") in (*TURNS, None)

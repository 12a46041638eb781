"""docs/adding-a-way-of-asking.md lists every tag and placeholder, and its examples can be used."""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from assistant.training.lines import EXAMPLES, read_lines
from assistant.understanding.placeholders import of_template
from assistant.understanding.tags import ACTS, HOW_MANY, KINDS, PREVIOUS, REFUSAL, TAGS, TURNS

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "adding-a-way-of-asking.md").read_text(encoding="utf-8")
LINES = re.findall(r'^\{"text".*\}$', TEXT, re.MULTILINE)


def section(heading: str) -> str:
    return re.split(rf"\n## {heading}\n", TEXT)[1].split("\n## ")[0]


def listed(heading: str) -> list[str]:
    """What stands as code in the first column of the table below a heading."""
    rows = [line.split("|")[1] for line in section(heading).splitlines() if line.startswith("| `")]
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row)]


@pytest.mark.parametrize(
    ("heading", "known"),
    [
        ("Acts", ACTS),
        ("Tags", TAGS),
        ("Turns", TURNS),
        ("A line", ("text", "tags", "lang", "turn", "prev")),
        ("What was answered before", (REFUSAL, *HOW_MANY)),
    ],
)
def test_every_tag_is_listed_once_and_no_other(heading: str, known: tuple[str, ...]) -> None:
    assert sorted(listed(heading)) == sorted(known)


def test_every_kind_that_may_have_been_shown_is_named() -> None:
    text = section("What was answered before").partition("|")[0]
    kinds = set(re.findall(r"`(\w+)`", text)) - {"prev"}
    assert kinds == {*KINDS, "section"}
    assert {*ACTS, *listed("What was answered before"), *kinds} == set(PREVIOUS)


def test_every_placeholder_of_the_examples_is_listed_and_can_be_used() -> None:
    examples = [file.read_text(encoding="utf-8") for file in EXAMPLES.glob("*.jsonl")]
    used = {name for text in examples for name in re.findall(r"\{[a-z]+\}", text)}
    assert used == set(listed("Placeholders"))
    for placeholder in used - {"{topic}"}:
        assert len(of_template(placeholder).text) == 1
    fields = [line["text"] for line in map(json.loads, LINES)]
    assert not [text for text in fields if "{topic}" in text]


def test_every_file_of_examples_is_named() -> None:
    names = {file.name for file in EXAMPLES.glob("*.jsonl")}
    assert names == set(re.findall(r"`(\w+\.jsonl)`", TEXT))


def test_its_examples_can_be_used(tmp_path: Path) -> None:
    assert len(LINES) == 6
    (tmp_path / "page.jsonl").write_text("\n".join(LINES), encoding="utf-8")
    found = [*read_lines(tmp_path)]
    assert len(found) == len(LINES)
    assert all(line.act and line.turn for line in found)
    assert {bool(line.previous) for line in found} == {False, True}
    assert any(of_template(line.text).topics for line in found)


def test_what_is_to_be_run_is_there() -> None:
    modules = re.findall(r"python -m (assistant\.[\w.]+)", TEXT)
    assert [name.rpartition(".")[2] for name in modules] == ["tune", "export"]
    assert all(find_spec(module) for module in modules)
    make = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"make ([a-z]+)", TEXT))
    assert "train" in targets
    assert targets <= set(re.findall(r"^([a-z]+):", make, re.MULTILINE))

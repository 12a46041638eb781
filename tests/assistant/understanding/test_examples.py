"""Every example file can be read, knows its tags and placeholders, and speaks of no plan."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.understanding.delexicalise import of_template
from assistant.understanding.entities import EntityKind
from assistant.understanding.heads import bundled_heads
from assistant.understanding.tags import ACTS, TAGS, TURNS
from assistant.understanding.train import EXAMPLES, read_lines
from corpus.plan import Plan

FILES = sorted(EXAMPLES.glob("*.jsonl"))
# Lines as people said them: what they tell besides is masked when it is learnt from.
SAID = "said_"
PLACEHOLDER = re.compile(r"\{[a-z]+\}")
PLACEHOLDERS = {"{topic}", "{do}", *(f"{{{kind.value}}}" for kind in EntityKind)}
# How many example lines a head learns a label from at the least.
LEAST_LINES = 20
LEAST_TURNS = 40


def lines(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        yield number, json.loads(line)


def names(plan: Plan) -> Iterator[str]:
    """What a plan calls its sections, rows, terms and partners, whole and in part."""
    for section in plan.sections:
        yield from (section.title, *section.title.split("・"))
        yield from (box.name for box in section.partners.boxes)
    yield from (row.name for row in plan.indicators)
    yield from (note.term for note in plan.footnotes)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_line_can_be_read(file: Path) -> None:
    for number, line in lines(file):
        assert set(line) - {"turn", "prev"} == {"text", "tags", "lang"}, number
        assert line["lang"] in ("ja", "en"), number
        assert line["text"].strip() == line["text"] != "", number


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_tag_is_known_and_there_is_one_act(file: Path) -> None:
    for number, line in lines(file):
        tags = line["tags"].split()
        assert set(tags) <= {*ACTS, *TAGS}, number
        assert len(tags) == len(set(tags)), number
        acts = [tag for tag in tags if tag in ACTS]
        if "turn" not in line:
            assert len(acts) == 1, number
        else:
            assert line["turn"] is None or line["turn"] in TURNS, number
            assert len(acts) <= (line["turn"] is not None), number


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_placeholder_is_known(file: Path) -> None:
    for number, line in lines(file):
        assert set(PLACEHOLDER.findall(line["text"])) <= PLACEHOLDERS, number
        assert "{" not in of_template(line["text"]), number


def test_there_are_files_and_training_reads_them_all() -> None:
    assert len(FILES) > 5
    assert len([*read_lines(EXAMPLES)]) == sum(len([*lines(file)]) for file in FILES)


@pytest.mark.parametrize(
    "line",
    [
        '{"text": "{nonsense}は?", "tags": "find", "lang": "ja"}',
        '{"text": "は?", "tags": "fnid", "lang": "ja"}',
        '{"text": "は?", "tags": "find list", "lang": "ja"}',
        '{"text": "は?", "tags": "initiative", "lang": "ja"}',
        '{"text": "は?", "tags": "find", "lang": "ja", "turn": "next"}',
        '{"text": "は?", "tags": "find", "lang": "ja", "prev": "some"}',
        '{"text": "は?", "tags": "find"',
        '{"tags": "find", "lang": "ja"}',
    ],
)
def test_a_line_that_cannot_be_used_is_named(line: str, tmp_path: Path) -> None:
    good = '{"text": "{topic}は?", "tags": "find", "lang": "ja"}\n'
    (tmp_path / "more.jsonl").write_text(good + line + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"^more\.jsonl:2: "):
        list(read_lines(tmp_path))


def test_no_text_is_tagged_in_two_ways() -> None:
    """Heads cannot learn both; a bare fragment, which has no turn, may mean several things.

    So may what people said: it depends on what was told before.
    """
    tagged: dict[tuple[str, str], set[frozenset[str]]] = defaultdict(set)
    for file, _, line in read_lines(EXAMPLES):
        turn = line.get("turn", "alone")
        if turn is not None and not file.startswith(SAID):
            tagged[line["text"], turn].add(frozenset(line["tags"].split()))
    assert sorted(key for key, ways in tagged.items() if len(ways) > 1) == []


def test_every_label_has_lines_to_learn_from() -> None:
    tags: Counter[str] = Counter()
    turns: Counter[str] = Counter()
    for _, _, line in read_lines(EXAMPLES):
        tags.update(line["tags"].split())
        turns[line.get("turn", "alone")] += 1
    assert {tag: tags[tag] for tag in (*ACTS, *TAGS) if tags[tag] < LEAST_LINES} == {}
    assert {turn: turns[turn] for turn in TURNS if turns[turn] < LEAST_TURNS} == {}


def test_no_line_speaks_of_the_bundled_plan(plan: Plan) -> None:
    """A head that had seen a plan's words would know that plan and no other."""
    read = read_lines(EXAMPLES)
    texts = [line["text"] for file, _, line in read if not file.startswith(SAID)]
    for name in names(plan):
        assert not [text for text in texts if name in text], name


def test_the_bundled_heads_are_of_these_labels() -> None:
    """Otherwise somebody has changed a tag and not trained again."""
    heads = bundled_heads()
    assert (heads.act.labels, heads.tag.labels, heads.turn.labels) == (ACTS, TAGS, TURNS)

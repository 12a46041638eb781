"""Every example line can be read, knows its tags and placeholders, and speaks of no plan."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.training.lines import EXAMPLES, LANGUAGES, Line, read_lines
from assistant.understanding.entities import Gazetteer
from assistant.understanding.placeholders import of_template, prepared
from assistant.understanding.tags import ACTS, HOW_MANY, KINDS, PREVIOUS, REFUSAL, TAGS, TURNS
from corpus.asks import NO_ASKS
from corpus.plan import Plan
from index.morphology import normalise
from index.spelling import Spellings

FILES = sorted(EXAMPLES.glob("*.jsonl"))
TEMPLATES = "templates_"
NEEDED, OPTIONAL = {"text", "tags", "lang"}, {"turn", "prev"}
IN_BRACKETS = re.compile("⟦([^⟦⟧]*)⟧")
PLACEHOLDER = re.compile(r"\{[a-z]+\}")
# How many example lines a label is learnt from at the least.
LEAST_LINES = 100
LEAST_TURNS = 80
LEAST_AFTER = 10
# A plan's shorter names are words of every day, 出生数.
LONG_NAME = 6


@pytest.fixture(scope="module")
def lines() -> tuple[Line, ...]:
    """The lines of all files."""
    return tuple(read_lines())


def fields(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        yield number, json.loads(line)


def names(plan: Plan) -> Iterator[str]:
    """What a plan calls its sections, rows and terms."""
    yield from (section.title for section in plan.sections)
    yield from (row.name for row in plan.indicators)
    yield from (note.term for note in plan.footnotes)


# What stands in a line.


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_line_has_the_fields_of_a_line(file: Path) -> None:
    for number, line in fields(file):
        assert NEEDED <= set(line) <= NEEDED | OPTIONAL, number
        assert line["text"].strip() == line["text"] != "", number
        tags = line["tags"].split()
        assert len(tags) == len(set(tags)), number


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_templates_stand_in_files_of_their_own(file: Path) -> None:
    """Every other line is a whole thing that somebody said, with its act."""
    is_template = file.name.startswith(TEMPLATES)
    for number, line in fields(file):
        assert is_template or "{topic}" not in line["text"], number
        assert is_template or line["turn"] in TURNS, number
        assert is_template or set(line["tags"].split()) & set(ACTS), number
        assert is_template or line["turn"] == "alone" or line["prev"], number


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_what_was_before_is_an_act_kinds_and_how_many(file: Path) -> None:
    """As `State.previous` says it."""
    for number, line in fields(file):
        act, *kinds, count = line.get("prev", "find none").split()
        assert act in (*ACTS, REFUSAL), number
        assert set(kinds) <= {*KINDS, "section"}, number
        assert count in HOW_MANY, number


def test_there_are_files_and_training_reads_them_all(lines: tuple[Line, ...]) -> None:
    assert len(FILES) > 5
    assert len(lines) == sum(len([*fields(file)]) for file in FILES)
    assert {line.lang for line in lines} == set(LANGUAGES)
    assert {line.is_template for line in lines} == {False, True}


def test_a_line_is_its_act_tags_turn_and_what_was_before(tmp_path: Path) -> None:
    written = [
        '{"text": "⟦橋⟧は?", "tags": "find place", "lang": "ja", "turn": "switch",'
        ' "prev": "find issue few"}',
        "",
        '{"text": "{row}", "tags": "figure", "lang": "en"}',
        '{"text": "安い順", "tags": "ascending", "lang": "ja", "turn": null}',
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(written), encoding="utf-8")
    (tmp_path / f"{TEMPLATES}b.jsonl").write_text(written[2], encoding="utf-8")
    tags, before = frozenset({"place"}), ("find", "issue", "few")
    assert [*read_lines(tmp_path)] == [
        Line("⟦橋⟧は?", "find", tags, "switch", before, "ja", is_template=False),
        Line("{row}", "figure", frozenset(), "alone", (), "en", is_template=False),
        Line("安い順", None, frozenset({"ascending"}), None, (), "ja", is_template=False),
        Line("{row}", "figure", frozenset(), "alone", (), "en", is_template=True),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{row}", "{nonsense}"),
        ("{row}", "{do}"),
        ("⟧", ""),
        ("⟦", ""),
        ("⟦橋⟧", "⟧橋⟦"),
        ("find", "fnid"),
        ("find", "find list"),
        ("find", "find initative"),
        ('"turn": "switch"', '"turn": "next"'),
        (', "turn": "switch"', ""),
        ("figure indicator one", "figure indicator"),
        ("figure indicator one", "figures indicator one"),
        ("figure indicator one", "figure rows one"),
        ('"ja"', '"fr"'),
        ('"text"', '"texts"'),
        ('"tags"', '"tag"'),
        (', "lang": "ja"', ""),
        ("}$", ""),
    ],
)
def test_a_line_that_cannot_be_used_is_named(old: str, new: str, tmp_path: Path) -> None:
    """By its file and number; without an act it is a turn, or a fragment."""
    good = (
        '{"text": "⟦橋⟧と{row}は?", "tags": "find", "lang": "ja", "turn": "switch",'
        ' "prev": "figure indicator one"}'
    )
    if old == ', "turn": "switch"':
        good = good.replace('"tags": "find"', '"tags": "initiative"')
    bad = good[:-1] if old == "}$" else good.replace(old, new)
    assert bad != good
    (tmp_path / "more.jsonl").write_text(f"{good}\n\n{bad}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"^more\.jsonl:3: "):
        list(read_lines(tmp_path))
    (tmp_path / "more.jsonl").write_text(good, encoding="utf-8")
    assert len([*read_lines(tmp_path)]) == 1


# What is learnt from them.


def test_no_text_is_tagged_in_two_ways(lines: tuple[Line, ...]) -> None:
    """Heads cannot learn both; a bare fragment, which has no turn, may mean several things."""
    taught: dict[tuple[str, str, tuple[str, ...]], set[object]] = defaultdict(set)
    for line in lines:
        if line.turn is not None:
            template = of_template(line.text.replace("{topic}", "⟦題⟧"))
            key = (template.text, line.turn, line.previous)
            taught[key].add((line.act, line.tags, template.topics))
    assert sorted(key for key, ways in taught.items() if len(ways) > 1) == []


def test_every_label_has_lines_to_learn_from(lines: tuple[Line, ...]) -> None:
    tags = Counter(tag for line in lines for tag in (*line.tags, line.act))
    turns = Counter(line.turn for line in lines)
    after = Counter(word for line in lines for word in line.previous)
    assert {tag: tags[tag] for tag in (*ACTS, *TAGS) if tags[tag] < LEAST_LINES} == {}
    assert {turn: turns[turn] for turn in TURNS if turns[turn] < LEAST_TURNS} == {}
    assert {word: after[word] for word in PREVIOUS if after[word] < LEAST_AFTER} == {}


def test_each_act_is_said_in_both_languages(lines: tuple[Line, ...]) -> None:
    said = {(line.act, line.lang) for line in lines if not line.is_template}
    assert said >= {(act, lang) for act in ACTS for lang in LANGUAGES}


def test_no_line_names_what_is_of_the_bundled_plan(lines: tuple[Line, ...], plan: Plan) -> None:
    """What a gazetteer links is a placeholder; a subject may be a word that a plan has too."""
    known = {normalise(name) for name in names(plan)}
    gazetteer = Gazetteer.of(plan, {}, NO_ASKS, Spellings({}, frozenset()))
    found = []
    for line in lines:
        text = prepared(PLACEHOLDER.sub("|", IN_BRACKETS.sub("|", line.text)))
        if any(name in text for name in known):
            linked = [text[one.start : one.end] for one in gazetteer.find(text)]
            found += [(name, line.text) for name in linked if name in known]
    assert found == []


def test_no_subject_is_a_name_that_only_the_bundled_plan_has(
    lines: tuple[Line, ...], plan: Plan
) -> None:
    long = {row.name for row in plan.indicators if len(row.name) >= LONG_NAME}
    subjects = {subject for line in lines for subject in IN_BRACKETS.findall(line.text)}
    assert len(long) > 20
    assert {name for name in long for subject in subjects if name in subject} == set()

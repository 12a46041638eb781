"""The bench goes on past what fails, and reports it; what it searches is the same each time."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.bench import chosen, measured
from bench.crowd import Crowd
from bench.figures import Ratio, Told, figures_of
from bench.of_plan import write_plan
from bench.run_search import distinct
from bench.sections import QUICK, SECTIONS, Section
from bench.side_by_side import beside
from bench.ways import Way

SQLITE = Way("SQLite", "alternatives.sqlite_trigrams:sqlite_over", "letter trigrams")


def test_what_fails_is_reported_and_the_others_go_on(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere.txt"
    nowhere.write_text(f"{tmp_path / 'nothing-1.0-py3-none-any.whl'}\n", encoding="utf-8")
    ways = [
        Way("not installable", "any:any", "nothing", requirements=[nowhere]),
        Way("no command", "any:any", "nothing", command="no-such-command"),
        Way("no module", "no_such_module:any", "nothing"),
        SQLITE,
    ]
    rows = beside(tmp_path / "work", write_plan, ways, tmp_path / "environment")["ways"]
    assert rows["not installable"]["failed"].startswith("not installed: ")
    assert "nothing-1.0" in rows["not installable"]["failed"]
    assert rows["no command"]["failed"] == "not installed: there is no command no-such-command"
    assert "no_such_module" in rows["no module"]["failed"]
    found = rows["SQLite"]
    assert found["rounds"] == 3
    assert found["questions"] > found["judged"] > 0
    assert 0.3 < found["recall_at_5"] < 0.6


def test_a_section_that_fails_is_reported_and_the_others_go_on() -> None:
    sections = {
        "broken": Section("Broken", "no_such_module:measure"),
        "whole": Section("Whole", "bench.machine:machine"),
    }
    found = measured(sections)
    assert found["broken"] == {"failed": "ModuleNotFoundError: No module named 'no_such_module'"}
    assert found["whole"]["cores"]


def test_sections_are_chosen_by_name() -> None:
    assert chosen("") == list(QUICK)
    assert chosen("all") == list(SECTIONS)
    assert chosen("http, growth") == ["http", "growth"]
    with pytest.raises(ValueError, match=r"there is no speed; there are in_process, .*, all"):
        chosen("http speed")


def test_figures_are_those_of_the_times() -> None:
    everything = {"one": ["a", "b"], "two": ["c", "d", "e", "f", "g", "a"], "three": []}
    gold = {"one": ["b"], "two": ["a"]}
    told = {
        "ours, all": Told(0.1, 0.2, 3.0, [[1.0, 3.0, 2.0], [2.0, 4.0, 3.0]], everything),
        "slow": Told(0.1, 0.2, 3.0, [[10.0, 50.0]], {"one": ["c"], "three": []}),
        "blind": Told(0.1, 0.2, 3.0, [[1.0, 2.0]], {"one": []}),
    }
    found = figures_of(told, gold)
    ours = found["ours, all"]
    assert (ours.median_ms, ours.medians_ms, ours.per_s) == (2.5, (2.0, 3.0), 400.0)
    assert (ours.questions, ours.rounds, ours.recall_at_5, ours.judged) == (3, 2, 0.5, 2)
    assert not ours.ours_to_one
    assert found["slow"].ours_to_one == {"ours, all": Ratio(12.0, 12.0, 1.0)}
    assert (found["slow"].recall_at_5, found["slow"].judged) == (0.0, 1)
    assert (found["blind"].recall_at_5, found["blind"].judged) == (None, 0)


def test_texts_of_one_passage_are_one_passage() -> None:
    assert distinct(["a 1", "b", "a 2", "c 7"]) == ["a", "b", "c"]


def test_the_crowd_is_the_same_each_time() -> None:
    words = [f"{number}番目の" for number in range(40)]
    crowd = Crowd(["福祉", "教育"], words, [f"{word}終わり。" for word in words])
    first, again = (list(crowd.plan(3, 200)) for _ in range(2))
    assert first == again
    assert first != list(crowd.plan(4, 200))
    assert len({one.passage_id for one in first}) == 200

"""The ways to ask for the passages of a plan: read, compared with it, those of the real plan."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.asks import NO_ASKS, Asks, PassageAsks, bundled_asks, check_asks, read_asks
from corpus.errors import CompanionFormatError
from corpus.parse import bundled_plan_path, read_plan

PLAN = read_plan(bundled_plan_path())
ASKS = bundled_asks(bundled_plan_path())
SMALL = """\
[meta]
plan = "small"

[passages."2-1.goal.1"]
digest = "0123456789abcdef"
ja = ["どんなまち?"]
en = []
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "asks.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_reads_each_field(tmp_path: Path) -> None:
    entry = PassageAsks("0123456789abcdef", ("どんなまち?",), ())
    assert read_asks(written(tmp_path, SMALL)) == Asks({"2-1.goal.1": entry}, {})


def test_a_plan_without_the_file_has_none(tmp_path: Path) -> None:
    assert bundled_asks(tmp_path / "plan.txt") is NO_ASKS


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("[meta]", "[meta", "the file"),
        ('plan = "small"', "", "meta.plan"),
        ("0123456789abcdef", "xyz", 'passages."2-1.goal.1".digest'),
        ('ja = ["どんなまち?"]', "ja = 1", 'passages."2-1.goal.1".ja'),
        ('ja = ["どんなまち?"]', 'ja = ["", "a"]', 'passages."2-1.goal.1".ja'),
        ('ja = ["どんなまち?"]', "ja = []", 'passages."2-1.goal.1"'),
        ("en = []", "fr = []", 'passages."2-1.goal.1".fr'),
        ("[passages", "[passage", "passage"),
    ],
)
def test_a_malformed_file_names_file_and_field(
    tmp_path: Path, old: str, new: str, field: str
) -> None:
    assert old in SMALL
    with pytest.raises(CompanionFormatError) as caught:
        read_asks(written(tmp_path, SMALL.replace(old, new, 1)))
    assert (caught.value.file, caught.value.field) == ("asks.toml", field)


@given(stale=st.sets(st.sampled_from(sorted(ASKS.passages))))
def test_what_was_written_for_another_text_is_left_out(stale: set[str]) -> None:
    changed = {
        key: PassageAsks("0" * 16, entry.ja, entry.en) if key in stale else entry
        for key, entry in ASKS.passages.items()
    }
    assert set(check_asks(Asks(changed, {}), PLAN).stale) == stale
    assert set(Asks(changed, {}).fresh(PLAN).passages) == set(ASKS.passages) - stale


def test_those_of_the_real_plan_are_complete_and_fresh() -> None:
    assert check_asks(ASKS, PLAN).complete
    assert ASKS.fresh(PLAN) == ASKS


def test_no_way_to_ask_stands_for_two_passages() -> None:
    said = [ask for entry in ASKS.passages.values() for ask in (*entry.ja, *entry.en)]
    assert len(said) == len(set(said))
    assert all(entry.ja and entry.en for entry in ASKS.passages.values())

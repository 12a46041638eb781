"""Whose plan it is: read from the file beside it, and refused by name where it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.about import About, about_plan, example_questions
from corpus.errors import CompanionFormatError
from corpus.parse import bundled_plan_path


def test_the_bundled_plan() -> None:
    about = about_plan(bundled_plan_path())
    assert (about.id, about.city, about.city_en) == ("kamakura", "鎌倉市", "Kamakura City")
    assert about.names == ("鎌倉市", "鎌倉", "Kamakura")
    assert set(example_questions(bundled_plan_path())) == {"ja", "en"}


def test_a_name_of_one_letter_is_not_looked_for_by_itself() -> None:
    assert About("tsu", "津市", "Tsu City").names == ("津市", "Tsu")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "city"),
        ('city = ""\ncity_en = "x"', "city"),
        ('city = "緑市"', "city_en"),
        ('city = "緑市"\ncity_en = 3', "city_en"),
        ('city = "緑市"\ncity_en = "Midori"\nmayor = "x"', "mayor"),
        ('city = "緑市"\ncity_en = "Midori"\nperiod = ""', "period"),
        ("city = ", "TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, named: str) -> None:
    plan = tmp_path / "midori" / "plan.txt"
    plan.parent.mkdir()
    plan.with_name("about.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CompanionFormatError, match=rf"about\.toml.*{named}"):
        about_plan(plan)


@pytest.mark.parametrize("name", ["Midori", "緑", "a b", "-a", "1a", "a" * 41, ".a"])
def test_a_folder_that_could_not_stand_in_an_address(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "about.toml").write_text('city = "緑市"\ncity_en = "Midori"\n')
    with pytest.raises(CompanionFormatError, match="small letters"):
        about_plan(tmp_path / name / "plan.txt")

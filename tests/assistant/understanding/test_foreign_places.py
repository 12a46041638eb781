"""Places that a question speaks of and the plan does not."""

from __future__ import annotations

import pytest

from assistant.service import Assistant


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("横浜市の出生数は?", ("横浜",)),
        ("藤沢や逗子と比べると?", ("藤沢", "逗子")),
        ("births in Yokohama?", ("Yokohama",)),
        ("鎌倉市の出生数は?", ()),
        ("How many births in Kamakura City?", ()),
        ("三浦さんの介護は?", ()),
        ("三浦の出生数は?", ("三浦",)),
        ("日本の計画ですか", ()),
        ("In March, what changes?", ()),
        ("出生数は?", ()),
    ],
)
def test_places_that_the_plan_is_not_of(
    assistant: Assistant, text: str, places: tuple[str, ...]
) -> None:
    assert assistant.reader.places.find(text) == places

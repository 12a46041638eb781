"""The indicators: sorted, filtered, drawn, and as files."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from corpus.parse import bundled_plan_path, read_plan
from corpus.plan import Direction
from web.indicator_files import safe_cell
from web.picture import picture
from web.words import words

PLAN = read_plan(bundled_plan_path())
ROWS = {row.passage.id: row for row in PLAN.indicators}


DOWN = [row.passage.id for row in PLAN.indicators if row.target.direction is Direction.DOWN]


def shown(read: Any, query: str) -> list[str]:
    return [id_ for id_ in read(f"/indicators?{query}").ids if id_ in ROWS]


def test_all_are_shown_in_the_plans_order(read: Any) -> None:
    assert shown(read, "") == [row.passage.id for row in PLAN.indicators]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("target=down", DOWN),
        ("target=valued", [r.passage.id for r in PLAN.indicators if r.target.value is not None]),
        ("state=undecided", [r.passage.id for r in PLAN.indicators if r.latest.value is None]),
        ("section=2-3", [r.passage.id for r in PLAN.section("2-3").indicators]),
        ("section=9-9", []),
    ],
)  # fmt: skip
def test_they_are_filtered(read: Any, query: str, wanted: list[str]) -> None:
    assert shown(read, query) == wanted


def test_they_are_sorted_and_what_has_no_value_comes_last(read: Any) -> None:
    rows = [ROWS[id_] for id_ in shown(read, "sort=latest")]
    values = [row.latest.value for row in rows]
    measured = [value for value in values if value is not None]
    assert values == [*sorted(measured), *[None] * (len(values) - len(measured))]
    assert shown(read, "sort=nonsense") == list(ROWS)


def test_the_csv_opens_in_a_spreadsheet(client: Any) -> None:
    response = client.get("/indicators.csv?section=2-2", headers={"accept-language": "ja"})
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in response.headers["content-disposition"]
    table = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["id"] for row in table] == [r.passage.id for r in PLAN.section("2-2").indicators]
    births = table[0]
    assert (births["直近の実績値"], births["単位"], births["年度"]) == ("785", "人", "2024")
    assert {row["直近の実績値"] for row in table} >= {"93.0", "100"}


def test_the_json_holds_the_same(client: Any) -> None:
    found = client.get("/indicators.json?target=down").json()["indicators"]
    assert [one["id"] for one in found] == DOWN


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\n=1", "＝1", "＋1", "－1", "＠A"]
)
def test_no_cell_is_a_formula(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("row", PLAN.indicators, ids=lambda row: row.passage.id)
def test_a_picture_says_what_it_shows(row: Any) -> None:
    drawn = picture(row, words("ja"))
    assert row.latest.text in drawn
    assert ("pic-latest" in drawn) == (row.latest.value is not None)
    assert ("pic-target" in drawn) == (row.target.value is not None)
    assert ("pic-arrow" in drawn) == (row.target.direction is not None)
    assert "style=" not in drawn


def test_an_indicator_leads_to_the_initiatives_it_is_near(read: Any) -> None:
    links = read("/indicators").links
    assert "/plan/2-3#2-3.initiative.4" in links
    assert "/plan/2-4#2-4.initiative.2" in links

"""The real plan, read whole: nothing lost, nothing invented."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from corpus.parse import bundled_plan_path, read_plan
from corpus.plan import Direction, Kind, Plan, Span


def spans(plan: Plan) -> list[Span]:
    """Every span of every parsed piece."""
    found = [chapter.heading.span for chapter in plan.chapters]
    for section in plan.sections:
        found += [section.heading.span, *(frame.span for frame in section.frames)]
        found += [span for passage in section.passages for span in passage.spans]
    return found


def test_counts(plan: Plan) -> None:
    assert [section.number for section in plan.sections] == ["2-1", "2-2", "2-3", "2-4", "2-5"]
    assert [len(section.initiatives) for section in plan.sections] == [6, 4, 4, 4, 2]
    assert [len(section.partners.lines) for section in plan.sections] == [6, 4, 2, 2, 2]
    assert [len(section.indicators) for section in plan.sections] == [10, 10, 3, 3, 1]
    assert [section.chapter for section in plan.sections] == ["ひとの共創"] * 5
    assert [note.number for note in plan.footnotes] == [9, 10, 11, 12, 13, 14, 15]
    kinds = Counter(passage.kind for passage in plan.passages)
    assert (kinds[Kind.GOAL], kinds[Kind.CURRENT], kinds[Kind.ISSUE]) == (5, 12, 13)


def test_each_line_that_is_not_blank_is_in_exactly_one_piece(plan: Plan) -> None:
    counted = Counter(line for span in spans(plan) for line in range(span.first, span.last + 1))
    for number, line in enumerate(plan.lines, start=1):
        assert counted[number] == (1 if line.strip() else counted[number]), (number, line)
        assert counted[number] <= 1, (number, line)


def test_every_passage_is_its_lines(plan: Plan) -> None:
    text = bundled_plan_path().read_text(encoding="utf-8")
    for passage in plan.passages:
        first, last = passage.lines
        assert passage.text == "\n".join(plan.lines[first - 1 : last])
        assert passage.text in text
    assert len({passage.id for passage in plan.passages}) == len(plan.passages)


def test_footnotes_have_their_terms_and_places(plan: Plan) -> None:
    assert {note.number: (note.term, note.references) for note in plan.footnotes} == {
        9: ("ソーシャルワーク", ("2-1.current.2",)),
        10: ("ケアラー支援", ("2-1.issue.4",)),
        11: ("保護司", ("2-1.partner.4",)),
        12: ("ヤングケアラー", ("2-2.initiative.3",)),
        13: ("ライフコースアプローチ", ("2-3.issue.1",)),
        14: ("ICT", ("2-4.current.1",)),
        15: ("ウェルネス", ("2-5.issue.1",)),
    }


def test_a_footnote_interrupts_nothing(plan: Plan) -> None:
    for number, title in (
        ("2-3", "誰も自殺に追い込まれることのない地域を目指します"),
        ("2-4", "学習者中心の学びを支える環境を整備します"),
    ):
        fourth = plan.section(number).initiatives[3]
        assert (fourth.number, fourth.title) == (4, title)
        assert len(fourth.paragraphs) == 1


def test_initiatives_have_one_two_or_three_paragraphs(plan: Plan) -> None:
    counts = [len(initiative.paragraphs) for initiative in plan.section("2-2").initiatives]
    assert counts == [2, 1, 3, 2]


@pytest.mark.parametrize(
    ("passage_id", "latest", "target"),
    [
        ("2-1.indicator.3", (237, "人", 2024), (None, None, Direction.UP)),
        ("2-1.indicator.7", (39.1, "%", 2025), (None, None, Direction.DOWN)),
        ("2-1.indicator.6", (None, None, 2026), (None, None, Direction.UP)),
        ("2-2.indicator.1", (785, "人", 2024), (828, "人", None)),
        ("2-2.indicator.4", (84.9, "%", 2025), (100, "%", None)),
        ("2-2.indicator.9", (144, "件", 2024), (None, None, Direction.DOWN)),
        ("2-3.indicator.1", (1.6, "歳", 2025), (0, "歳", None)),
        ("2-3.indicator.3", (10.25, None, 2024), (0, None, None)),
        ("2-5.indicator.1", (55.5, "%", 2025), (None, None, Direction.UP)),
    ],
)
def test_indicator_values(
    plan: Plan,
    passage_id: str,
    latest: tuple[float | None, str | None, int],
    target: tuple[float | None, str | None, Direction | None],
) -> None:
    row = next(row for row in plan.indicators if row.passage.id == passage_id)
    assert (row.latest.value, row.latest.unit, row.latest.year) == latest
    assert (row.target.value, row.target.unit, row.target.direction) == target


def test_a_row_that_begins_with_uchi_knows_its_parent(plan: Plan) -> None:
    parents = {row.passage.id: row.parent for row in plan.indicators if row.parent}
    assert parents == {"2-1.indicator.6": "2-1.indicator.5"}


def test_both_forms_of_check_boxes(plan: Plan) -> None:
    ticked = {
        section.number: [box.name for box in section.partners.boxes if box.checked]
        for section in plan.sections
    }
    assert ticked == {
        "2-1": ["市民", "地域", "市民活動団体", "関係者", "事業者"],
        "2-2": ["市民", "地域", "関係者", "事業者"],
        "2-3": ["市民", "地域", "関係者", "事業者"],
        "2-4": ["市民", "地域", "市民活動団体", "関係者", "事業者"],
        "2-5": ["市民", "地域", "市民活動団体", "関係者", "他行政機関"],
    }
    assert all(len(section.partners.boxes) == 8 for section in plan.sections)


def test_typing_errors_of_the_plan_are_kept(plan: Plan) -> None:
    assert plan.passage("fn10").text.startswith("¹⁰ ころやからだの不調")
    assert "健康格差の縮小に取り組めます" in plan.passage("2-3.initiative.1").text


def test_carriage_returns_and_a_byte_order_mark_change_nothing(plan: Plan, tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    text = bundled_plan_path().read_text(encoding="utf-8").replace("\n", "\r\n")
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_plan(file).passages == plan.passages

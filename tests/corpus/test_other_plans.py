"""A further plan in the same form is read without a change of code."""

from __future__ import annotations

from pathlib import Path

from corpus.parse import read_plan
from corpus.plan import Direction, Span

PLAN = read_plan(Path(__file__).parent.parent / "data" / "two_chapters.txt")


def test_two_chapters() -> None:
    assert [(c.title, c.sections) for c in PLAN.chapters] == [
        ("まちの共創", ("3-1",)),
        ("しぜんの共創", ("4-1",)),
    ]
    assert [section.chapter for section in PLAN.sections] == ["まちの共創", "しぜんの共創"]


def test_a_section_without_footnotes_and_indicators() -> None:
    section = PLAN.section("3-1")
    assert (section.footnotes, section.indicators) == ((), ())
    assert [initiative.number for initiative in section.initiatives] == list(range(1, 11))
    assert len(section.initiatives[9].paragraphs) == 2
    assert [goal.id for goal in section.goals] == ["3-1.goal.1", "3-1.goal.2"]


def test_a_footnote_in_the_middle_of_an_initiative() -> None:
    section = PLAN.section("4-1")
    initiative = section.initiatives[0]
    note = section.footnotes[0]
    assert initiative.paragraphs == ("前の段落です。", "後の段落です。")
    assert note.passage.text not in initiative.passage.text
    first, second = initiative.passage.spans
    assert first.last < note.passage.spans[0].first < second.first
    assert initiative.passage.text.endswith("前の段落です。\n\n後の段落です。")
    assert (note.number, note.term, note.references) == (1, "担い手", ("4-1.issue.1",))


def test_figures_of_other_forms() -> None:
    area, groups, citizens = PLAN.section("4-1").indicators
    assert (area.latest.value, area.latest.unit) == (1234.5, "ha")
    assert area.target.direction is Direction.KEEP
    assert (groups.latest.value, groups.latest.year, groups.target.value) == (None, 2027, None)
    assert citizens.parent == groups.passage.id
    assert (citizens.target.value, citizens.target.unit) == (20, "団体")


def test_check_boxes_with_the_attribute_at_either_place() -> None:
    boxes = PLAN.section("4-1").partners.boxes
    assert [(box.name, box.checked) for box in boxes] == [("市民", True), ("事業者", False)]
    passage = PLAN.section("4-1").partners.boxes_passage
    assert passage is not None
    assert passage.spans == (Span(passage.lines[0], passage.lines[0]),)

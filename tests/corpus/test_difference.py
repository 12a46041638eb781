"""What changed from one plan to another, on the real plan with changes of each kind."""

from __future__ import annotations

import random
from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from corpus.difference import FigureChange, PlanDifference, difference
from corpus.errors import PlanFormatError
from corpus.parse import bundled_plan_path, parse_plan
from corpus.plan import Plan

TEXT = bundled_plan_path().read_text(encoding="utf-8")
PLAN = parse_plan(TEXT, "plan.txt")


def changed(old: str, new: str) -> PlanDifference:
    assert TEXT.count(old) == 1, old
    return difference(PLAN, parse_plan(TEXT.replace(old, new), "new.txt"))


def parts(found: PlanDifference) -> set[str]:
    return {field.name for field in fields(found) if getattr(found, field.name)}


def test_the_same_plan() -> None:
    found = difference(PLAN, PLAN)
    assert found.none
    assert found == PlanDifference((), (), (), (), (), (), {})


def test_a_figure() -> None:
    found = changed("785 人", "790 人")
    (pair,) = found.reworded
    assert (pair.old.id, pair.new.id) == ("2-2.indicator.1", "2-2.indicator.1")
    change = FigureChange("latest", "785 人 (2024 年度)", "790 人 (2024 年度)")
    assert found.figures == {"2-2.indicator.1": (change,)}
    assert parts(found) == {"reworded", "figures"}


def test_an_indicator_of_another_name_and_target() -> None:
    found = difference(
        PLAN, parse_plan(TEXT.replace("出生数", "生まれた子の数").replace("828 人", "↗"), "new.txt")
    )
    changes = found.figures["2-2.indicator.1"]
    assert changes == (
        FigureChange("name", "出生数", "生まれた子の数"),
        FigureChange("target", "828 人", "↗"),
    )


def test_a_passage_before_others_renumbers_those() -> None:
    first = PLAN.passage("2-1.issue.1").text
    found = changed(first, f"まったく新しい課題があります。\n\n{first}")
    assert [one.id for one in found.added] == ["2-1.issue.1"]
    assert found.added[0].text == "まったく新しい課題があります。"
    ids = [(pair.old.id, pair.new.id) for pair in found.renumbered]
    count = len(PLAN.section("2-1").issues)
    assert ids == [(f"2-1.issue.{n}", f"2-1.issue.{n + 1}") for n in range(1, count + 1)]
    assert parts(found) == {"added", "renumbered"}


def test_a_passage_that_is_gone() -> None:
    last = PLAN.section("2-5").issues[-1]
    found = changed(last.text, "")
    assert [one.id for one in found.removed] == [last.id]
    assert parts(found) == {"removed"}


def test_wording_is_told_from_a_passage_of_its_own() -> None:
    last = PLAN.section("2-5").issues[-1]
    found = changed(last.text, last.text[: len(last.text) * 3 // 4] + "のです。")
    (pair,) = found.reworded
    assert pair.old == last
    assert pair.new.text.endswith("のです。")
    found = changed(last.text, "海辺のごみを拾う人が足りません。")
    assert [one.id for one in found.removed] == [one.id for one in found.added] == [last.id]


def test_a_footnote_is_known_by_its_term() -> None:
    note = next(one for one in PLAN.footnotes if one.term == "ヤングケアラー")
    found = changed(note.body, "本文が入れ替わりました。")
    assert [(pair.old.id, pair.new.id) for pair in found.reworded] == [("fn12", "fn12")]


def test_titles_and_headings() -> None:
    found = changed("2-1 福祉", "2-1 福祉と暮らし")
    assert [one.text for one in found.headings_removed] == ["2-1 福祉"]
    assert [one.text for one in found.headings_added] == ["2-1 福祉と暮らし"]
    assert not found.none


def test_plans_that_have_nothing_in_common() -> None:
    other = parse_plan("章\n\n9-1 空\n\n◎ 目標とするまちの姿\n\n空が青いまち\n", "other.txt")
    found = difference(PLAN, other)
    assert found.removed == PLAN.passages
    assert found.added == other.passages
    assert difference(other, PLAN).added == PLAN.passages


def said(plan: Plan) -> list[str]:
    return [line for line in plan.lines if line.strip()]


@given(st.integers(0, 2**32))
def test_nothing_is_overlooked(seed: int) -> None:
    chance = random.Random(seed)
    lines = TEXT.split("\n")
    for _ in range(chance.randint(1, 4)):
        place, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(4):
            case 0:
                del lines[place]
            case 1:
                lines.insert(place, lines[other])
            case 2:
                lines[place], lines[other] = lines[other], lines[place]
            case _:
                lines[place] = lines[place][: chance.randint(0, len(lines[place]))]
    try:
        plan = parse_plan("\n".join(lines), "new.txt")
    except PlanFormatError:
        return
    found = difference(PLAN, plan)
    # Blank lines may part a passage otherwise, and footnotes stand in another order.
    assert not found.none or sorted(said(plan)) == sorted(said(PLAN))
    known = len(PLAN.passages) - len(found.removed)
    assert known == len(plan.passages) - len(found.added)
    assert not found.figures.keys() - {row.passage.id for row in plan.indicators}


def test_passages_of_the_same_words_are_paired_one_by_one() -> None:
    count = 40
    head = "章\n\n9-1 空\n\n◎ 目標とするまちの姿\n\n空が青いまち\n\n◇ 課題\n\n"
    old = parse_plan(head + "同じ言葉です。\n\n" * count, "old.txt")
    new = parse_plan(head + "同じ言葉です。\n\n" * (count + 1), "new.txt")
    found = difference(old, new)
    assert [one.id for one in found.added] == [f"9-1.issue.{count + 1}"]
    assert parts(found) == {"added"}

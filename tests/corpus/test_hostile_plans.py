"""Plans that are not as they should be: a Plan, or an error that names the line."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import PlanFormatError
from corpus.parse import bundled_plan_path, parse_plan, read_plan
from corpus.plan import Plan

LINES = bundled_plan_path().read_text(encoding="utf-8").split("\n")
FOREIGN = st.sampled_from(
    ["\x00", "\u2028", "\x85", "★ 展望", "① 一", "⁹⁹ 注", "2-9 余り", "a\tb", "a\tb\tc", "- ", "■"]
    + [
        "→ 成果指標",
        "◎ 姿",
        "▽",
        "\u202e逆",
        "👨‍👩‍👧",
        "<input type='checkbox'> 市民",
        "\ufeff",
        "¹⁰",
    ]
)


def lines_read(plan: Plan) -> list[int]:
    """The numbers of the lines that some piece of the plan stands on."""
    spans = [chapter.heading.span for chapter in plan.chapters]
    for section in plan.sections:
        spans += [section.heading.span, *(frame.span for frame in section.frames)]
        spans += [span for passage in section.passages for span in passage.spans]
    return sorted(line for span in spans for line in range(span.first, span.last + 1))


def check(text: str) -> None:
    try:
        plan = parse_plan(text, "mutated.txt")
    except PlanFormatError as error:
        assert error.file == "mutated.txt"
        assert 1 <= error.line <= text.count("\n") + 1
        assert error.expected
        return
    read = lines_read(plan)
    assert len(read) == len(set(read)), "a line is in two pieces"
    lost = [n for n, line in enumerate(plan.lines, 1) if line.strip() and n not in set(read)]
    assert not lost, f"lost lines: {lost}"
    assert all(
        "\n\n".join(plan.text_at(span) for span in passage.spans) == passage.text
        for passage in plan.passages
    )


@given(st.integers(0, 2**32), st.integers(1, 6), st.data())
def test_a_mutated_plan_is_a_plan_or_a_clear_error(
    seed: int, edits: int, data: st.DataObject
) -> None:
    choice = random.Random(seed)
    lines = list(LINES)
    for _ in range(edits):
        place = choice.randrange(len(lines))
        match choice.choice(("drop", "swap", "double", "truncate", "foreign", "cut", "join")):
            case "drop":
                del lines[place]
            case "swap":
                other = choice.randrange(len(lines))
                lines[place], lines[other] = lines[other], lines[place]
            case "double":
                lines.insert(place, lines[place])
            case "truncate":
                lines = lines[: max(place, 1)]
            case "foreign":
                lines.insert(place, data.draw(FOREIGN))
            case "cut":
                lines[place] = lines[place][: choice.randrange(len(lines[place]) + 1)]
            case "join":
                lines[place : place + 2] = ["".join(lines[place : place + 2])]
    check("\n".join(lines))


@given(st.text(max_size=300))
def test_any_text_is_a_plan_or_a_clear_error(text: str) -> None:
    check(text)


@pytest.mark.parametrize("dropped", range(len(LINES)))
def test_a_plan_without_one_line(dropped: int) -> None:
    check("\n".join(LINES[:dropped] + LINES[dropped + 1 :]))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("828 人", "たくさん", "a target like"),
        ("828 人", "9" * 5000 + " 人", "a target like"),
        ("785 人", "9" * 400 + ".5 人", "a value like"),
        ("ソーシャルワーク⁹", "ソーシャルワーク" + "⁹" * 5000, "the marker ⁹"),
        ("785 人 (2024 年度)", "785 人", "a value like"),
        ("② 多様な福祉", "③ 多様な福祉", "initiative ②"),
        ("◎ 目標とするまちの姿", "★ 目標とするまちの姿", "a block's heading"),
        ("ソーシャルワーク⁹", "ソーシャルワーク", "the marker ⁹"),
        ("2-2 こども・若者", "2-1 こども・若者", "one section 2-1, not two"),
        ("■ 地域	", "■ 市民	", "one box 市民, not two"),
    ],
)
def test_errors_name_what_was_expected(old: str, new: str, expected: str) -> None:
    text = "\n".join(LINES)
    assert old in text
    with pytest.raises(PlanFormatError, match="plan.txt, line [0-9]+: expected ") as caught:
        parse_plan(text.replace(old, new, 1), "plan.txt")
    assert expected in str(caught.value)


def test_bytes_that_are_no_utf8(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_bytes("ひとの共創\n\n2-1 ".encode() + b"\x93\xfa\n")
    with pytest.raises(PlanFormatError, match="plan.txt, line 3: expected text in UTF-8"):
        read_plan(file)

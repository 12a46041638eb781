"""Tables and CSV inside an answer: every row, its citation, and cells that hold together."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answering import figures, lists
from assistant.answering.draft import Draft
from assistant.answering.tables import write_passages
from assistant.source import Source
from assistant.understanding.query import Act, Field, Format, Query, Scope, State, Style
from corpus.plan import Kind

HARBOUR = Path(__file__).with_name("harbour.txt").read_text(encoding="utf-8")
TABLE, CSV = Style(format=Format.TABLE), Style(format=Format.CSV)


def listed(source: Source, style: Style, **given: object) -> str:
    query = Query(**{"act": Act.LIST, "style": style, **given})  # type: ignore[arg-type]
    result = lists.execute(query, source)
    assert result is not None
    draft = Draft(source.plan, source.companions, source.lang)
    lists.write(result, query, draft, source)
    return draft.text


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split(" | ")]


def in_fence(text: str) -> list[list[str]]:
    return list(csv.reader(text.split("```")[1].splitlines()[1:]))


@pytest.mark.parametrize("form", [Format.TABLE, Format.MARKDOWN])
def test_a_table_has_every_row_with_its_marker_after_the_name(
    source: Callable[..., Source], form: Format
) -> None:
    scope = Scope(sections=("2-3",))
    text = listed(source(), Style(format=form), kinds=(Kind.INDICATOR,), scope=scope)
    lead, head, rule, *lines = text.splitlines()
    assert lead == "2-3 健康の成果指標は、全部で3件です。"
    assert cells(head) == ["指標名", "分野", "直近実績値", "目標値又は目指す方向"]
    assert rule == "| --- | --- | --- | --- |"
    assert cells(lines[0]) == [
        "国民健康保険対象者の健康寿命に対する平均寿命との差(男)[1]",
        "2-3 健康",
        "1.6 歳 (2025 年度)",
        "0 歳",
    ]
    assert len(lines) == 3


def test_a_part_names_its_whole_with_a_citation(source: Callable[..., Source]) -> None:
    text = listed(source(), TABLE, kinds=(Kind.INDICATOR,), states=(State.UNDECIDED,))
    (line,) = (one for one in text.splitlines() if "うち 65" in one)
    assert (
        "[2](「この1年の間に市民活動・地域活動に参加したことがある市民の割合」の内訳)[1] |" in line
    )


def test_csv_can_be_read_and_its_markers_stand_outside(source: Callable[..., Source]) -> None:
    scope = Scope(sections=("2-2",))
    text = listed(source(), CSV, kinds=(Kind.INDICATOR,), scope=scope)
    head, *rows = in_fence(text)
    assert head == ["指標名", "分野", "直近実績値", "単位", "年度", "目標値又は目指す方向"]
    assert rows[0] == ["出生数", "2-2 こども・若者", "785", "人", "2024", "828 人"]
    assert rows[1][2:5] == ["未定", "", "2026"]
    assert len(rows) == 10
    assert "[1]" not in text.split("```")[1]
    assert text.splitlines()[-1] == "出典: " + "".join(f"[{n}]" for n in range(1, 11))


def test_csv_of_a_made_up_plan_quotes_what_it_must(source_of: Callable[..., Source]) -> None:
    rows = in_fence(listed(source_of(HARBOUR), CSV, kinds=(Kind.INDICATOR,)))
    assert ["祭りの来場者数", "1-1 港", "1,234", "人", "2024", "1,500 人"] in rows
    assert {len(row) for row in rows} == {6}


def test_passages_are_told_with_their_section_and_kind(source: Callable[..., Source]) -> None:
    scope = Scope(passages=("2-1.issue.1", "2-4.initiative.2"))
    text = listed(source(), TABLE, topic="地域", scope=scope)
    assert cells(text.splitlines()[1]) == ["内容", "分野", "種類"]
    assert cells(text.splitlines()[-1])[1:] == ["2-4 教育", "主な取組"]


def test_what_no_cell_tells_is_said_above_the_table(source: Callable[..., Source]) -> None:
    query = Query(
        Act.FIGURE,
        rows=("2-2.indicator.4",),
        aspects=(Field.GAP,),
        years=(2020,),
        style=TABLE,
    )
    draft = Draft(source().plan, source().companions, "ja")
    result = figures.execute(query, source())
    assert result is not None
    figures.write(result, query, draft, source())
    first, *_, last = draft.text.splitlines()
    assert "2020 年度の値は、この計画の表にありません" in first
    assert cells(last)[-1] == "100 − 84.9 = 15.1 ポイント"


def test_a_bar_or_a_line_break_breaks_no_cell(source_of: Callable[..., Source]) -> None:
    text = HARBOUR.replace("岸壁が古く|", "岸壁が").replace("岸壁が古く", "岸壁|桟橋が古く")
    source = source_of(text)
    draft = Draft(source.plan, source.companions, "ja")
    write_passages(draft, source.plan.sections[0].issues, source, TABLE)
    assert "岸壁\\|桟橋" in draft.text
    assert len(draft.text.splitlines()) == 3

"""The table holds each figure that it is given, and what was not measured."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from bench.report import markdown
from markdown_it import MarkdownIt

MACHINE = {
    "processor": "Some Processor",
    "cores": 2,
    "memory_gib": 23.5,
    "system": "Linux",
    "python": "3.11",
    "versions": {"numpy": "2.4"},
    "day": "2026-11-25",
    "load_before": 0.1,
    "pace_ms": 21.5,
}
WAY = {
    "does": "all there is",
    "questions": 315,
    "rounds": 3,
    "median_ms": 1.234,
    "medians_ms": [1.1, 1.3],
    "p99_ms": 7.89,
    "per_s": 811.0,
    "recall_at_5": 0.938,
    "judged": 226,
    "import_s": 0.4,
    "ready_s": 0.25,
    "peak_mib": 314.2,
    "ours_to_one": {},
}
OTHER = {
    **WAY,
    "questions": 12,
    "judged": 12,
    "per_s": 1.5,
    "ours_to_one": {"ours, all": {"per_s": 540.67, "median": 0.994, "recall_at_5": 0.5}},
    "versions": {"other-package": "4.5"},
}
MANY_CELLS = {name: {"p50_ms": 1.5} for name in "abcdefghi"}
REPORT: dict[str, Any] = {
    "machine": MACHINE,
    "sections": {
        "alternatives": {
            "this plan": {
                "texts": 3556,
                "ways": {
                    "ours, all": WAY,
                    "Other": OTHER,
                    "Third": {"does": "nothing", "failed": "cannot be installed: a | b"},
                },
            }
        },
        "growth": {
            "100": {"passages": 100, "p50_ms": 0.5},
            "10000": {"passages": 10000, "gib": 1.25},
        },
        "http": {"clients": {"1": {"per_s": 70.04}, "64": {"per_s": 321.6, "failed": 0}}},
        "postgres": {"server": "18.1", "sizes": {"100": MANY_CELLS, "200": {"i": 3}}},
        "limits": {"failed": "ModuleNotFoundError: none"},
    },
}


def tables(text: str) -> list[list[list[str]]]:
    """The tables of a text in Markdown: rows of cells."""
    found: list[list[list[str]]] = []
    for token, following in pairwise(MarkdownIt().enable("table").parse(text)):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type in ("th_open", "td_open"):
            found[-1][-1].append(following.content)
    return found


def test_the_report_holds_each_figure() -> None:
    text = markdown(REPORT)
    beside, growing, clients, many_cells = [one for one in tables(text) if len(one) > 2]
    assert beside[1:] == [
        ["ours, all", "1.23 ms (1.10 to 1.30)", "7.9 ms", "811", "–", "0.938 (226)", "0.4 s",
         "0.25 s", "314 MiB"],
        ["Other", "1.23 ms (1.10 to 1.30)", "7.9 ms", "1.50", "541 / 0.99 (all)",
         "0.938 (12; ours, all 0.500)", "0.4 s",
         "0.25 s", "314 MiB"],
        ["Third", "not measured: cannot be installed: a | b", "", "", "", "", "", "", ""],
    ]  # fmt: skip
    assert "3,556 texts. 315 questions (fewer where time ran out: 12), one thread each." in text
    assert "- Other (other-package 4.5): all there is." in text
    assert growing == [
        ["", "passages", "p50_ms", "gib"],
        ["100", "100", "0.5", "–"],
        ["10000", "10,000", "–", "1.25"],
    ]
    assert clients[1:] == [["1", "70", "–"], ["64", "322", "0"]]
    assert many_cells[0] == ["", "100", "200"]
    assert many_cells[-1] == ["i", "p50_ms 1.5", "3"]
    assert len(many_cells) == 10
    assert [["server"], ["18.1"]] in tables(text)


def test_the_report_tells_the_machine_and_what_failed() -> None:
    text = markdown(REPORT)
    assert "Some Processor, 2 cores, 23.5 GiB; Linux; Python 3.11, numpy 2.4; 2026-11-25" in text
    assert "Python counts to a million in 21.5 ms" in text
    assert "## Against the limit\n\n**Not measured:** ModuleNotFoundError: none" in text

"""Ours and the alternatives as one table in Markdown, and what each does and does not do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_HEADS = (
    "", "median (rounds)", "p99", "answers/s", "ours to it: by answers/s / by medians", "Recall@5",
    "import", "until ready", "memory",
)  # fmt: skip


def beside_table(found: Mapping[str, Any]) -> str:
    """The table, and a list of what each way does; one that failed says why in its row."""
    lines = [list(_HEADS), ["---"] * len(_HEADS)]
    most = max((row.get("judged", 0) for row in found["ways"].values()), default=0)
    lines += [_line(name, row, most) for name, row in found["ways"].items()]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    does = "\n".join(
        f"- {name}{_versions(row)}: {row['does']}." for name, row in found["ways"].items()
    )
    return f"{found['texts']:,} texts. {_counted(found)}\n\n{table}\n\n{does}"


def _counted(found: Mapping[str, Any]) -> str:
    asked = {row["questions"] for row in found["ways"].values() if "questions" in row}
    few = f" (fewer where time ran out: {min(asked)})" if len(asked) > 1 else ""
    return f"{max(asked, default=0)} questions{few}, one thread each."


def _line(name: str, row: Mapping[str, Any], most: int) -> list[str]:
    if "failed" in row:
        return [name, f"not measured: {_escaped(row['failed'])}", *[""] * (len(_HEADS) - 2)]
    low, high = row["medians_ms"]
    return [
        name,
        f"{row['median_ms']:.2f} ms ({low:.2f} to {high:.2f})",
        f"{row['p99_ms']:.1f} ms",
        f"{row['per_s']:,.0f}" if row["per_s"] >= 10 else f"{row['per_s']:.2f}",
        "; ".join(_ratio(one, ratio) for one, ratio in row["ours_to_one"].items()) or "–",
        _recall(row, most),
        f"{row['import_s']:.1f} s",
        f"{row['ready_s']:.2f} s",
        f"{row['peak_mib']:,.0f} MiB",
    ]


def _ratio(ours: str, ratio: Mapping[str, float]) -> str:
    both = (ratio["per_s"], ratio["median"])
    times = " / ".join(f"{one:.0f}" if one >= 10 else f"{one:.2g}" for one in both)
    return f"{times} ({ours.removeprefix('ours, ')})"


def _recall(row: Mapping[str, Any], most: int) -> str:
    """Of how many questions; where time ran out, what ours found for the same ones."""
    if row["recall_at_5"] is None:
        return "–"
    ours = {name: one["recall_at_5"] for name, one in row["ours_to_one"].items()}
    same = "".join(f"; {name} {share:.3f}" for name, share in ours.items())
    there = same if row["judged"] < most else ""
    return f"{row['recall_at_5']:.3f} ({row['judged']}{there})"


def _versions(row: Mapping[str, Any]) -> str:
    told = ", ".join(f"{name} {value}" for name, value in row.get("versions", {}).items())
    return f" ({told})" if told else ""


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")

"""The sections of `make bench`: which function measures each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SIZES = (100, 1_000, 10_000, 100_000, 1_000_000, 3_500_000)
SIZES_ON_A_SERVER = (1_000, 10_000, 100_000)


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its title, and the `module:function` that returns its figures, with what."""

    title: str
    function: str
    arguments: tuple[Any, ...] = ()


SECTIONS: Mapping[str, Section] = {
    "in_process": Section("A question answered in process", "bench.in_process:measure_in_process"),
    "http": Section("Over HTTP", "bench.over_http:measure_http"),
    "alternatives": Section(
        "The same retrieval done by others: this plan", "bench.side_by_side:measure_plan"
    ),
    "many": Section(
        "The same retrieval done by others: among made-up plans",
        "bench.side_by_side:measure_many",
    ),
    "growth": Section("Growth", "bench.growth:measure_growth", (SIZES,)),
    "limits": Section("Against the limit", "bench.limits:measure_limits"),
    "postgres": Section("PostgreSQL", "bench.postgres:measure_postgres", (SIZES_ON_A_SERVER,)),
}
QUICK = ("in_process", "http", "alternatives")

"""The sections of `make bench`: which function measures each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its title, and the `module:function` that returns its figures."""

    title: str
    function: str


SECTIONS: Mapping[str, Section] = {
    "in_process": Section("A question answered in process", "bench.in_process:measure_in_process"),
    "http": Section("Over HTTP", "bench.http:measure_http"),
    "alternatives": Section(
        "The same retrieval done by others: this plan", "bench.side_by_side:measure_plan"
    ),
    "many": Section(
        "The same retrieval done by others: 100,000 passages", "bench.side_by_side:measure_many"
    ),
    "growth": Section("Growth", "bench.growth:measure_growth"),
    "limits": Section("Against the limit", "bench.limits:measure_limits"),
    "postgres": Section("PostgreSQL", "bench.postgres:measure_postgres"),
}
QUICK = ("in_process", "http", "alternatives")

"""`make bench`: time it, in sections; writes `var/bench.json` and, as a table, `var/bench.md`.

`SECTIONS` names the sections between commas or spaces, or `all`; by default the quick ones run. A
section that fails is reported as such, and the others go on. Quote the ratios: machines are noisy.

pyperf and pytest-benchmark time one call over and over, pyperf in some twenty fresh processes. Here
the times of different questions are wanted, and opening an index that often would take longer than
asking it: rounds over the questions give the spread.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.machine import machine
from bench.report import markdown
from bench.sections import QUICK, SECTIONS, Section

REPORT = Path("var") / "bench.json"
TABLE = Path("var") / "bench.md"


def chosen(said: str) -> list[str]:
    """Return the names of the sections that `said` asks for; ValueError for one that is not."""
    if said == "all":
        return list(SECTIONS)
    names = said.replace(",", " ").split()
    unknown = [name for name in names if name not in SECTIONS]
    if unknown:
        known = ", ".join([*SECTIONS, "all"])
        raise ValueError(f"SECTIONS: there is no {', '.join(unknown)}; there are {known}")
    return names or list(QUICK)


def measured(sections: Mapping[str, Section]) -> dict[str, Mapping[str, Any]]:
    """Measure the sections; of one that fails, what it said."""
    found: dict[str, Mapping[str, Any]] = {}
    for name, section in sections.items():
        module, function = section.function.split(":")
        print(f"bench: {name}", file=sys.stderr, flush=True)
        try:
            measure = getattr(importlib.import_module(module), function)
            found[name] = measure(*section.arguments)
        except Exception as error:
            traceback.print_exc()
            found[name] = {"failed": f"{type(error).__name__}: {error}"}
    return found


def main() -> int:
    """Measure, print and write; return the exit status."""
    try:
        names = chosen(os.environ.get("SECTIONS", ""))
    except ValueError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    started = machine()
    report = {"machine": started, "sections": measured({name: SECTIONS[name] for name in names})}
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    TABLE.write_text(markdown(report), encoding="utf-8")
    print(markdown(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())

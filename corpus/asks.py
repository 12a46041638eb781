"""How people ask for the passages of a plan: the file `asks.toml` beside it.

For each passage, some things that a person would say or type whose answer it is, in everyday
Japanese and in English, written from the plan alone. They are searched, and offered as next
questions; they are never quoted. (Document expansion by queries: Nogueira et al. 2019.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import CompanionFormatError
from corpus.freshness import FreshnessReport, compare
from corpus.plan import Plan
from corpus.side_file import SideTable, read_side_file

_FILE = "asks.toml"


@dataclass(frozen=True, slots=True)
class PassageAsks:
    """The ways to ask for one passage; `digest` is that of its text when they were written."""

    digest: str
    ja: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asks:
    """The ways to ask for the passages of a plan, by passage id.

    `sections` are what people call the sections, by number, beside their titles.
    """

    passages: Mapping[str, PassageAsks]
    sections: Mapping[str, tuple[str, ...]]

    def fresh(self, plan: Plan) -> Asks:
        """Return those that were written for the passages of `plan` as they are."""
        report = check_asks(self, plan)
        left_out = {*report.stale, *report.unknown}
        kept = {key: entry for key, entry in self.passages.items() if key not in left_out}
        return replace(self, passages=kept)


NO_ASKS = Asks({}, {})


def check_asks(asks: Asks, plan: Plan) -> FreshnessReport:
    """Compare `asks` with `plan`, passage by passage."""
    return compare({key: entry.digest for key, entry in asks.passages.items()}, plan)


def bundled_asks(plan_path: Path) -> Asks:
    """Read the file that lies beside the plan `plan_path`; `NO_ASKS` where there is none.

    Raises CompanionFormatError where it cannot be read.
    """
    path = plan_path.with_name(_FILE)
    return read_asks(path) if path.is_file() else NO_ASKS


def read_asks(path: Path) -> Asks:
    """Read the TOML file `path`.

    Raises CompanionFormatError, which names the field, where the file is not as it must be;
    OSError where there is no such file.
    """
    file = read_side_file(path)
    file.refuse_other_than("meta", "sections", "passages")
    meta = file.table("meta")
    meta.refuse_other_than("plan")
    meta.text("plan")
    passages = file.table("passages")
    called = {}
    if "sections" in file.values:
        sections = file.table("sections")
        called = {number: sections.text_list(number) for number in sections.values}
    return Asks({key: _entry(passages.table(key)) for key in passages.values}, called)


def _entry(table: SideTable) -> PassageAsks:
    table.refuse_other_than("digest", "ja", "en")
    entry = PassageAsks(table.digest(), table.text_list("ja"), table.text_list("en"))
    if not (entry.ja or entry.en):
        raise CompanionFormatError(table.file, table.name, "at least one text in ja or en")
    return entry

"""Companions of a plan: its unofficial English and easy Japanese (やさしい日本語) text.

A companion is a TOML file beside the plan. Each of its entries bears the digest of the passage
that it was written for, so that one whose passage has changed since is known and left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import CompanionFormatError
from corpus.freshness import FreshnessReport, compare
from corpus.plan import Kind, Plan
from corpus.side_file import SideTable, read_side_file

LANGUAGES = ("en", "plain")
_BLOCKS = frozenset(kind.value for kind in Kind if kind is not Kind.FOOTNOTE)


@dataclass(frozen=True, slots=True)
class CompanionEntry:
    """A passage in a companion's words.

    `digest` is that of the passage's text when this was written. `heading` is an initiative's
    title, a footnote's term or an indicator's name; None for other passages.
    """

    digest: str
    heading: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Companion:
    """A plan in other words: `language` is "en" or "plain", `status` says that it is unofficial.

    `titles` are by section number and "chapter.1", `blocks` by the kind of their passages,
    `boxes` by the partner's name in the plan, `passages` by passage id.
    """

    language: str
    plan: str
    status: str
    titles: Mapping[str, str]
    blocks: Mapping[str, str]
    boxes: Mapping[str, str]
    passages: Mapping[str, CompanionEntry]

    def fresh(self, plan: Plan) -> Companion:
        """Return the companion with only those entries that were written for `plan` as it is."""
        report = check_companion(self, plan)
        left_out = {*report.stale, *report.unknown}
        kept = {key: entry for key, entry in self.passages.items() if key not in left_out}
        return replace(self, passages=kept)


def check_companion(companion: Companion, plan: Plan) -> FreshnessReport:
    """Compare `companion` with `plan`, passage by passage."""
    return compare({key: entry.digest for key, entry in companion.passages.items()}, plan)


def bundled_companions(plan_path: Path) -> tuple[Companion, ...]:
    """Read those companions that lie beside the plan `plan_path`: en.toml, plain.toml.

    Raises CompanionFormatError for one that cannot be read.
    """
    paths = (plan_path.with_name(f"{language}.toml") for language in LANGUAGES)
    found = []
    for path in paths:
        if path.is_file():
            companion = read_companion(path)
            if companion.language != path.stem:
                raise CompanionFormatError(path.name, "meta.language", f'"{path.stem}"')
            found.append(companion)
    return tuple(found)


def read_companion(path: Path) -> Companion:
    """Read the companion in the TOML file `path`.

    Raises CompanionFormatError, which names the field, where the file is not as it must be;
    OSError where there is no such file.
    """
    file = read_side_file(path)
    file.refuse_other_than("meta", "titles", "blocks", "boxes", "passages")
    meta = file.table("meta")
    meta.refuse_other_than("language", "plan", "status")
    language = meta.text("language")
    if language not in LANGUAGES:
        expected = " or ".join(f'"{one}"' for one in LANGUAGES)
        raise CompanionFormatError(path.name, "meta.language", expected)
    blocks = file.table("blocks")
    blocks.refuse_other_than(*_BLOCKS)
    passages = file.table("passages")
    return Companion(
        language=language,
        plan=meta.text("plan"),
        status=meta.text("status"),
        titles=file.table("titles").texts(),
        blocks=blocks.texts(),
        boxes=file.table("boxes").texts(),
        passages={key: _entry(passages.table(key)) for key in passages.values},
    )


def _entry(table: SideTable) -> CompanionEntry:
    table.refuse_other_than("digest", "heading", "text")
    heading = table.text("heading") if "heading" in table.values else None
    return CompanionEntry(table.digest(), heading, table.text("text"))

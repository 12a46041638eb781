"""Companions of a plan: its unofficial English and easy Japanese (やさしい日本語) text.

A companion is a TOML file beside the plan. Each of its entries bears the digest of the passage
that it was written for, so that one whose passage has changed since is known and left out.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import CompanionFormatError
from corpus.plan import Kind, Plan

LANGUAGES = ("en", "plain")
_DIGEST = re.compile(r"[0-9a-f]{16}")
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


@dataclass(frozen=True, slots=True)
class CompanionReport:
    """How a companion agrees with a plan, as ids of passages.

    `missing` have no entry, `stale` have changed since theirs was written, `unknown` are not in
    the plan.
    """

    missing: tuple[str, ...]
    stale: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether each passage of the plan has an entry that is up to date, and no other is."""
        return not (self.missing or self.stale or self.unknown)


def passage_digest(text: str) -> str:
    """Return the digest by which an entry knows the passage whose verbatim text is `text`."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def check_companion(companion: Companion, plan: Plan) -> CompanionReport:
    """Compare `companion` with `plan`, passage by passage."""
    texts = {passage.id: passage.text for passage in plan.passages}
    entries = companion.passages
    return CompanionReport(
        missing=tuple(key for key in texts if key not in entries),
        stale=tuple(
            key
            for key, text in texts.items()
            if key in entries and entries[key].digest != passage_digest(text)
        ),
        unknown=tuple(key for key in entries if key not in texts),
    )


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
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise CompanionFormatError(path.name, "the file", f"TOML in UTF-8 ({error})") from error
    file = _Table(path.name, "", data)
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


def _entry(table: _Table) -> CompanionEntry:
    table.refuse_other_than("digest", "heading", "text")
    digest = table.text("digest")
    if not _DIGEST.fullmatch(digest):
        raise CompanionFormatError(table.file, table.name_of("digest"), "16 hexadecimal digits")
    heading = table.text("heading") if "heading" in table.values else None
    return CompanionEntry(digest, heading, table.text("text"))


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of a companion file, which knows its own name for errors."""

    file: str
    name: str
    values: Mapping[str, object]

    def name_of(self, key: str) -> str:
        shown = key if re.fullmatch(r"[\w-]+", key) else f'"{key}"'
        return f"{self.name}.{shown}" if self.name else shown

    def table(self, key: str) -> _Table:
        value = self.values.get(key)
        if not isinstance(value, dict):
            raise CompanionFormatError(self.file, self.name_of(key), "a table")
        return _Table(self.file, self.name_of(key), value)

    def text(self, key: str) -> str:
        value = self.values.get(key)
        if not isinstance(value, str) or not value.strip():
            raise CompanionFormatError(self.file, self.name_of(key), "a text that is not empty")
        return value

    def texts(self) -> dict[str, str]:
        return {key: self.text(key) for key in self.values}

    def refuse_other_than(self, *known: str) -> None:
        for key in self.values:
            if key not in known:
                raise CompanionFormatError(self.file, self.name_of(key), "no such field")

"""What is said first to a person in distress; it is kept in `help_lines.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Literal

from assistant.answer import Language, Style
from assistant.errors import HelpLinesFormatError
from assistant.safety.distress import Distress, Need

Voice = Literal["ja", "en", "plain"]
Said = Mapping[Voice, str]

_FILE = "help_lines.toml"
_VOICES: tuple[Voice, ...] = ("ja", "en", "plain")


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A telephone line: when it is open, who says so and as of which day."""

    name: Said
    number: str
    hours: Said
    source: str
    checked: date

    def told(self, voice: Voice) -> str:
        """Return the line in a few words: its name, number and hours."""
        return f"{self.name[voice]} {self.number} ({self.hours[voice]})"


@dataclass(frozen=True, slots=True)
class Help:
    """What is said to who is in one need: care first, its lines, and other places to turn to.

    `topic` is what a plan may do for it, None where who is in need says so best.
    """

    care: Said
    care_for_another: Said
    lines: tuple[HelpLine, ...]
    words: Said | None
    topic: str | None


@dataclass(frozen=True, slots=True)
class HelpLines:
    """The help for each need, and what is said around its lines."""

    lead: Said
    lead_of_all: Said
    end: Said
    help: Mapping[Need, Help]
    lines: tuple[HelpLine, ...]

    def lines_for(self, need: Need, lang: Language, style: Style = "normal") -> tuple[str, ...]:
        """Return the lines for a need, each told in a few words."""
        return tuple(line.told(_voice(lang, style)) for line in self.help[need].lines)

    def said_to(self, distress: Distress, lang: Language, style: Style = "normal") -> str:
        """Return what is said first to a person in distress: care, then lines, then danger."""
        voice = _voice(lang, style)
        given = self.help[distress.need]
        care = given.care_for_another if distress.is_for_another else given.care
        parts = [care[voice], self.lead[voice], *_listed(given.lines, voice)]
        if given.words is not None:
            parts.append(given.words[voice])
        return "\n".join([*parts, self.end[voice]])

    def all_lines(self, lang: Language, style: Style = "normal") -> str:
        """Return what is said to who asks for a number to call: all lines."""
        voice = _voice(lang, style)
        return "\n".join([self.lead_of_all[voice], *_listed(self.lines, voice), self.end[voice]])


def _voice(lang: Language, style: Style) -> Voice:
    return "plain" if lang == "ja" and style == "plain" else lang


def _listed(lines: Iterable[HelpLine], voice: Voice) -> list[str]:
    return [f"- {line.told(voice)}" for line in lines]


@cache
def bundled_help_lines() -> HelpLines:
    """Return the lines of the bundled file."""
    text = (resources.files("assistant.safety") / _FILE).read_text(encoding="utf-8")
    return read_help_lines(text, _FILE)


def read_help_lines(text: str, name: str) -> HelpLines:
    """Read a file of help lines; HelpLinesFormatError names the field that cannot be used."""
    try:
        return _read(_Fields(tomllib.loads(text), ""))
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise HelpLinesFormatError(f"{name}: {error}") from error


@dataclass(frozen=True, slots=True)
class _Fields:
    """A table of the file, with its place; what is missing or no table or text is a ValueError."""

    fields: Mapping[str, Any]
    place: str

    def value(self, key: str, kind: type | tuple[type, ...], kind_name: str) -> Any:
        path = f"{self.place}{key}"
        if key not in self.fields:
            raise ValueError(f"{path} is missing")
        if not isinstance(self.fields[key], kind):
            raise ValueError(f"{path} is no {kind_name}: {self.fields[key]!r}")
        return self.fields[key]

    def text(self, key: str) -> str:
        found = str(self.value(key, str, "text")).strip()
        if not found:
            raise ValueError(f"{self.place}{key} is empty")
        return found

    def table(self, key: str) -> _Fields:
        return _Fields(self.value(key, dict, "table"), f"{self.place}{key}.")

    def said(self, key: str, *, all_voices: bool = True) -> Said:
        """A text a voice; `plain` may be absent unless `all_voices`, and is then that of `ja`."""
        said = self.table(key)
        absent = () if all_voices or "plain" in said.fields else ("plain",)
        return {voice: said.text("ja" if voice in absent else voice) for voice in _VOICES}


def _read(file: _Fields) -> HelpLines:
    tables = file.table("lines")
    lines = {key: _line(tables.table(key)) for key in tables.fields}
    needs = file.table("needs")
    unknown = set(needs.fields) - set(Need)
    if unknown:
        raise ValueError(f"needs.{min(unknown)} is no need; there are {', '.join(Need)}")
    return HelpLines(
        lead=file.said("lead"),
        lead_of_all=file.said("all"),
        end=file.said("end"),
        help={need: _help(needs.table(need), lines) for need in Need},
        lines=tuple(lines.values()),
    )


def _line(fields: _Fields) -> HelpLine:
    return HelpLine(
        name=fields.said("name", all_voices=False),
        number=fields.text("number"),
        hours=fields.said("hours", all_voices=False),
        source=fields.text("source"),
        checked=fields.value("date", date, "day"),
    )


def _help(fields: _Fields, lines: Mapping[str, HelpLine]) -> Help:
    keys = fields.value("lines", list, "list")
    unknown = [key for key in keys if key not in lines]
    if unknown or not keys:
        raise ValueError(f"{fields.place}lines has no line {unknown[0] if unknown else 'at all'}")
    care = fields.said("care")
    another = "care_for_another"
    return Help(
        care=care,
        care_for_another=fields.said(another) if another in fields.fields else care,
        lines=tuple(lines[key] for key in keys),
        words=fields.said("words") if "words" in fields.fields else None,
        topic=fields.text("topic") if "topic" in fields.fields else None,
    )

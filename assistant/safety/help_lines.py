"""Telephone lines for a person in distress; they are kept in `help_lines.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from assistant.answer import Language
from assistant.errors import HelpLinesFormatError

_FILE = "help_lines.toml"
_LANGUAGES: tuple[Language, ...] = ("ja", "en")


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A telephone line: when it is open, who says so and as of which day."""

    name: dict[Language, str]
    number: str
    hours: dict[Language, str]
    source: str
    checked: date


@dataclass(frozen=True, slots=True)
class HelpLines:
    """The lines by the kind of distress, with its signs and topic, and what is said around."""

    lead: dict[Language, str]
    topics: dict[str, dict[Language, str]]
    end: dict[Language, str]
    signs: dict[str, re.Pattern[str]]
    lines: dict[str, tuple[HelpLine, ...]]

    def kinds_in(self, text: str) -> tuple[str, ...]:
        """Return the kinds of distress of which `text` has a sign."""
        return tuple(kind for kind, signs in self.signs.items() if signs.search(text))

    def said_to(self, kinds: Sequence[str], lang: Language) -> str:
        """Return what is said first to a person in distress of `kinds`: the lines that help."""
        shown = [line for kind in kinds for line in self.lines[kind]]
        if not shown:
            return ""
        told = dict.fromkeys(f"{one.name[lang]} {one.number} ({one.hours[lang]})" for one in shown)
        listed = ("、" if lang == "ja" else ", ").join(told)
        end = "。" if lang == "ja" else ". "
        return f"{self.lead[lang]}{' ' if lang == 'en' else ''}{listed}{end}{self.end[lang]}"


@cache
def bundled_help_lines() -> HelpLines:
    """Return the lines of the bundled file."""
    text = (resources.files("assistant.safety") / _FILE).read_text(encoding="utf-8")
    return read_help_lines(text, _FILE)


def read_help_lines(text: str, name: str) -> HelpLines:
    """Read a file of help lines; HelpLinesFormatError names the field that cannot be used."""
    try:
        fields = tomllib.loads(text)
        signs = {
            kind: re.compile("|".join(forms), re.IGNORECASE)
            for kind, forms in fields["signs"].items()
        }
        lines = {
            kind: tuple(_line(one) for one in fields["lines"] if one["for"] == kind)
            for kind in signs
        }
        unknown = {one["for"] for one in fields["lines"]} - set(signs)
        if unknown:
            raise ValueError(f"for = {sorted(unknown)} has no signs")
        topics = {kind: _said(fields["topics"], kind) for kind in signs}
        return HelpLines(_said(fields, "lead"), topics, _said(fields, "end"), signs, lines)
    except KeyError as error:
        raise HelpLinesFormatError(f"{name}: {error} is missing") from error
    except (tomllib.TOMLDecodeError, re.error, TypeError, ValueError) as error:
        raise HelpLinesFormatError(f"{name}: {error}") from error


def _line(fields: dict[str, Any]) -> HelpLine:
    checked = fields["date"]
    if not isinstance(checked, date):
        raise TypeError(f"date = {checked!r} of {fields['number']} is no day")
    return HelpLine(
        name=_said(fields, "name"),
        number=str(fields["number"]),
        hours=_said(fields, "hours"),
        source=str(fields["source"]),
        checked=checked,
    )


def _said(fields: dict[str, Any], key: str) -> dict[Language, str]:
    return {lang: str(fields[key][lang]) for lang in _LANGUAGES}

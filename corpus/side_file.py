"""A TOML file beside a plan, read field by field: what is wrong is named by file and field."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CompanionFormatError

_DIGEST = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class SideTable:
    """A table of a side file, which knows its own name for errors.

    Each method raises CompanionFormatError where the field is not as it says.
    """

    file: str
    name: str
    values: Mapping[str, object]

    def name_of(self, key: str) -> str:
        """Return the full name of the field `key`."""
        shown = key if re.fullmatch(r"[\w-]+", key) else f'"{key}"'
        return f"{self.name}.{shown}" if self.name else shown

    def table(self, key: str) -> SideTable:
        """Return the table in the field `key`."""
        value = self.values.get(key)
        if not isinstance(value, dict):
            raise CompanionFormatError(self.file, self.name_of(key), "a table")
        return SideTable(self.file, self.name_of(key), value)

    def text(self, key: str) -> str:
        """Return the text in the field `key`, which is not empty."""
        return self._text(self.values.get(key), key)

    def texts(self) -> dict[str, str]:
        """Return all fields, each a text."""
        return {key: self.text(key) for key in self.values}

    def text_list(self, key: str) -> tuple[str, ...]:
        """Return the texts in the field `key`, a list that may be empty."""
        value = self.values.get(key)
        if not isinstance(value, list):
            raise CompanionFormatError(self.file, self.name_of(key), "a list of texts")
        return tuple(self._text(one, key) for one in value)

    def digest(self) -> str:
        """Return the field `digest`: of the passage's text when the entry was written."""
        digest = self.text("digest")
        if not _DIGEST.fullmatch(digest):
            raise CompanionFormatError(self.file, self.name_of("digest"), "16 hexadecimal digits")
        return digest

    def refuse_other_than(self, *known: str) -> None:
        """Refuse a field that is none of `known`."""
        for key in self.values:
            if key not in known:
                raise CompanionFormatError(self.file, self.name_of(key), "no such field")

    def _text(self, value: object, key: str) -> str:
        if not isinstance(value, str) or not value.strip():
            raise CompanionFormatError(self.file, self.name_of(key), "a text that is not empty")
        return value


def read_side_file(path: Path) -> SideTable:
    """Read the TOML file `path`.

    Raises CompanionFormatError where it is none; OSError where there is no such file.
    """
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise CompanionFormatError(path.name, "the file", f"TOML in UTF-8 ({error})") from error
    return SideTable(path.name, "", data)

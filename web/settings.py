"""What the environment sets for the pages: where they are served, where verdicts are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_PORT = re.compile(r"[0-9]{1,5}")
_HIGHEST_PORT = 65535
_FEEDBACK = "var/feedback.sqlite"


class SettingError(Exception):
    """A variable of the environment has a value that cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """HOST, PORT and MICHISHIRUBE_FEEDBACK, the database of verdicts on answers."""

    host: str
    port: int
    feedback: Path

    @classmethod
    def read(cls, variables: Mapping[str, str]) -> Settings:
        """Read the settings; SettingError names a variable that cannot be used."""
        port = variables.get("PORT") or "8000"
        if not (_PORT.fullmatch(port) and 0 < int(port) <= _HIGHEST_PORT):
            raise SettingError(f"PORT: expected a number from 1 to {_HIGHEST_PORT}, not {port!r}")
        feedback = variables.get("MICHISHIRUBE_FEEDBACK") or _FEEDBACK
        return cls(variables.get("HOST") or "127.0.0.1", int(port), Path(feedback))

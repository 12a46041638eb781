"""JSON that tells whether it is as it was written: its digest stands in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_DIGEST = "digest_of_the_others"


def digest_of(fields: Mapping[str, Any]) -> str:
    """Return a SHA-256 over `fields`, whatever order they come in."""
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


def write_signed(file: Path, fields: Mapping[str, Any]) -> None:
    """Write `fields` and their digest. Raises OSError where they cannot be written."""
    text = json.dumps({**fields, _DIGEST: digest_of(fields)}, ensure_ascii=False, indent=1)
    file.write_text(text, encoding="utf-8")


def read_signed(file: Path) -> dict[str, Any]:
    """Return what `write_signed` wrote.

    Raises ValueError where it is anything else, OSError where the file cannot be read.
    """
    try:
        fields = json.loads(file.read_text(encoding="utf-8"))
        signature = fields.pop(_DIGEST)
    except (LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"it is no such file ({error})") from error
    if signature != digest_of(fields):
        raise ValueError("it is not as it was written")
    return dict(fields)

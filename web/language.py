"""The language of the interface: by address, else as the browser prefers, else Japanese."""

from __future__ import annotations

import re

from starlette.requests import Request

from assistant.answer import Language

_PREFERENCE = re.compile(
    r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9]+)*\s*(?:;\s*q=([01](?:\.\d{1,3})?))?\s*$"
)


def language(request: Request) -> Language:
    """Return the language of `request`: `?lang=`, then Accept-Language, then Japanese."""
    named = request.query_params.get("lang")
    if named in ("ja", "en"):
        return "en" if named == "en" else "ja"
    weights = {"ja": 0.0, "en": 0.0}
    for part in request.headers.get("accept-language", "")[:500].split(","):
        match = _PREFERENCE.match(part)
        if match and match[1].lower() in weights:
            name = match[1].lower()
            weights[name] = max(weights[name], float(match[2] or 1))
    return "en" if weights["en"] > weights["ja"] else "ja"

"""Passages on suicide are told only to who asks about it, or to whom it concerns."""

from __future__ import annotations

# What passages and questions on it have in their text; lower case.
_WORDS = (
    "自殺",
    "自死",
    "命を絶",
    "死にたい",
    "suicid",
    "take their own li",
    "took their own li",
    "taken their own li",
    "kill myself",
    "kill themsel",
    "killed themsel",
)


def is_shown_to(question: str, text: str) -> bool:
    """Return whether a passage's `text` may be shown to who asks `question`."""
    return is_sensitive(question) or not is_sensitive(text)


def is_sensitive(text: str) -> bool:
    """Return whether `text` speaks of suicide."""
    said = text.lower()
    return any(word in said for word in _WORDS)

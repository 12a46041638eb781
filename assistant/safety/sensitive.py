"""Passages on suicide are shown to who asks about it or about the health of the mind."""

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
# Who asks about the health of the mind in general is answered by what a plan says of suicide too.
_OF_THE_MIND = ("こころの", "心の健康", "心のケア", "メンタル", "精神", "mental")


def is_shown_to(question: str, text: str) -> bool:
    """Return whether a passage's `text` may be shown to who asks `question`."""
    asked = question.lower()
    of_the_mind = any(word in asked for word in _OF_THE_MIND)
    return is_sensitive(question) or of_the_mind or not is_sensitive(text)


def is_sensitive(text: str) -> bool:
    """Return whether `text` speaks of suicide."""
    said = text.lower()
    return any(word in said for word in _WORDS)

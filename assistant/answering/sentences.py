"""The statements of a passage: verbatim spans, cut at the ends of sentences."""

from __future__ import annotations

import re

from corpus.plan import Indicator, Kind, Passage, Plan

_SENTENCE = re.compile(r"[^。\n]*(?:「[^」\n]*」[^。\n]*|\([^)\n]*\)[^。\n]*)*。?")
_ENGLISH_SENTENCE = re.compile(r".+?(?:[.!?](?=\s+[A-Z(\"“])|$)", re.DOTALL)


def statements(passage: Passage) -> tuple[str, ...]:
    """Return the sentences of the passage's body, each a verbatim span of its text.

    The title of an initiative, the number of a footnote and the dash of a list are no part of
    them; a row of the indicator table is one statement.
    """
    text = passage.text
    if passage.kind is Kind.INDICATOR:
        return (text,)
    if passage.kind is Kind.INITIATIVE:
        text = text.partition("\n")[2]
    elif passage.kind is Kind.FOOTNOTE:
        text = text.partition(" ")[2] or text
    elif passage.kind is Kind.PARTNER:
        text = text.removeprefix("- ")
    found = (match[0].strip() for match in _SENTENCE.finditer(text))
    return tuple(sentence for sentence in found if sentence) or (passage.text,)


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a companion text, English or Japanese."""
    if "。" in text:
        return tuple(match[0].strip() for match in _SENTENCE.finditer(text) if match[0].strip())
    parts = (match[0].strip() for match in _ENGLISH_SENTENCE.finditer(text))
    return tuple(part for part in parts if part)


def indicator_of(passage: Passage, plan: Plan) -> Indicator:
    """Return the indicator whose row `passage` is; KeyError where it is none."""
    return plan.indicators_by_id[passage.id]

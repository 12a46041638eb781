"""Footnotes: superscript markers, note bodies, and the term that a note explains."""

from __future__ import annotations

import re

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TO_DIGITS = str.maketrans(_SUPERSCRIPTS, "0123456789")
_TO_SUPERSCRIPTS = str.maketrans("0123456789", _SUPERSCRIPTS)
_MARKER = re.compile(f"[{_SUPERSCRIPTS}]{{1,4}}")
_BODY = re.compile(rf"([{_SUPERSCRIPTS}]{{1,4}})[ \u3000]*(\S.*)", re.DOTALL)
# A term is written in kanji, katakana, Latin letters and digits; hiragana is a particle before
# it, but for the one letter of inflection after a kanji (担い手, 見守り).
_TERM = re.compile(
    r"(?:[\u4e00-\u9fff々ァ-ヺー・A-Za-z0-9]|(?<=[\u4e00-\u9fff々])[いりちえきしけげみびせれめ])+$"
)
_HIRAGANA_TERM = re.compile(r"[^\s、。「」『』()()・]+$")


def footnote_body(paragraph: str) -> tuple[int, str] | None:
    """Read 「⁹ 社会福祉援助のこと。…」 into its number and body; None where it is no footnote."""
    match = _BODY.fullmatch(paragraph)
    return (int(match[1].translate(_TO_DIGITS)), match[2]) if match else None


def marker(number: int) -> str:
    """Return the superscript marker of footnote `number`."""
    return str(number).translate(_TO_SUPERSCRIPTS)


def without_markers(text: str) -> str:
    """Return `text` without its superscript markers."""
    return _MARKER.sub("", text)


def markers(text: str) -> tuple[tuple[int, str], ...]:
    """Return the markers in `text`, each as its number and the term that stands before it."""
    return tuple(
        (int(match[0].translate(_TO_DIGITS)), _term_before(text[: match.start()]))
        for match in _MARKER.finditer(text)
    )


def _term_before(text: str) -> str:
    match = _TERM.search(text) or _HIRAGANA_TERM.search(text)
    return match[0].strip("・") if match else ""

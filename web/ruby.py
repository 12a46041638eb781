"""Furigana (ふりがな): readings over ideographs, from the dictionary and a file of corrections."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources

from markupsafe import Markup, escape

from index.morphology import morphemes

_IDEOGRAPHS = r"[\u3400-\u9fff々〆ヶ]+"
_JAPANESE = re.compile(r"(?:\d[\d.]{0,20} ?)?[\u3040-\u30ff\u3400-\u9fff々〆ー]+")
_PART = re.compile(rf"{_IDEOGRAPHS}|[^\u3400-\u9fff々〆ヶ]+")
_HAS_IDEOGRAPH = re.compile(_IDEOGRAPHS)
_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ"))}
_RUBY = Markup("<ruby>{}<rp>(</rp><rt>{}</rt><rp>)</rp></ruby>")


def ruby(text: str) -> Markup:
    """Return `text` escaped, with furigana over its ideographs; the text itself is unchanged."""
    parts: list[Markup] = []
    end = 0
    for run in _JAPANESE.finditer(text):
        parts.append(escape(text[end : run.start()]))
        parts += [_over(surface, reading) for surface, reading in _read(run[0])]
        end = run.end()
    return Markup("").join([*parts, escape(text[end:])])


def _read(run: str) -> Iterator[tuple[str, str]]:
    """Yield the words of `run` with their readings in hiragana, "" where none is known."""
    end = 0
    for corrected in _corrections().finditer(run):
        yield from _by_dictionary(run[end : corrected.start()])
        yield corrected[0], _readings()[corrected[0]]
        end = corrected.end()
    yield from _by_dictionary(run[end:])


def _by_dictionary(run: str) -> Iterator[tuple[str, str]]:
    end = 0
    for morpheme in morphemes(run):
        # What is searched may be another letter than what is shown: such a run has no furigana.
        if run[morpheme.start : morpheme.start + len(morpheme.surface)] != morpheme.surface:
            break
        yield run[end : morpheme.start], ""
        yield morpheme.surface, morpheme.kana.translate(_TO_HIRAGANA)
        end = morpheme.start + len(morpheme.surface)
    yield run[end:], ""


def _over(surface: str, reading: str) -> Markup:
    """Put `reading` over the ideographs of `surface`, the kana between them left as they are."""
    if not (reading and _HAS_IDEOGRAPH.search(surface)):
        return escape(surface)
    parts = _PART.findall(surface)
    of_part = ["(.+)" if _HAS_IDEOGRAPH.match(part) else _hiragana(part) for part in parts]
    match = re.fullmatch("".join(of_part), reading)
    if match is None:
        return _RUBY.format(surface, reading)
    readings = iter(match.groups())
    return Markup("").join(
        _RUBY.format(part, next(readings)) if _HAS_IDEOGRAPH.match(part) else escape(part)
        for part in parts
    )


def _hiragana(part: str) -> str:
    return re.escape(part.translate(_TO_HIRAGANA))


@cache
def _readings() -> dict[str, str]:
    text = (resources.files("web") / "readings.toml").read_text(encoding="utf-8")
    readings: dict[str, str] = tomllib.loads(text)
    return readings


@cache
def _corrections() -> re.Pattern[str]:
    words = sorted(_readings(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)) or "(?!)")

"""Who is in distress is told care first, then lines that fit; a city's file is checked."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from assistant.answer import Language, Style
from assistant.errors import HelpLinesFormatError
from assistant.safety.distress import Distress, Need
from assistant.safety.help_lines import HelpLines, bundled_help_lines, read_help_lines

FILE = (resources.files("assistant.safety") / "help_lines.toml").read_text(encoding="utf-8")
VOICES: tuple[tuple[Language, Style], ...] = (("ja", "normal"), ("en", "normal"), ("ja", "plain"))


@pytest.fixture(scope="module")
def lines() -> HelpLines:
    """The bundled lines."""
    return bundled_help_lines()


@pytest.mark.parametrize(
    ("need", "numbers"),
    [
        (Need.SUICIDE, ["0120-279-338", "0120-061-338", "0570-064-556", "0120-783-556"]),
        (Need.CHILD, ["189", "0120-0-78310", "0120-99-7777"]),
        (Need.PARTNER, ["0120-279-889", "#8008"]),
        (Need.ELDER, ["0120-279-338", "地域包括支援センター"]),
        (Need.CARER, ["0120-279-338", "地域包括支援センター"]),
        (Need.VIOLENCE, ["110", "#8103", "#8891"]),
        (Need.GRIEF, ["0120-279-338", "0570-064-556"]),
        (Need.LONELY, ["0120-279-338", "0570-064-556"]),
        (Need.WITHDRAWN, ["0120-279-338", "ひきこもり地域支援センター"]),
        (Need.HARDSHIP, ["0120-279-338", "自立相談支援機関"]),
        (Need.DESPAIR, ["0120-279-338", "0570-064-556"]),
    ],
)
@pytest.mark.parametrize(("lang", "style"), VOICES)
def test_the_lines_fit_the_need(
    lines: HelpLines, need: Need, numbers: list[str], lang: Language, style: Style
) -> None:
    said = lines.said_to(Distress(need, False), lang, style)
    for number in numbers:
        assert number in said


def test_the_childrens_line_is_not_for_an_old_man(lines: HelpLines) -> None:
    assert "児童" not in lines.said_to(Distress(Need.ELDER, True), "ja")
    assert not [line for line in lines.lines_for(Need.ELDER, "ja") if "189" in line]


@pytest.mark.parametrize("need", Need)
@pytest.mark.parametrize("is_for_another", [False, True])
@pytest.mark.parametrize(("lang", "style"), VOICES)
def test_care_is_said_first_and_danger_last(
    lines: HelpLines, need: Need, is_for_another: bool, lang: Language, style: Style
) -> None:
    said = lines.said_to(Distress(need, is_for_another), lang, style).splitlines()
    assert not any(letter.isdigit() for letter in said[0])
    assert [line[2:] for line in said if line.startswith("- ")] == list(
        lines.lines_for(need, lang, style)
    )
    assert "110" in said[-1]
    assert "119" in said[-1]


def test_condolence_comes_before_content(lines: HelpLines) -> None:
    assert "お悔やみ" in lines.said_to(Distress(Need.GRIEF, False), "ja").splitlines()[0]
    assert "sorry for your loss" in lines.said_to(Distress(Need.GRIEF, False), "en")


def test_fear_for_another_is_met_by_other_words(lines: HelpLines) -> None:
    for need in Need:
        own, another = (lines.said_to(Distress(need, one), "ja") for one in (False, True))
        same = need in (Need.GRIEF, Need.WITHDRAWN)
        assert (own == another) is same


def test_all_lines_are_told_to_who_asks_for_a_number(lines: HelpLines) -> None:
    for lang, style in VOICES:
        said = lines.all_lines(lang, style)
        assert all(line.number in said for line in lines.lines)
        assert said.count("\n- ") == len(lines.lines) == len(tomllib.loads(FILE)["lines"])


def test_english_and_easy_japanese_are_what_they_are(lines: HelpLines) -> None:
    english = lines.said_to(Distress(Need.DESPAIR, False), "en", "plain")
    assert english.isascii()
    normal, plain = (
        lines.said_to(Distress(Need.DESPAIR, False), "ja", style) for style in ("normal", "plain")
    )
    assert normal != plain


def test_every_line_has_a_source_and_a_day(lines: HelpLines) -> None:
    assert all(line.source and line.checked.year >= 2020 for line in lines.lines)
    told = {line.number for need in Need for line in lines.help[need].lines}
    assert told == {line.number for line in lines.lines}


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('number = "189"\n', "", "lines.jido_sodanjo.number is missing"),
        ('number = "189"', "number = 189", "lines.jido_sodanjo.number"),
        ("date = 2022-06-13", 'date = "soon"', "lines.jido_sodanjo.date"),
        ("[lead]", "[laed]", "lead is missing"),
        ("[needs.grief.care]", "[needs.grief.cure]", "needs.grief.care is missing"),
        ('en = "I am so sorry for your loss."', "", "needs.grief.care.en is missing"),
        ("[needs.grief]\nlines", "[needs.greif]\nlines", "greif"),
        ('lines = ["jido_sodanjo", ', 'lines = ["jido", ', "needs.child.lines has no line jido"),
        ('lines = ["jido_sodanjo", "kodomo_sos", "childline"]', "lines = []", "needs.child.lines"),
        (
            'name = { ja = "#いのちSOS", ',
            'name = { ja = " ", ',
            "lines.inochi_sos.name.ja is empty",
        ),
        ("[end]", "[end", "help.toml"),
    ],
)
def test_what_cannot_be_read_is_named(old: str, new: str, named: str) -> None:
    assert old in FILE
    with pytest.raises(HelpLinesFormatError, match=named) as raised:
        read_help_lines(FILE.replace(old, new), "help.toml")
    assert str(raised.value).startswith("help.toml: ")

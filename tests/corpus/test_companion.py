"""The companions of a plan: read, compared with it, and those of the real plan checked whole."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.companion import (
    Companion,
    CompanionEntry,
    bundled_companions,
    check_companion,
    read_companion,
)
from corpus.errors import CompanionFormatError
from corpus.footnotes import without_markers
from corpus.freshness import passage_digest
from corpus.parse import bundled_plan_path, parse_plan, read_plan
from corpus.plan import Kind, Passage, Plan

PLAN = read_plan(bundled_plan_path())
COMPANIONS = {one.language: one for one in bundled_companions(bundled_plan_path())}
ENGLISH, PLAIN = COMPANIONS["en"], COMPANIONS["plain"]
both = pytest.mark.parametrize("companion", [ENGLISH, PLAIN], ids=["en", "plain"])

CIRCLED = re.compile(r"[①-⑳]")
FIGURE = re.compile(r"(\d[\d,]*(?:\.\d+)?)(万)?")
ERA_YEAR = re.compile(r"(昭和|平成|令和) ?(\d+) ?年")
ERA_STARTS = {"昭和": 1925, "平成": 1988, "令和": 2018}

SMALL = """\
[meta]
language = "en"
plan = "small"
status = "Unofficial."

[titles]
"2-1" = "Welfare"

[blocks]
goal = "Goal"

[boxes]
"市民" = "Citizens"

[passages."2-1.goal.1"]
digest = "0123456789abcdef"
heading = "① A title"
text = "A city."
"""


def written(folder: Path, text: str, name: str = "en.toml") -> Path:
    """Write a companion file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def body(passage: Passage) -> str:
    """What an entry has to say of a passage: an indicator's name, the text of any other."""
    names = {row.passage.id: row.name for row in PLAN.indicators}
    return names.get(passage.id, passage.text)


def said(entry: CompanionEntry) -> str:
    """All that an entry says."""
    return f"{entry.heading or ''}\n{entry.text}"


def figures(text: str) -> set[float]:
    """The figures in a text, whatever their width; 10 万 is 100,000, ① and ⁹ are marks."""
    plain = unicodedata.normalize("NFKC", CIRCLED.sub(" ", without_markers(text)))
    found = FIGURE.finditer(plain.replace(" 万", "万"))
    return {float(one[1].replace(",", "")) * (10_000 if one[2] else 1) for one in found}


def era_years(text: str) -> set[float]:
    """The years of the common era that the text tells by a Japanese era: 昭和25年 is 1950."""
    return {ERA_STARTS[era] + float(count) for era, count in ERA_YEAR.findall(text)}


# Reading


def test_reads_each_field(tmp_path: Path) -> None:
    assert read_companion(written(tmp_path, SMALL)) == Companion(
        language="en",
        plan="small",
        status="Unofficial.",
        titles={"2-1": "Welfare"},
        blocks={"goal": "Goal"},
        boxes={"市民": "Citizens"},
        passages={"2-1.goal.1": CompanionEntry("0123456789abcdef", "① A title", "A city.")},
    )


def test_a_heading_may_be_absent(tmp_path: Path) -> None:
    path = written(tmp_path, SMALL.replace('heading = "① A title"\n', ""))
    assert read_companion(path).passages["2-1.goal.1"].heading is None


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "en.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert read_companion(path) == read_companion(written(tmp_path, SMALL, "plain.toml"))


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("[meta]", "[meta", "the file"),
        ("[meta]", "[other]", "other"),
        ('status = "Unofficial."\n', "", "meta.status"),
        ('plan = "small"', 'plan = "small"\nauthor = "x"', "meta.author"),
        ('language = "en"', 'language = "fr"', "meta.language"),
        ('language = "en"', "language = 1", "meta.language"),
        ('[titles]\n"2-1" = "Welfare"\n', "", "titles"),
        ('"2-1" = "Welfare"', '"2-1" = []', "titles.2-1"),
        ('goal = "Goal"', 'goals = "Goal"', "blocks.goals"),
        ('"市民" = "Citizens"', '"市民" = " "', "boxes.市民"),
        ('[passages."2-1.goal.1"]', '[passages]\n"2-1.goal.1" = 1\n[x]', "x"),
        ('text = "A city."', 'text = ""', 'passages."2-1.goal.1".text'),
        ('text = "A city."', "", 'passages."2-1.goal.1".text'),
        ('heading = "① A title"', "heading = 1", 'passages."2-1.goal.1".heading'),
        ("heading =", "heding =", 'passages."2-1.goal.1".heding'),
        ("0123456789abcdef", "0123", 'passages."2-1.goal.1".digest'),
    ],
)
def test_a_malformed_file_names_file_and_field(
    tmp_path: Path, old: str, new: str, field: str
) -> None:
    assert old in SMALL
    with pytest.raises(CompanionFormatError) as caught:
        read_companion(written(tmp_path, SMALL.replace(old, new, 1)))
    assert (caught.value.file, caught.value.field) == ("en.toml", field)
    assert str(caught.value).startswith(f"en.toml, {field}: expected ")


@given(data=st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_bytes_that_are_no_companion_are_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "en.toml"
    path.write_bytes(data)
    with pytest.raises(CompanionFormatError):
        read_companion(path)


@given(texts=st.dictionaries(st.text(), st.text().filter(str.strip), max_size=4))
def test_any_text_is_read_back_as_written(tmp_path: Path, texts: dict[str, str]) -> None:
    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

    tables = "".join(
        f'[passages.{quoted(key)}]\ndigest = "{passage_digest(key)}"\ntext = {quoted(text)}\n'
        for key, text in texts.items()
    )
    head = SMALL.partition("[passages")[0] + "[passages]\n"
    found = read_companion(written(tmp_path, head + tables)).passages
    assert {key: entry.text for key, entry in found.items()} == texts


def test_those_that_lie_beside_the_plan_are_read(tmp_path: Path) -> None:
    plan_path = tmp_path / "plan.txt"
    assert bundled_companions(plan_path) == ()
    written(tmp_path, SMALL.replace('"en"', '"plain"'), "plain.toml")
    assert [one.language for one in bundled_companions(plan_path)] == ["plain"]
    written(tmp_path, SMALL)
    assert [one.language for one in bundled_companions(plan_path)] == ["en", "plain"]


def test_a_companion_under_the_name_of_another_language_is_refused(tmp_path: Path) -> None:
    written(tmp_path, SMALL, "plain.toml")
    with pytest.raises(CompanionFormatError, match=r"plain\.toml, meta\.language"):
        bundled_companions(tmp_path / "plan.txt")


# Comparing with a plan


def changed(passage: Passage) -> Plan:
    """The plan with another text of `passage`, and nothing else changed."""
    lines = list(PLAN.lines)
    at = passage.spans[-1].last - 1
    if passage.kind is Kind.INDICATOR:
        name, _, values = lines[at].partition("\t")
        lines[at] = f"{name}など\t{values}"
    elif passage.id.endswith(".partners"):
        lines[at] = lines[at].replace("■", "□").replace(' checked=""', "", 1)
        lines[at - 1] = lines[at - 1].replace("■", "□", 1).replace(' checked=""', "", 1)
    else:
        lines[at] += "加えた文です。"
    return parse_plan("\n".join(lines), "changed.txt")


@given(passage=st.sampled_from(PLAN.passages))
def test_a_changed_passage_makes_just_its_entry_stale(passage: Passage) -> None:
    plan = changed(passage)
    for companion in (ENGLISH, PLAIN):
        report = check_companion(companion, plan)
        assert (report.missing, report.stale, report.unknown) == ((), (passage.id,), ())
        fresh = companion.fresh(plan)
        assert set(companion.passages) - set(fresh.passages) == {passage.id}
        assert check_companion(fresh, plan).missing == (passage.id,)
        assert (fresh.titles, fresh.status) == (companion.titles, companion.status)


@given(kept=st.sets(st.sampled_from([passage.id for passage in PLAN.passages])))
def test_what_has_no_entry_is_missing(kept: set[str]) -> None:
    some = {key: entry for key, entry in ENGLISH.passages.items() if key in kept}
    report = check_companion(replace(ENGLISH, passages=some), PLAN)
    assert report.missing == tuple(p.id for p in PLAN.passages if p.id not in kept)
    assert (report.stale, report.unknown) == ((), ())


def test_an_unknown_id_is_reported_and_left_out() -> None:
    entry = CompanionEntry("0" * 16, None, "Nowhere.")
    companion = replace(ENGLISH, passages={**ENGLISH.passages, "9-9.goal.1": entry})
    report = check_companion(companion, PLAN)
    assert (report.missing, report.stale, report.unknown) == ((), (), ("9-9.goal.1",))
    assert not report.complete
    assert companion.fresh(PLAN) == ENGLISH


def test_a_plan_that_shares_nothing_leaves_nothing_fresh() -> None:
    other = read_plan(Path(__file__).parents[1] / "data" / "two_chapters.txt")
    assert not ENGLISH.fresh(other).passages


def test_the_digest_is_the_start_of_a_sha_256() -> None:
    assert passage_digest("abc") == "ba7816bf8f01cfea"


# The companions of the real plan


def test_figures_are_read_as_they_are_meant() -> None:
    assert figures("① 約 35% の 10 万人、１．６歳¹²") == {35, 100_000, 1.6}
    assert figures("100,000 people") == {100_000}
    assert era_years("昭和25年と令和 5 年") == {1950, 2023}


@both
def test_it_is_complete_and_fresh(companion: Companion) -> None:
    assert check_companion(companion, PLAN).complete
    assert companion.fresh(PLAN) == companion
    assert list(companion.passages) == [passage.id for passage in PLAN.passages]
    assert companion.plan == bundled_plan_path().parent.name


@both
def test_titles_blocks_and_boxes_are_there(companion: Companion) -> None:
    chapters = [f"chapter.{n}" for n, _ in enumerate(PLAN.chapters, start=1)]
    assert list(companion.titles) == chapters + [section.number for section in PLAN.sections]
    assert list(companion.blocks) == [kind.value for kind in Kind if kind is not Kind.FOOTNOTE]
    boxes = [box.name for section in PLAN.sections for box in section.partners.boxes]
    assert set(companion.boxes) == set(boxes)


@both
def test_headings_stand_where_they_must(companion: Companion) -> None:
    headed = {Kind.INITIATIVE, Kind.FOOTNOTE, Kind.INDICATOR}
    for passage in PLAN.passages:
        heading = companion.passages[passage.id].heading
        assert (heading is not None) == (passage.kind in headed), passage.id
        if passage.kind is Kind.INITIATIVE:
            assert heading is not None
            assert heading[:2] == passage.text[:2]


@both
def test_paragraphs_are_those_of_the_plan(companion: Companion) -> None:
    for section in PLAN.sections:
        for initiative in section.initiatives:
            text = companion.passages[initiative.passage.id].text
            assert len(text.split("\n\n")) == len(initiative.paragraphs), initiative.passage.id


@both
def test_every_figure_of_a_passage_is_in_its_entry_and_no_other(companion: Companion) -> None:
    for passage in PLAN.passages:
        stated = figures(body(passage))
        told = figures(said(companion.passages[passage.id]))
        assert stated <= told, passage.id
        assert told <= stated | era_years(body(passage)), passage.id


@both
def test_the_ticked_partners_are_named_before_those_not_ticked(companion: Companion) -> None:
    for section in PLAN.sections:
        text = companion.passages[f"{section.number}.partners"].text
        ticked, _, rest = text.partition(". " if companion is ENGLISH else "。")
        for box in section.partners.boxes:
            name = re.split(r" \(|（", companion.boxes[box.name])[0]
            where, elsewhere = (ticked, rest) if box.checked else (rest, ticked)
            assert re.search(rf"(?<![a-z]){name}(?![a-z])", where, re.IGNORECASE), name
            assert not re.search(rf"、{name}|\b{name}(, | and |$)", elsewhere, re.I), name


def test_the_english_is_in_latin_letters() -> None:
    for key, entry in ENGLISH.passages.items():
        text = CIRCLED.sub("", said(entry)).replace("“", '"').replace("”", '"')
        assert text.isascii(), key


def test_the_easy_japanese_is_in_short_polite_sentences() -> None:
    ending = re.compile(r"(です|ます|ません|ました)$")
    for key, entry in PLAIN.passages.items():
        sentences = re.split(r"。\n*", entry.text)
        assert sentences.pop() == "", key
        for sentence in sentences:
            assert ending.search(sentence), (key, sentence)
            without_glosses = re.sub(r"（[^（）]*）", "", sentence)
            assert len(without_glosses) <= 70, (key, len(without_glosses), sentence)

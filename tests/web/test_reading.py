"""Furigana over the plan's own letters, and the choices of a reader that last."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.parse import bundled_plan_path, read_plan
from web.ruby import ruby

PLAN = read_plan(bundled_plan_path())
READINGS = re.compile(r"<rp>\(</rp><rt>(.*?)</rt><rp>\)</rp>")
TAGS = re.compile(r"</?ruby>")


def without_readings(marked: str) -> str:
    return html.unescape(TAGS.sub("", READINGS.sub("", marked)))


@pytest.mark.parametrize("passage", PLAN.passages, ids=lambda passage: passage.id)
def test_the_text_under_the_furigana_is_the_plans(passage: Any) -> None:
    marked = str(ruby(passage.text))
    assert without_readings(marked) == passage.text
    bare = re.sub(r"<ruby>.*?</ruby>", "", marked)
    assert not re.search(r"[\u4e00-\u9fff]", bare)


@given(st.text(max_size=80))
def test_any_text_is_left_as_it_is_and_escaped(text: str) -> None:
    marked = str(ruby(text))
    assert without_readings(marked) == text
    assert "<script" not in str(ruby(f"<script>{text}"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("人財", "<ruby>人財<rp>(</rp><rt>じんざい</rt><rp>)</rp></ruby>"),
        ("共創", "<ruby>共創<rp>(</rp><rt>きょうそう</rt><rp>)</rp></ruby>"),
        ("鎌倉", "<ruby>鎌倉<rp>(</rp><rt>かまくら</rt><rp>)</rp></ruby>"),
        ("一人ひとり", "<ruby>一人<rp>(</rp><rt>ひとり</rt><rp>)</rp></ruby>ひとり"),
        ("支える", "<ruby>支<rp>(</rp><rt>ささ</rt><rp>)</rp></ruby>える"),
        ("まち", "まち"),
    ],
)
def test_furigana(text: str, wanted: str) -> None:
    assert str(ruby(text)) == wanted


def test_a_choice_by_address_lasts_in_a_cookie(client: Any) -> None:
    client.cookies.clear()
    first = client.get("/plan/2-1?furigana=1&size=large")
    assert "<ruby>" in first.text
    assert 'class="size-large furigana"' in first.text
    assert "samesite=lax" in first.headers["set-cookie"].lower()
    later = client.get("/glossary")
    assert "<ruby>" in later.text
    assert "set-cookie" not in later.headers
    assert "<ruby>" in client.post("/", data={"question": "福祉の課題は?"}).text
    client.get("/plan?furigana=0&size=normal")
    assert "<ruby>" not in client.get("/glossary").text
    client.cookies.clear()


@pytest.mark.parametrize(
    "kept", ["", "x", "f2s9", "f1s1p0; path=/", "f1s1", "<script>", "f" * 5000]
)
def test_a_spoilt_cookie_is_no_choice(client: Any, kept: str) -> None:
    response = client.get("/plan/2-1", headers={"cookie": f"reading={kept}"})
    assert response.status_code == 200
    assert ("<ruby>" in response.text) == kept.startswith("f1s1p0")


def test_without_a_choice_there_is_no_cookie(client: Any) -> None:
    client.cookies.clear()
    for path in ("/", "/plan/2-1", "/indicators", "/desk?q=出生数", "/find?q=孤独"):
        assert "set-cookie" not in client.get(path).headers

"""The front desk: exact figures first, the wording with its place, the honest no."""

from __future__ import annotations

from typing import Any

import pytest


def test_the_figure_comes_first_and_exact(read: Any) -> None:
    text = read("/desk?q=出生数").text
    assert "785 人 (2024 年度)" in text
    assert text.index("785 人") < text.index("151 行目")
    assert "828 人" in text


def test_the_wording_is_verbatim_with_its_place(read: Any) -> None:
    text = read("/desk?q=ヤングケアラーとは").text
    assert (
        "本来大人が担うと想定されている家事、家族の世話等を日常的に過度に行っているこども" in text
    )
    assert "146 行目" in text


def test_what_the_plan_does_not_hold_is_said_so(read: Any) -> None:
    assert "この計画には書かれていません" in read("/desk?q=保育料はいくら").text
    assert "The plan gives no contact" in read("/desk?q=mayor phone number", "en").text


def test_the_fragment_is_what_the_page_holds(client: Any, read: Any) -> None:
    fragment = client.get(
        "/desk/results", params={"q": "出生数"}, headers={"accept-language": "ja"}
    )
    assert "<html" not in fragment.text
    assert fragment.text.strip() in read("/desk?q=出生数").html


@pytest.mark.parametrize("q", ["", "  ", "<script>alert(1)</script>", "\u202e", "あ" * 2000])
def test_nothing_typed_breaks_it(client: Any, q: str) -> None:
    response = client.get("/desk/results", params={"q": q})
    assert response.status_code == 200
    assert "<script>" not in response.text


def test_too_much_is_refused(client: Any) -> None:
    assert client.get("/desk", params={"q": "あ" * 2001}).status_code == 422

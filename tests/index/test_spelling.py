"""A query spelled as the plan spells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.morphology import normalise
from index.spelling import Spellings

SPELLINGS = Spellings.of(
    [
        "介護予防に取り組む。災害時の支援体制。孤独・孤立。",
        "ヤングケアラーの早期発見。ソーシャルワーク。サッカー",
    ]
)


@pytest.mark.parametrize(
    ("typed", "respelled"),
    [
        ("かいごの相談", "介護の相談"),
        ("ヤンクケアラー", "ヤングケアラー"),
        ("そーしゃるわーくって", "ソーシャルワークって"),
        ("ﾔﾝｸﾞｹｱﾗｰ", "ヤングケアラー"),
        ("プール", "プール"),
        ("かいごよぼうに とりくむ", "介護予防に 取り組む"),
        ("こどくを ふせぐには", "孤独を 防ぐには"),
        ("shien no taisei", "支援 no 体制"),
        ("孤独 が 増えた", "孤独が増えた"),
        ("こどく は なんにん ですか", "孤独は何人 ですか"),
        ("なんぱーせんと", "何%"),
        ("ボランティア", "ボランティア"),
    ],
)
def test_respelled(typed: str, respelled: str) -> None:
    assert SPELLINGS.respelled(typed) == respelled


def test_a_particle_is_no_part_of_a_word() -> None:
    spellings = Spellings.of(["民生委員・児童委員とともに"])
    assert spellings.respelled("それでいいんでしょうか") == "それでいいんでしょうか"
    assert spellings.respelled("みんせいいいんに きく") == "民生委員に 聞く"


def test_a_word_that_the_dictionary_knows_is_left_as_it_is() -> None:
    assert SPELLINGS.respelled("サッカ") == "サッカ"
    assert SPELLINGS.respelled("ロッカー") == "ロッカー"


@given(st.text(max_size=60))
def test_a_query_without_kana_is_only_normalised(text: str) -> None:
    spellings = Spellings({}, frozenset())
    assert spellings.respelled(text).replace(" ", "") == normalise(text).replace(" ", "")


@given(st.text(alphabet="かいごのしえんケアラーabc 介護", max_size=40))
def test_respelling_twice_changes_nothing(text: str) -> None:
    once = SPELLINGS.respelled(text)
    assert SPELLINGS.respelled(once) == once

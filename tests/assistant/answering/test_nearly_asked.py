"""What comes near is said to where it is of another kind than what is asked for."""

from __future__ import annotations

import pytest

from assistant.answering.nearly_asked import is_of_another_kind
from assistant.service import Assistant
from assistant.understanding.query import Act, AnswerType, Query


def asked(act: Act, text: str, topic: str = "", wanted: AnswerType = AnswerType.TEXT) -> Query:
    return Query(act, text, topic=topic, topics=(topic,) if topic else (), answer_type=wanted)


@pytest.mark.parametrize(
    ("query", "cited", "is_near"),
    [
        # A number of people of a rate; shares may be asked for in tenths.
        (asked(Act.FIGURE, "受けていない子は何人ですか", "受診"), "2-2.indicator.8", True),
        (asked(Act.FIGURE, "出生数は何人ですか", "出生数"), "2-2.indicator.1", False),
        (asked(Act.FIGURE, "何割の市民が孤立していますか", "孤立"), "2-1.indicator.9", False),
        # A part of a compound that no row speaks of.
        (asked(Act.FIGURE, "がん検診の受診率は", "がん検診"), "2-2.indicator.7", True),
        (asked(Act.FIGURE, "4カ月健診の受診率は", "4カ月健診"), "2-2.indicator.7", False),
        # A gap where none is asked for.
        (asked(Act.FIGURE, "男性の平均寿命は", "平均寿命"), "2-3.indicator.1", True),
        (asked(Act.FIGURE, "健康寿命と平均寿命の開きは", "健康寿命"), "2-3.indicator.1", False),
        # A place, a reason.
        (asked(Act.FIND, "体操はどこで", "体操", AnswerType.PRICE), "2-3.initiative.3", True),
        (asked(Act.FIND, "ひきこもりの支援は", "ひきこもり"), "2-1.initiative.1", False),
    ],
)
def test_what_is_of_another_kind(
    assistant: Assistant, query: Query, cited: str, is_near: bool
) -> None:
    source = assistant.source("ja", "normal")
    assert is_of_another_kind(query, [assistant.plan.passage(cited)], source) is is_near

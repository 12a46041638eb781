"""Examples are many and of every need; a line that cannot be used is named."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant.errors import BatchFormatError
from assistant.safety.distress import Need
from assistant.safety.examples import bundled_examples, groups, read_examples

LINE = '{"text": "死にたい", "need": "suicide", "lang": "ja"}'


def test_every_need_has_examples_in_both_languages() -> None:
    found = Counter((one.need, one.lang) for one in bundled_examples())
    of_lang = Counter(one.lang for one in bundled_examples())
    assert of_lang["ja"] >= 750
    assert of_lang["en"] >= 350
    assert sum(count for (need, _), count in found.items() if need is None) >= 450
    for need in Need:
        assert found[need, "ja"] >= 50
        assert found[need, "en"] >= 20


def test_no_text_stands_twice() -> None:
    texts = Counter(one.text for one in bundled_examples())
    assert [text for text, count in texts.items() if count > 1] == []


def test_near_duplicates_are_one_group() -> None:
    one, other, near = groups(["夫が亡くなりました", "出生数は?", "先週、夫が亡くなりました。"])
    assert one == near != other


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('"text": "死にたい", ', "", "text"),
        ('"死にたい"', '" "', "text"),
        ('"suicide"', '"suicidal"', "suicidal"),
        ('"suicide"', "3", "need"),
        ('"ja"', '"fr"', "lang"),
        ('"suicide"', '"none", "is_for_another": true', "is_for_another"),
        ('"lang": "ja"', '"lang": "ja", "is_for_another": 1', "is_for_another"),
        ("}", "", "line 2"),
        (LINE, "[]", "line 2"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(old: str, new: str, named: str) -> None:
    assert old in LINE
    with pytest.raises(BatchFormatError, match=named) as raised:
        read_examples(f"{LINE}\n{LINE.replace(old, new)}\n", "few.jsonl")
    assert raised.value.line == 2

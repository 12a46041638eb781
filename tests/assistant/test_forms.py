"""The forms of asking: those of Japanese or of Latin letters need such a letter in the text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assistant.asked import needs_japanese, needs_latin
from assistant.cli.evaluation import DEFAULT_QUESTIONS, read_questions

_NOT_LATIN = st.characters(codec="utf-8").filter(lambda letter: not re.match("(?i)[a-z]", letter))
_LETTERS = st.one_of(_NOT_LATIN, st.sampled_from("0123456789%?!.,:;'\"-() 、。「」年何は"))


def forms(of: Mapping[str, Any]) -> Iterator[str]:
    for value in of.values():
        if isinstance(value, Mapping):
            yield from forms(value)
        else:
            yield from value


TOLD = (resources.files("assistant") / "forms.toml").read_text(encoding="utf-8")
FORMS = [*forms(tomllib.loads(TOLD))]
ENGLISH = [
    one.asking.question
    for one in read_questions(DEFAULT_QUESTIONS)
    if one.half == "tuning" and one.asking.question.isascii()
]


@given(st.text(_LETTERS, max_size=12))
def test_a_text_without_latin_letters_has_none_of_theirs(text: str) -> None:
    of_latin = [form for form in FORMS if needs_latin(form)]
    assert len(of_latin) > 100
    assert not [form for form in of_latin if re.search(form, text, re.IGNORECASE)]


@given(st.one_of(st.sampled_from(ENGLISH), st.text(st.characters(codec="ascii"), max_size=12)))
def test_a_text_in_ascii_has_none_of_japanese_letters(text: str) -> None:
    of_japanese = [form for form in FORMS if needs_japanese(form)]
    assert len(of_japanese) > 100
    assert not [form for form in of_japanese if re.search(form, text, re.IGNORECASE)]

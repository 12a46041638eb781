"""The forms of asking: one without Japanese letters needs a Latin letter in the text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

_NOT_LATIN = st.characters(codec="utf-8").filter(lambda letter: not re.match("(?i)[a-z]", letter))
_LETTERS = st.one_of(_NOT_LATIN, st.sampled_from("0123456789%?!.,:;'\"-() 、。「」年何は"))


def forms(of: Mapping[str, Any]) -> Iterator[str]:
    for value in of.values():
        if isinstance(value, Mapping):
            yield from forms(value)
        else:
            yield from value


TOLD = (resources.files("assistant") / "forms.toml").read_text(encoding="utf-8")
LATIN = [form for form in forms(tomllib.loads(TOLD)) if form.isascii()]


@given(st.text(_LETTERS, max_size=12))
def test_a_text_without_latin_letters_has_no_latin_form(text: str) -> None:
    assert len(LATIN) > 100
    assert not [form for form in LATIN if re.search(form, text, re.IGNORECASE)]

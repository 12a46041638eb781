"""Words that say how something is asked, not what about: those of `asking_words.txt`."""

from __future__ import annotations

from importlib import resources


def _read() -> frozenset[str]:
    file = resources.files("assistant") / "asking_words.txt"
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


ASKING_WORDS = _read()

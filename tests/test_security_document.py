"""Every file and test that SECURITY.md rests on is there, every setting that it names is read."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
FILE = re.compile(r"`((?:assistant|corpus|index|web|tests)/[\w./-]+)`")


def guards() -> list[list[str]]:
    """The rows of the table of guards: who, what guards, the files, the tests."""
    rows = [line.strip("|").split("|") for line in TEXT.splitlines() if line.startswith("| ")]
    return [row for row in rows if len(row) == 4 and FILE.search(row[2])]


def test_every_file_that_is_named_is_there() -> None:
    named = set(FILE.findall(TEXT))
    assert len(named) > 40
    assert sorted(one for one in named if not (ROOT / one).is_file()) == []


def test_every_guard_has_a_file_and_a_test_that_holds_tests() -> None:
    assert len(guards()) > 20
    for who, _, files, tests in guards():
        assert not any(one.startswith("tests/") for one in FILE.findall(files)), who
        held = FILE.findall(tests)
        assert held, who
        for one in held:
            assert re.search(r"^def test_", (ROOT / one).read_text("utf-8"), re.MULTILINE), one


def test_every_setting_that_is_named_is_read() -> None:
    settings = set(re.findall(r"MICHISHIRUBE_[A-Z_]+", TEXT))
    files = (ROOT / "web" / "settings.py", ROOT / "assistant" / "environment.py")
    read = "".join(file.read_text(encoding="utf-8") for file in files)
    assert {one for one in settings if f'"{one}"' not in read} == set()

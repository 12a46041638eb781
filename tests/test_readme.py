"""The answers that the readme shows are those that the assistant gives."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from assistant.cli.terminal import print_answer
from assistant.environment import Environment
from assistant.service import Assistant
from web.settings import Settings

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
VARIABLE = re.compile(
    r"\bMICHISHIRUBE_[A-Z_]+\b|(?<=\")(?:HOST|PORT)(?=\")|(?<=environ\[\")\w+(?=\"\](?! = ))"
)
NAMED_IN = ("assistant", "corpus", "index", "web", "Makefile", ".ci/run")
NAMING = ("", ".py", ".sh", ".service", ".toml")
ASKED = re.compile(r'^\$ python -m assistant ask "(.+)"$')


def shown() -> list[tuple[str, list[str]]]:
    """The questions of the readme, each with the lines that are shown as its answer."""
    answers: list[tuple[str, list[str]]] = []
    for line in README.read_text(encoding="utf-8").splitlines():
        asked = ASKED.match(line)
        if asked:
            answers.append((asked[1], []))
        elif line.startswith("```"):
            answers += [("", [])] if answers and answers[-1][0] else []
        elif answers and line:
            answers[-1][1].append(line)
    return [(question, lines) for question, lines in answers if question]


@pytest.mark.parametrize(("question", "lines"), shown(), ids=[question for question, _ in shown()])
def test_an_answer_is_as_the_readme_shows_it(
    assistant: Assistant, question: str, lines: list[str]
) -> None:
    out = io.StringIO()
    print_answer(assistant.ask(question), out)
    assert [line for line in out.getvalue().splitlines() if line][: len(lines)] == lines


def table() -> dict[str, str]:
    """The variables of the readme's table, each with its default as it stands there."""
    found: dict[str, str] = {}
    for line in README.read_text(encoding="utf-8").splitlines():
        names, default, meaning = [*line.split("|")[1:4], "", "", ""][:3]
        variables = re.findall(r"`([A-Z_]{4,})`", names)
        if variables and meaning.strip():
            defaults = [one.strip(" `") for one in default.split(",")]
            assert len(defaults) == len(variables), line
            assert not found.keys() & set(variables), line
            found |= dict(zip(variables, defaults, strict=True))
    return found


def test_the_table_has_every_variable_that_is_read_and_no_other() -> None:
    texts = []
    for place in NAMED_IN:
        path = ROOT / place
        files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
        texts += [one.read_text("utf-8", "replace") for one in files if one.suffix in NAMING]
    read = {name for text in texts for name in VARIABLE.findall(text)}
    assert read == table().keys()


def test_the_table_has_the_defaults() -> None:
    settings, environment = Settings.read({}), Environment.read({})
    unset = (settings.hosts, settings.proxies, settings.scrapers, environment.model)
    assert not any(unset)
    defaults = {
        "HOST": settings.host,
        "PORT": settings.port,
        "MICHISHIRUBE_FEEDBACK": settings.feedback,
        "MICHISHIRUBE_HOSTS": "any",
        "MICHISHIRUBE_INDEX": environment.index_folder,
        "MICHISHIRUBE_METRICS": "none",
        "MICHISHIRUBE_PLACES": settings.room.places,
        "MICHISHIRUBE_PROXIES": "none",
        "MICHISHIRUBE_QUEUE": settings.room.queue,
        "MICHISHIRUBE_PER_CLIENT": settings.room.of_client,
    }
    shown = table()
    assert {name: shown[name] for name in defaults} == {k: str(v) for k, v in defaults.items()}

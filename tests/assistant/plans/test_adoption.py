"""A new plan is adopted whole or not at all, and the one before can be gone back to."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.environment import Environment
from assistant.errors import AdoptionError
from assistant.plans.adopted import AdoptedPlans, current_plan
from assistant.plans.adoption import adopt, revert
from assistant.service import Assistant
from corpus.errors import CompanionFormatError, PlanFormatError
from corpus.parse import bundled_plan_path, read_plan

SMALL = Path(__file__).parents[2] / "data" / "two_chapters.txt"


@pytest.fixture
def here(tmp_path: Path) -> Environment:
    return Environment(index_folder=tmp_path / "var" / "index")


def plan_with(tmp_path: Path, figure: str) -> Path:
    """A new plan in a folder of its own: the small one with other words."""
    path = tmp_path / figure / "new.txt"
    path.parent.mkdir()
    text = SMALL.read_text(encoding="utf-8").replace("バスの便", figure)
    path.write_text(text, encoding="utf-8")
    return path


def served(environment: Environment) -> str:
    """The text of the plan that an assistant opens, without building anything."""
    return "\n".join(Assistant.open(environment).plan.lines)


def test_there_and_back(here: Environment, tmp_path: Path) -> None:
    first = adopt(here, plan_with(tmp_path, "船の便"), progress=False)
    second = adopt(here, plan_with(tmp_path, "空の便"), progress=False)
    assert "空の便" in served(here)
    assert revert(here, progress=False) == first
    assert "船の便" in served(here)
    assert adopt(here, here.plans / str(second) / "plan.txt", progress=False) != second
    assert "空の便" in served(here)
    assert revert(here, progress=False) == first
    assert revert(here, progress=False) == ""
    assert served(here) == "\n".join(read_plan(bundled_plan_path()).lines)
    with pytest.raises(AdoptionError, match="there is none before it"):
        revert(here, progress=False)


def test_what_lies_beside_is_adopted_too(here: Environment, tmp_path: Path) -> None:
    new = tmp_path / "new.txt"
    text = bundled_plan_path().read_text(encoding="utf-8")
    new.write_text(text.replace("785 人", "786 人"), encoding="utf-8")
    asks = bundled_plan_path().with_name("asks.toml").read_text(encoding="utf-8")
    new.with_name("asks.toml").write_text(asks.replace("[sections]", "[sections]\n"), "utf-8")
    name = str(adopt(here, new, progress=False))
    kept = here.plans / name
    assert (kept / "asks.toml").read_bytes() == new.with_name("asks.toml").read_bytes()
    for file in ("en.toml", "plain.toml"):
        assert (kept / file).read_bytes() == bundled_plan_path().with_name(file).read_bytes()
    assistant = Assistant.open(here)
    assert "2-2.indicator.1" not in assistant.companions["en"].passages
    assert "2-2.indicator.2" in assistant.companions["en"].passages
    assert "786 人" in assistant.ask("出生数は?").text


def test_nothing_is_done_where_nothing_changes(here: Environment, tmp_path: Path) -> None:
    new = plan_with(tmp_path, "船の便")
    assert adopt(here, new, progress=False)
    manifest = (here.index_folder / "manifest.json").stat()
    assert adopt(here, new, progress=False) is None
    assert (here.index_folder / "manifest.json").stat() == manifest


def test_a_plan_that_cannot_be_read_changes_nothing(here: Environment, tmp_path: Path) -> None:
    adopt(here, plan_with(tmp_path, "船の便"), progress=False)
    bad = tmp_path / "bad.txt"
    bad.write_text("章\n\n9-1 空\n\n★\n", encoding="utf-8")
    with pytest.raises(PlanFormatError, match=r"bad\.txt, line 5"):
        adopt(here, bad, progress=False)
    with pytest.raises(OSError, match=r"none\.txt"):
        adopt(here, tmp_path / "none.txt", progress=False)
    new = plan_with(tmp_path, "空の便")
    new.with_name("en.toml").write_text("[meta]\n", encoding="utf-8")
    with pytest.raises(CompanionFormatError, match=r"en\.toml, meta\.language"):
        adopt(here, new, progress=False)
    assert "船の便" in served(here)
    assert sorted(path.name[:5] for path in here.plans.iterdir()) == ["0001-", "curre"]


def test_the_plan_outlives_the_index(here: Environment, tmp_path: Path) -> None:
    adopt(here, plan_with(tmp_path, "船の便"), progress=False)
    for spoilt in ('{"schema": 1, "adopted"', '{"schema": 1}', None):
        manifest = here.index_folder / "manifest.json"
        if spoilt is None:
            manifest.unlink()
        else:
            manifest.write_text(spoilt, encoding="utf-8")
        Assistant.build(here, progress=False)
        assert "船の便" in served(here)


def test_an_index_of_another_schema_says_which_plan_it_is_of(
    here: Environment, tmp_path: Path
) -> None:
    """It may be newer than what was written down last: the process was killed in between."""
    adopt(here, plan_with(tmp_path, "船の便"), progress=False)
    AdoptedPlans(here.plans).settle("")
    manifest = here.index_folder / "manifest.json"
    fields = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**fields, "schema": 1}), encoding="utf-8")
    Assistant.build(here, progress=False)
    assert "船の便" in served(here)


def test_another_plan_of_the_environment_leaves_the_adopted_one(
    here: Environment, tmp_path: Path
) -> None:
    adopt(here, plan_with(tmp_path, "船の便"), progress=False)
    named = replace(here, plan=plan_with(tmp_path, "空の便"))
    Assistant.build(named, progress=False)
    assert "空の便" in served(named)
    for refused in (lambda: adopt(named, SMALL), lambda: revert(named)):
        with pytest.raises(AdoptionError, match="MICHISHIRUBE_PLAN"):
            refused()
    Assistant.build(here, progress=False)
    assert "船の便" in served(here)


@pytest.mark.parametrize("file", ["plan.txt", "en.toml", "adopted.json"])
def test_an_adopted_plan_that_was_touched_is_refused(
    here: Environment, tmp_path: Path, file: str
) -> None:
    name = str(adopt(here, plan_with(tmp_path, "船の便"), progress=False))
    touched = here.plans / name / file
    data = bytearray(touched.read_bytes())
    data[-10] ^= 1
    touched.write_bytes(data)
    with pytest.raises(AdoptionError, match=name):
        Assistant.build(here, progress=False)
    touched.unlink()
    with pytest.raises(AdoptionError, match="put it back from a copy"):
        current_plan(here, here.index_folder)


@pytest.mark.parametrize("name", ["../../etc", "0001-", "/", "0001-abcdefabcdef/.."])
def test_a_name_leads_nowhere_else(here: Environment, name: str) -> None:
    with pytest.raises(AdoptionError, match="is gone"):
        AdoptedPlans(here.plans).plan(name)


def test_killed_at_any_step(lines_of: Callable[..., list[str]], tmp_path: Path) -> None:
    old, new = plan_with(tmp_path, "船の便"), plan_with(tmp_path, "空の便")
    script = Path(__file__).with_name("killed_adoptions.py")
    found = [line.split()[1] for line in lines_of(script, old, new, tmp_path / "var")]
    assert len(found) > 6
    assert found[0] == "old"
    assert found[-1] == "new"

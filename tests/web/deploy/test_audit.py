"""What is installed is locked, and under a licence that is allowed; what is not is named."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from web.deploy.audit import problems
from web.deploy.dependencies import Dependency, Licences, dependencies, required
from web.deploy.lock import locked
from web.deploy.weaknesses import findings

LICENCES = Licences.read()


def installed() -> tuple[Dependency, ...]:
    return dependencies(required(("test",)))


def test_what_is_installed_here() -> None:
    found = installed()
    if any(one.name.startswith("nvidia-") for one in found):
        pytest.skip("audit left out: this torch is a CUDA build, whose packages are not locked")
    assert problems(found, locked(), LICENCES) == []
    assert {"fastapi", "torch", "pytest", "starlette"} <= {one.name for one in found}


def test_each_stated_licence_has_a_use() -> None:
    assert LICENCES.stated.keys() <= {one.name for one in installed()}
    used = {one.licence for one in installed()}
    assert set(LICENCES.stated.values()) <= used


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": "stray"}, "stray 1.0 is not locked"),
        ({"version": "2.0"}, "one 2.0 is installed, 1.0 is locked"),
        ({"licence": ""}, "one: its licence is not known"),
        ({"licence": "AGPL-3.0-only"}, "one: AGPL-3.0-only is not allowed"),
        ({"licence": "MIT OR AGPL-3.0-only"}, "is not allowed"),
    ],
)
def test_what_is_wrong_is_named(changed: dict[str, str], said: str) -> None:
    fine = Dependency("one", "1.0", "MIT", ())
    assert problems([fine], {"one": "1.0"}, LICENCES) == []
    assert problems([replace(fine, version="1.0+cpu")], {"one": "1.0"}, LICENCES) == []
    (wrong,) = problems([replace(fine, **changed)], {"one": "1.0"}, LICENCES)
    assert said in wrong


def test_weaknesses_are_told_and_what_was_not_asked_is_not_taken_for_sound() -> None:
    fine = {"name": "one", "version": "1", "vulns": []}
    weak = {
        "name": "two",
        "version": "2",
        "vulns": [
            {"id": "PYSEC-1", "fix_versions": ["2.1"], "aliases": [], "description": ""},
            {"id": "PYSEC-2", "fix_versions": [], "aliases": [], "description": ""},
        ],
    }
    unasked = {"name": "three", "skip_reason": "not found"}
    assert findings(json.dumps({"dependencies": [fine]})) == []
    assert findings(json.dumps({"dependencies": [fine, weak, unasked]})) == [
        "two 2: PYSEC-1, mended in 2.1",
        "two 2: PYSEC-2, mended in no version yet",
        "1 packages could not be asked about: three",
    ]
    with pytest.raises(ValueError, match="Expecting value"):
        findings("")

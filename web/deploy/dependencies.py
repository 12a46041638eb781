"""What the program needs, and what that needs in turn: names, versions, licences.

Licences are SPDX expressions: from a package's metadata (PEP 639), else from `licences.toml`, for
packages that name theirs in other words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
NAME = "michishirube"
_LICENCES = HERE / "licences.toml"


@dataclass(frozen=True, slots=True)
class Dependency:
    """A package: `licence` is "" where nothing says it, `requires` are names of other packages."""

    name: str
    version: str
    licence: str
    requires: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Licences:
    """The SPDX expressions that are allowed, and those of packages that do not say theirs so."""

    allowed: frozenset[str]
    stated: dict[str, str]

    @classmethod
    def read(cls) -> Licences:
        """Read `licences.toml`."""
        data = tomllib.loads(_LICENCES.read_text(encoding="utf-8"))
        return cls(frozenset(data["allowed"]), data["stated"])


def project() -> dict[str, object]:
    """Return the table `project` of pyproject.toml."""
    table: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))[
        "project"
    ]
    return table


def required(extras: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the requirements of pyproject.toml, those of the `extras` too."""
    found = project()
    runtime, optional = found["dependencies"], found["optional-dependencies"]
    assert isinstance(runtime, list)  # noqa: S101 - PEP 621
    assert isinstance(optional, dict)  # noqa: S101 - PEP 621
    return (*runtime, *(one for extra in extras for one in optional[extra]))


def dependencies(
    requirements: Sequence[str], find: Callable[[str], Distribution] = distribution
) -> tuple[Dependency, ...]:
    """Return all that `requirements` come to here, by name; `find` gives a package's metadata.

    Raises PackageNotFoundError for one that is not there.
    """
    stated = Licences.read().stated
    found: dict[str, Dependency] = {}
    asked: set[tuple[str, tuple[str, ...]]] = set()
    waiting = [Requirement(one) for one in requirements]
    while waiting:
        wanted = waiting.pop()
        name, extras = canonicalize_name(wanted.name), tuple(sorted(wanted.extras))
        if (name, extras) in asked:
            continue
        asked.add((name, extras))
        package = find(name)
        needed = [one for one in map(Requirement, package.requires or ()) if _applies(one, extras)]
        waiting += needed
        names = {canonicalize_name(one.name) for one in needed}
        before = found[name].requires if name in found else ()
        said = package.metadata.get_all("License-Expression") or [stated.get(name, "")]
        requires = tuple(sorted({*before, *names}))
        found[name] = Dependency(name, package.version, said[0], requires)
    return tuple(found[name] for name in sorted(found))


def _applies(requirement: Requirement, extras: tuple[str, ...]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": one}) for one in ("", *extras))

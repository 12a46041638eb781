"""`python -m web.deploy.audit`: what is installed is what is locked, under licences that may be."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from web.deploy.dependencies import Dependency, Licences, dependencies, required
from web.deploy.lock import locked, public


def problems(
    found: Sequence[Dependency], versions: Mapping[str, str], licences: Licences
) -> list[str]:
    """Return what is wrong with the packages `found`, a sentence each that names the package."""
    wrong = []
    for one in found:
        version = versions.get(one.name)
        if version is None:
            wrong.append(f"{one.name} {one.version} is not locked: make lock")
        elif version != public(one.version):
            wrong.append(f"{one.name} {one.version} is installed, {version} is locked: make setup")
        if not one.licence:
            wrong.append(f"{one.name}: its licence is not known: say it in licences.toml")
        elif one.licence not in licences.allowed:
            wrong.append(f"{one.name}: {one.licence} is not allowed by licences.toml")
    return wrong


def main() -> int:
    """Say what is wrong; return the exit status."""
    found = dependencies(required(("test",)))
    wrong = problems(found, locked(), Licences.read())
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{len(found)} packages installed, {len(wrong)} problems")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""The lock: which version of each package is installed, everywhere (`locked.txt`, for pip's -c).

`python -m web.deploy.lock` writes the versions that are installed here.
"""

from __future__ import annotations

from packaging.version import Version

from web.deploy.dependencies import HERE, dependencies, required

LOCK = HERE / "locked.txt"
_HEAD = "# Written by `make lock`; each install keeps to it.\n"


def locked() -> dict[str, str]:
    """Return the version of each package in the lock, by name."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==", 1) for line in lines if line and not line.startswith("#"))
    return dict(pairs)


def public(version: str) -> str:
    """Return `version` without what a build of it adds: 2.13.0+cpu → 2.13.0."""
    return Version(version).public


def main() -> None:
    """Lock what is installed."""
    found = dependencies(required(("test",)))
    lines = [f"{one.name}=={public(one.version)}\n" for one in found]
    LOCK.write_text(_HEAD + "".join(lines), encoding="utf-8")
    print(f"{LOCK.name}: {len(lines)} packages")


if __name__ == "__main__":
    main()

"""Adopted plans: each in a folder beside the index that never changes once it is there.

Which of them is served stands in the manifest of the index, so that one rename switches both. A
file names it too, for when there is no index.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.environment import Environment
from assistant.errors import AdoptionError
from corpus.parse import bundled_plan_path
from index.layout import Layout, adopted_plan
from index.switch import flush

PLAN = "plan.txt"
BESIDE = ("about.toml", "en.toml", "plain.toml", "asks.toml")
_RECORD = "adopted.json"
_CURRENT = "current"
_NEW = ".new-"
_NAME = re.compile(r"(\d{4,})-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class CurrentPlan:
    """The plan that is served: `adopted` is the name of its folder, "" for the bundled plan.

    None where the environment names the plan.
    """

    path: Path
    adopted: str | None

    @property
    def files(self) -> dict[str, bytes]:
        """The plan and what lies beside it, by the names that they are kept under."""
        return files_of(self.path)


def current_plan(environment: Environment, index: Path) -> CurrentPlan:
    """Return the plan that `environment` names, else that of the index folder `index`.

    Raises AdoptionError where an adopted plan is gone or is not as it was adopted.
    """
    if environment.plan is not None:
        return CurrentPlan(environment.plan, None)
    plans = AdoptedPlans(environment.plans)
    name = adopted_plan(Layout(index))
    return plans.plan(plans.settled if name is None else name)


def files_of(plan: Path) -> dict[str, bytes]:
    """Return the bytes of the plan in the file `plan` and of what lies beside it, by kept name."""
    beside = (plan.with_name(name) for name in BESIDE)
    there = {one.name: one.read_bytes() for one in beside if one.is_file()}
    return {PLAN: plan.read_bytes(), **there}


@dataclass(frozen=True, slots=True)
class AdoptedPlans:
    """The adopted plans in `folder`."""

    folder: Path

    @property
    def settled(self) -> str:
        """The name of the plan that was adopted last, "" where there is none."""
        file = self.folder / _CURRENT
        return file.read_text(encoding="utf-8").strip() if file.is_file() else ""

    def plan(self, name: str) -> CurrentPlan:
        """Return the plan `name`, the bundled one for "".

        Raises AdoptionError where it is gone or is not as it was adopted.
        """
        if not name:
            return CurrentPlan(bundled_plan_path(), "")
        folder = self.folder / name
        found = {path.name: _digest(path.read_bytes()) for path in _kept(folder)}
        if found != self._record(name)["files"]:
            raise AdoptionError(f"{folder} is not as it was adopted: put it back from a copy")
        return CurrentPlan(folder / PLAN, name)

    def before(self, name: str) -> str:
        """Return the name of the plan that was current when the plan `name` was adopted."""
        return str(self._record(name)["before"])

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let one process at a time choose a plan and build its index; another waits."""
        self.folder.mkdir(parents=True, exist_ok=True)
        place = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.flock(place, fcntl.LOCK_EX)
            yield
        finally:
            os.close(place)

    def keep(self, files: Mapping[str, bytes], before: str) -> str:
        """Keep the plan whose `files` are given by name; return its name here.

        `before` is that of the plan that is current now. To be called alone.
        """
        for left in self.folder.glob(f"{_NEW}*"):
            shutil.rmtree(left, ignore_errors=True)
        numbers = (_NAME.fullmatch(path.name) for path in self.folder.iterdir())
        number = max((int(found[1]) for found in numbers if found), default=0) + 1
        name = f"{number:04}-{_digest(files[PLAN])[:12]}"
        record = {"before": before, "files": {key: _digest(data) for key, data in files.items()}}
        new = Path(tempfile.mkdtemp(prefix=_NEW, dir=self.folder))
        new.chmod(0o755)
        for key, data in {**files, _RECORD: json.dumps(record, indent=2).encode()}.items():
            _write(new / key, data)
        flush(new)
        new.rename(self.folder / name)
        flush(self.folder)
        return name

    def settle(self, name: str) -> None:
        """Write down that the plan `name` is the current one. To be called alone."""
        new = self.folder / f"{_NEW}{_CURRENT}"
        _write(new, f"{name}\n".encode())
        new.replace(self.folder / _CURRENT)
        flush(self.folder)

    def _record(self, name: str) -> dict[str, object]:
        file = self.folder / name / _RECORD
        try:
            if not _NAME.fullmatch(name):
                raise ValueError(name)
            record = json.loads(file.read_text(encoding="utf-8"))
            return {"before": record["before"], "files": record["files"]}
        except (OSError, ValueError, KeyError, TypeError) as error:
            message = f"the adopted plan {self.folder / name} is gone: put it back from a copy"
            raise AdoptionError(message) from error


def _kept(folder: Path) -> list[Path]:
    return [folder / name for name in (PLAN, *BESIDE) if (folder / name).is_file()]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    flush(path)

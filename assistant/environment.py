"""What the environment sets for every command: which index, which plan, which model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.layout import DEFAULT_FOLDER


@dataclass(frozen=True, slots=True)
class Environment:
    """Where the index lies, and what it is made from; None means what is bundled."""

    index_folder: Path = DEFAULT_FOLDER
    plan: Path | None = None
    model: str | None = None

    @property
    def plans(self) -> Path:
        """Where adopted plans are kept: beside the index."""
        return self.index_folder.parent / "plans"

    @classmethod
    def read(cls, variables: Mapping[str, str]) -> Environment:
        """Read MICHISHIRUBE_INDEX, MICHISHIRUBE_PLAN and MICHISHIRUBE_MODEL."""
        plan = variables.get("MICHISHIRUBE_PLAN")
        return cls(
            index_folder=Path(variables.get("MICHISHIRUBE_INDEX") or DEFAULT_FOLDER),
            plan=Path(plan) if plan else None,
            model=variables.get("MICHISHIRUBE_MODEL") or None,
        )

"""What the environment sets for every command: which index, which plan, which model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import EnvironmentVariableError
from index.layout import DEFAULT_FOLDER

_ENGINE = re.compile(r"postgres(?:ql)?://\S+")


@dataclass(frozen=True, slots=True)
class Environment:
    """Where the index lies, and what it is made from; None means what is bundled.

    `collection` is a folder of several plans, and `engine` the address of a database that is to
    keep them; `default_plan` is the id of the one that is asked where none is named.
    """

    index_folder: Path = DEFAULT_FOLDER
    plan: Path | None = None
    model: str | None = None
    collection: Path | None = None
    engine: str | None = field(default=None, repr=False)
    default_plan: str | None = None

    @property
    def is_of_many(self) -> bool:
        """Whether plans are kept in a store that can hold many."""
        return self.collection is not None or self.engine is not None

    @property
    def store(self) -> Path:
        """Where the store of many plans lies, or what is fetched from one: beside the index."""
        return self.index_folder.with_name(f"{self.index_folder.name}-of-many")

    @property
    def plans(self) -> Path:
        """Where adopted plans are kept: beside the index."""
        return self.index_folder.parent / "plans"

    @classmethod
    def read(cls, variables: Mapping[str, str]) -> Environment:
        """Read the variables MICHISHIRUBE_INDEX, _PLAN, _MODEL, _PLANS, _ENGINE, _DEFAULT_PLAN.

        Raises EnvironmentVariableError, which names the variable that cannot be used.
        """
        plan = variables.get("MICHISHIRUBE_PLAN")
        collection = variables.get("MICHISHIRUBE_PLANS")
        engine = variables.get("MICHISHIRUBE_ENGINE") or None
        if engine is not None and not _ENGINE.fullmatch(engine):
            # It may hold a password: it is not shown.
            raise EnvironmentVariableError("MICHISHIRUBE_ENGINE", "postgresql://…")
        if plan and (collection or engine):
            raise EnvironmentVariableError("MICHISHIRUBE_PLAN", "a plan in MICHISHIRUBE_PLANS")
        return cls(
            index_folder=Path(variables.get("MICHISHIRUBE_INDEX") or DEFAULT_FOLDER),
            plan=Path(plan) if plan else None,
            model=variables.get("MICHISHIRUBE_MODEL") or None,
            collection=Path(collection) if collection else None,
            engine=engine,
            default_plan=variables.get("MICHISHIRUBE_DEFAULT_PLAN") or None,
        )

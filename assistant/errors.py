"""AssistantError
├── AdoptionError         a plan cannot be adopted, or an adopted one cannot be used
├── EnvironmentVariableError   a variable has a value that cannot be used
├── PlansFolderError      a folder of plans holds none, or one that cannot be read
├── NoSuchPlanError       there is no plan of that id
├── TakenPlanIdError      the id of a plan is that of a page
├── BatchFormatError      a line of a batch or question file is not as it must be
└── HelpLinesFormatError  a field of the file of help lines is not as it must be
"""

from __future__ import annotations

from collections.abc import Sequence

_MOST_NAMED = 20


class AssistantError(Exception):
    """Something that the assistant was given is not as it must be; the message names it."""


class AdoptionError(AssistantError):
    """A plan cannot be adopted, or an adopted one cannot be used; the message says what to do."""


class EnvironmentVariableError(AssistantError):
    """A variable of the environment has a value that cannot be used; the value is not shown."""

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(f"{name}: expected {expected}")


class PlansFolderError(AssistantError):
    """A folder of plans holds none, or one that cannot be read; the message names which."""


class NoSuchPlanError(AssistantError):
    """There is no plan `plan_id`; the message names those that there are."""

    def __init__(self, plan_id: str, plan_ids: Sequence[str]) -> None:
        shown = ", ".join(plan_ids[:_MOST_NAMED])
        more = ", …" if len(plan_ids) > _MOST_NAMED else ""
        super().__init__(f"no plan {plan_id!r}; there are {shown}{more}")
        self.plan_id = plan_id


class TakenPlanIdError(AssistantError):
    """The id of a plan is the address of a page."""

    def __init__(self, plan_id: str) -> None:
        super().__init__(f"a plan cannot be called {plan_id!r}, as a page is: rename its folder")


class BatchFormatError(AssistantError):
    """A line of a JSONL file cannot be used: `file`, `line` (from 1) and what is wrong with it."""

    def __init__(self, file: str, line: int, wrong: str) -> None:
        super().__init__(f"{file}, line {line}: {wrong}")
        self.file = file
        self.line = line


class HelpLinesFormatError(AssistantError):
    """The file of help lines cannot be used: the message names the file and the field."""

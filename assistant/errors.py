"""AssistantError
├── AdoptionError         a plan cannot be adopted, or an adopted one cannot be used
├── BatchFormatError      a line of a batch or question file is not as it must be
└── HelpLinesFormatError  a field of the file of help lines is not as it must be
"""

from __future__ import annotations


class AssistantError(Exception):
    """Something that the assistant was given is not as it must be; the message names it."""


class AdoptionError(AssistantError):
    """A plan cannot be adopted, or an adopted one cannot be used; the message says what to do."""


class BatchFormatError(AssistantError):
    """A line of a JSONL file cannot be used: `file`, `line` (from 1) and what is wrong with it."""

    def __init__(self, file: str, line: int, wrong: str) -> None:
        super().__init__(f"{file}, line {line}: {wrong}")
        self.file = file
        self.line = line


class HelpLinesFormatError(AssistantError):
    """The file of help lines cannot be used: the message names the file and the field."""

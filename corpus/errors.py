"""CorpusError
├── PlanFormatError        a line of a plan's text that the grammar does not know
└── CompanionFormatError   a field of a companion file that is missing or not as it must be
"""

from __future__ import annotations


class CorpusError(Exception):
    """Something in a plan's files is not as it must be; the message names what and where."""


class PlanFormatError(CorpusError):
    """A plan's text cannot be read: `file`, `line` (from 1) and what was `expected` there."""

    def __init__(self, file: str, line: int, expected: str) -> None:
        super().__init__(f"{file}, line {line}: expected {expected}")
        self.file = file
        self.line = line
        self.expected = expected


class CompanionFormatError(CorpusError):
    """A companion file cannot be read: `file`, `field` and what was `expected` of it."""

    def __init__(self, file: str, field: str, expected: str) -> None:
        super().__init__(f"{file}, {field}: expected {expected}")
        self.file = file
        self.field = field
        self.expected = expected

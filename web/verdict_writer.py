"""Verdicts are kept beside answering: a place for answers is not held while one is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from web.verdicts import NotKeptError, Verdict, Verdicts
from web.write_behind import WriteBehind


class VerdictWriter:
    """Verdicts that `kept` keeps, as soon as it can.

    A verdict that is taken is written within moments, or once the database is there again. While
    that is known not to be, no more are taken.
    """

    def __init__(self, kept: Verdicts, behind: WriteBehind[Verdict]) -> None:
        self._kept = kept
        self._behind = behind

    @classmethod
    @contextmanager
    def over(cls, kept: Verdicts) -> Iterator[VerdictWriter]:
        """Give what writes to `kept` while the block runs, what is waiting to the end."""

        def write(verdicts: Sequence[Verdict]) -> None:
            for verdict in verdicts:
                kept.add(verdict)

        # One at once: of several that were tried again some would be kept twice.
        with WriteBehind(write, "verdicts", at_once=1) as behind:
            yield cls(kept, behind)

    def add(self, verdict: Verdict) -> None:
        """Take a verdict. Raises NotKeptError where none can be kept just now."""
        if self._behind.failing or not self._behind.put(verdict):
            raise NotKeptError("verdicts are waiting that cannot be kept yet")

    def all(self) -> Sequence[Verdict]:
        """Return those kept, oldest first. Raises NotKeptError where they cannot be read."""
        return self._kept.all()

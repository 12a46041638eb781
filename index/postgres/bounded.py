"""A connection that does not wait for its server for ever, though the server keeps it open."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.rows import TupleRow

_Result = TypeVar("_Result")
# How often psycopg looks for a signal meanwhile: its own default.
_INTERVAL_S = 0.1


class Connection(psycopg.Connection[TupleRow]):
    """Waits `most` seconds in all while a block of `patience` runs, without bound outside of one.

    Time that passes between its statements is not counted. Where the server says nothing for longer
    psycopg.errors.ConnectionTimeout is raised, and the connection is closed.
    """

    most = 0.0
    _left: float | None = None

    @contextmanager
    def patience(self) -> Iterator[None]:
        """Bound the waiting while the block runs."""
        self._left = self.most
        try:
            yield
        finally:
            self._left = None

    def wait(
        self,
        gen: PQGen[_Result],
        interval: float = _INTERVAL_S,
        timeout: float | None = None,
    ) -> _Result:
        """Wait for what the server says, as psycopg does."""
        if self._left is None:
            return super().wait(gen, interval, timeout)
        began = time.monotonic()
        try:
            return super().wait(gen, interval, max(0.0, self._left))
        except psycopg.OperationalError as error:
            if time.monotonic() - began < self._left:
                raise
            self.pgconn.finish()
            message = "the server was silent for too long"
            raise psycopg.errors.ConnectionTimeout(message) from error
        finally:
            self._left = max(0.0, self._left - (time.monotonic() - began))

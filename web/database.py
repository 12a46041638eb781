"""A database in which something is kept: what goes wrong with it is told as NotKeptError."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from index.errors import DatabaseError
from index.postgres.bounded import Connection
from index.postgres.connection import Database
from web.verdicts import NotKeptError

_Result = TypeVar("_Result")


def kept(
    database: Database, work: Callable[[Connection], _Result], for_long: bool = False
) -> _Result:
    """Return what `work` returns, done twice where the connection was lost. Raises NotKeptError.

    It may take any time where it is `for_long`, and is then done once.
    """
    try:
        return database.run_for_long(work) if for_long else database.run(work)
    except DatabaseError as error:
        raise NotKeptError(str(error)) from error

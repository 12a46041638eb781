"""A database in which something is kept: what goes wrong with it is told as NotKeptError."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from index.errors import DatabaseError
from index.postgres.connection import Connection, Database
from web.verdicts import NotKeptError

_Result = TypeVar("_Result")


def kept(database: Database, work: Callable[[Connection], _Result]) -> _Result:
    """Return what `work` returns, done twice where the connection was lost. Raises NotKeptError."""
    try:
        return database.run(work)
    except DatabaseError as error:
        raise NotKeptError(str(error)) from error

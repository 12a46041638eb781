"""Connections to a PostgreSQL server: kept for the next use, made anew where one was lost."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import TupleRow

from index.errors import DatabaseError
from index.postgres.address import Address

_Result = TypeVar("_Result")
Connection = psycopg.Connection[TupleRow]

# In seconds and milliseconds: a server that is silent for so long is not there. An address may say
# others.
_WAITS = {
    "connect_timeout": "5",
    "tcp_user_timeout": "5000",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "2",
}
# Hours of writing are not given up for a network that is gone for a moment.
_WAITS_OF_WRITERS = {**_WAITS, "tcp_user_timeout": "30000", "keepalives_count": "12"}
# Compiling costs more than it gains in queries of milliseconds.
_SETTINGS = "SET jit = off; "

_PGVECTOR = "the server needs pgvector 0.8 or later"
_MENDS: tuple[tuple[type[psycopg.Error], str], ...] = (
    (psycopg.errors.InsufficientPrivilege, "give the user of the address the rights"),
    (psycopg.errors.ReadOnlySqlTransaction, "name the primary server to write, not a replica"),
    (psycopg.errors.UndefinedTable, "run `python -m index.postgres migrate`"),
    (psycopg.errors.UndefinedFile, _PGVECTOR),
    (psycopg.errors.FeatureNotSupported, _PGVECTOR),
)


class Database:
    """The database at an address; a process that was forked makes connections of its own."""

    def __init__(self, address: Address, settings: str = "") -> None:
        """Take an address; nothing is opened before it is needed.

        `settings` are statements that set up each connection.
        """
        self.address = address
        self._settings = settings
        self._idle: SimpleQueue[Connection] = SimpleQueue()
        self._process = os.getpid()

    def run(self, work: Callable[[Connection], _Result]) -> _Result:
        """Return what `work` returns; it is done once more where the connection was lost.

        So it must be of a kind that may be done twice. Each of its statements is a transaction,
        unless it makes one. Raises DatabaseError.
        """
        with self.told():
            connection = self._take()
            try:
                return work(connection)
            except psycopg.OperationalError:
                if not connection.closed:
                    raise
                # The others were lost with it.
                self.close()
                connection = self._connect()
                return work(connection)
            finally:
                self._give_back(connection)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give a connection for one transaction, kept where the block ends without an error.

        Raises DatabaseError; an error of another kind passes, after nothing was kept.
        """
        with (
            self.told(),
            self._connect(_WAITS_OF_WRITERS) as connection,
            connection.transaction(),
        ):
            yield connection

    def close(self) -> None:
        """Close the connections that nobody uses; others are made when they are needed."""
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return

    @contextmanager
    def told(self) -> Iterator[None]:
        """Tell what goes wrong with the database as DatabaseError, without the password."""
        try:
            yield
        except psycopg.Error as error:
            said = self.address.without_password(str(error)) or type(error).__name__
            mends = "".join(f": {mend}" for kind, mend in _MENDS if isinstance(error, kind))
            # What libpq says first may quote the address: it is not shown as the cause.
            raise DatabaseError(f"{self.address.shown}: {said}{mends}") from None

    def _take(self) -> Connection:
        if self._process != os.getpid():
            # Those that are there are the other process's.
            self._process, self._idle = os.getpid(), SimpleQueue()
        try:
            return self._idle.get_nowait()
        except Empty:
            return self._connect()

    def _give_back(self, connection: Connection) -> None:
        if not connection.closed:
            self._idle.put(connection)

    def _connect(self, waits: Mapping[str, str] = _WAITS) -> Connection:
        defaults = {**waits, "fallback_application_name": "michishirube"}
        asked = conninfo_to_dict(self.address.whole)
        address = make_conninfo("", **{**defaults, **asked})
        # Poolers between may give each statement another connection of the server.
        made = psycopg.connect(address, autocommit=True, prepare_threshold=None)
        made.execute(_SETTINGS + self._settings)
        return made


@contextmanager
def snapshot(connection: Connection) -> Iterator[None]:
    """Have every statement of the block read what there was at its first."""
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield

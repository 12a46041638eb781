"""Connections to a PostgreSQL server: kept for the next use, made anew where one was lost."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from index.errors import DatabaseError
from index.postgres.address import Address
from index.postgres.bounded import Connection
from index.postgres.silence import Silence

_Result = TypeVar("_Result")

# In seconds and milliseconds: a server that is silent for so long is not there. An address may say
# others.
_WAITS = {
    "connect_timeout": "2",
    "tcp_user_timeout": "5000",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "2",
}
# Hours of writing are not given up for a network that is gone for a moment.
_WAITS_OF_WRITERS = {
    **_WAITS,
    "connect_timeout": "5",
    "tcp_user_timeout": "30000",
    "keepalives_count": "12",
}
# Compiling costs more than it gains in queries of milliseconds.
_SETTINGS = "SET jit = off; "
# What a statement may take in milliseconds, where the server does not say itself: twenty times the
# p99 of a search among 100,000 passages (README, Measured). The server ends one that is too slow;
# where it says nothing a second later either, it is silent.
_STATEMENT_MS = 2000
_LATER_S = 1.0
_LIMITED = f"""
SELECT set_config('statement_timeout', '{_STATEMENT_MS}', false)
FROM pg_settings WHERE name = 'statement_timeout' AND setting = '0'
"""  # noqa: S608 - a number of our own
_LIMIT = "SELECT setting::int FROM pg_settings WHERE name = 'statement_timeout'"
_UNLIMITED = "SET statement_timeout = 0"

_PGVECTOR = "the server needs pgvector 0.8 or later"
_MENDS: tuple[tuple[type[psycopg.Error], str], ...] = (
    (psycopg.errors.InsufficientPrivilege, "give the user of the address the rights"),
    (psycopg.errors.ReadOnlySqlTransaction, "name the primary server to write, not a replica"),
    (psycopg.errors.UndefinedTable, "run `python -m index.postgres migrate`"),
    (psycopg.errors.QueryCanceled, "give it more time: ALTER ROLE … SET statement_timeout"),
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
        self._silence = Silence(self._hear)

    def run(self, work: Callable[[Connection], _Result]) -> _Result:
        """Return what `work` returns; it is done once more where the connection was lost.

        So it must be of a kind that may be done twice. Each of its statements is a transaction,
        unless it makes one. Raises DatabaseError, three seconds later at most where the server is
        silent, and at once where it was so a moment ago.
        """
        with self.told():
            self._silence.refuse()
            try:
                return self._run(work)
            except psycopg.errors.ConnectionTimeout:
                self._silence.begin()
                # The others are as silent.
                self.close()
                raise

    def run_for_long(self, work: Callable[[Connection], _Result]) -> _Result:
        """Return what `work` returns, which may take any time. Raises DatabaseError."""
        with self.told(), self._connect_for_long() as connection:
            return work(connection)

    def _run(self, work: Callable[[Connection], _Result]) -> _Result:
        connection = self._take()
        try:
            with connection.patience():
                return work(connection)
        except psycopg.errors.ConnectionTimeout:
            raise
        except psycopg.OperationalError:
            if not connection.closed:
                raise
            # The others were lost with it.
            self.close()
            connection = self._connect()
            with connection.patience():
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
            self._connect_for_long() as connection,
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

    def _hear(self) -> None:
        """Have the server say anything. Raises psycopg.Error."""
        self._connect().close()

    def _connect(self) -> Connection:
        made = self._opened(_WAITS)
        made.most = _STATEMENT_MS / 1000 + _LATER_S
        with made.patience():
            made.execute(_SETTINGS + self._settings)
            made.execute(_LIMITED)
            row = made.execute(_LIMIT).fetchone()
        if row:
            made.most = row[0] / 1000 + _LATER_S
        return made

    def _connect_for_long(self) -> Connection:
        made = self._opened(_WAITS_OF_WRITERS)
        made.execute(_SETTINGS + self._settings)
        made.execute(_UNLIMITED)
        return made

    def _opened(self, waits: Mapping[str, str]) -> Connection:
        defaults = {**waits, "fallback_application_name": "michishirube"}
        asked = conninfo_to_dict(self.address.whole)
        address = make_conninfo("", **{**defaults, **asked})
        # Poolers between may give each statement another connection of the server.
        return Connection.connect(address, autocommit=True, prepare_threshold=None)


@contextmanager
def snapshot(connection: Connection) -> Iterator[None]:
    """Have every statement of the block read what there was at its first."""
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield

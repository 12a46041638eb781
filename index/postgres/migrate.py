"""Numbered SQL files → tables: each file once, in order, whichever process comes first."""

from __future__ import annotations

from importlib.resources.abc import Traversable

from psycopg.sql import SQL

from index.errors import DatabaseError
from index.postgres.address import Address
from index.postgres.bounded import Connection
from index.postgres.connection import Database

# Numbers of our own for advisory locks, which are told apart by number in a database.
_LOCK = 7_200_100
_TABLE = """
CREATE TABLE IF NOT EXISTS migrations (
    subject text NOT NULL,
    name text NOT NULL,
    made timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (subject, name)
)
"""


def open_database(address: str, subject: str, folder: Traversable, settings: str = "") -> Database:
    """Open the database at `address`, its tables of a subject made as `migrate` makes them.

    `settings` are statements that set up each connection. Raises DatabaseError, whose message never
    holds the password.
    """
    database = Database(Address.read(address), settings)
    try:
        migrate(database, subject, folder)
    except DatabaseError:
        database.close()
        raise
    return database


def migrate(database: Database, subject: str, folder: Traversable) -> list[str]:
    """Run the files `NNN_what.sql` of `folder` that were not run yet; return their names.

    They are recorded in the table `migrations` under `subject`. All are run in one transaction,
    while others wait. Where none is left, nothing is written: a replica will do. Raises
    DatabaseError.
    """
    files = sorted((one for one in folder.iterdir() if one.name.endswith(".sql")), key=_name)
    wanted = [_name(file) for file in files]
    done = database.run(lambda connection: _done(connection, subject))
    _refuse_newer(database, wanted, done)
    if all(name in done for name in wanted):
        return []
    with database.transaction() as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        connection.execute(_TABLE)
        done = _done(connection, subject)
        missing = [file for file in files if _name(file) not in done]
        for file in missing:
            connection.execute(SQL(file.read_text(encoding="utf-8")))
            row = [subject, _name(file)]
            connection.execute("INSERT INTO migrations (subject, name) VALUES (%s, %s)", row)
    return [_name(file) for file in missing]


def _name(file: Traversable) -> str:
    return file.name


def _done(connection: Connection, subject: str) -> set[str]:
    there = connection.execute("SELECT to_regclass('migrations')").fetchone()
    if there is None or there[0] is None:
        return set()
    rows = connection.execute("SELECT name FROM migrations WHERE subject = %s", [subject])
    return {name for (name,) in rows}


def _refuse_newer(database: Database, wanted: list[str], done: set[str]) -> None:
    newer = sorted(done - set(wanted))
    if newer:
        message = f"{database.address.shown}: its tables are of a newer version ({newer[-1]})"
        raise DatabaseError(f"{message}: install that version of the program")

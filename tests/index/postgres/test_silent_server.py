"""A server that says nothing is not waited for long, nor again before it was heard."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from postgres_server import Server, own_server
from serving import until

from index.errors import DatabaseError
from index.postgres.address import Address
from index.postgres.bounded import Connection
from index.postgres.connection import Database, snapshot


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with own_server() as server:
        yield server


@pytest.fixture
def database(server: Server) -> Iterator[Database]:
    database = Database(Address.read(server.with_options("-cstatement_timeout=200")))
    yield database
    database.close()


def one(connection: Connection) -> None:
    connection.execute("SELECT 1")


def seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def fails(database: Database) -> None:
    with pytest.raises(DatabaseError, match="silent|timeout expired"):
        database.run(one)


def works(database: Database) -> bool:
    try:
        database.run(one)
    except DatabaseError:
        return False
    return True


@pytest.mark.parametrize("connected", [True, False])
def test_it_is_waited_for_once(server: Server, database: Database, connected: bool) -> None:
    if connected:
        database.run(one)
    with server.frozen():
        first = seconds(lambda: fails(database))
        assert seconds(lambda: [fails(database) for _ in range(10)]) < first / 5
    until(lambda: works(database))


def test_what_is_in_a_transaction_is_given_up_too(server: Server, database: Database) -> None:
    def work(connection: Connection) -> None:
        with snapshot(connection):
            one(connection)
            with server.frozen():
                one(connection)

    with pytest.raises(DatabaseError, match="silent"):
        database.run(work)
    until(lambda: works(database))


def test_a_statement_that_is_too_slow_is_ended_and_the_server_is_asked_again(
    database: Database,
) -> None:
    with pytest.raises(DatabaseError, match="give it more time"):
        database.run(lambda connection: connection.execute("SELECT pg_sleep(600)"))
    database.run(one)


def test_time_between_statements_is_not_the_servers(database: Database) -> None:
    def work(connection: Connection) -> None:
        one(connection)
        end = time.monotonic() + 1.1 * connection.most
        while time.monotonic() < end:
            pass
        one(connection)

    database.run(work)


@pytest.mark.parametrize(
    ("options", "limit"), [("-cjit=off", "2s"), ("-cstatement_timeout=7s", "7s")]
)
def test_statements_have_a_limit_which_a_server_may_set(
    server: Server, options: str, limit: str
) -> None:
    def shown(connection: Connection) -> object:
        row = connection.execute("SHOW statement_timeout").fetchone()
        return row and row[0]

    database = Database(Address.read(server.with_options(options)))
    assert database.run(shown) == limit
    assert database.run_for_long(shown) == "0"
    with database.transaction() as connection:
        assert shown(connection) == "0"
    database.close()

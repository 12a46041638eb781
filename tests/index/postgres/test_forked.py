"""A process that was forked uses no connection of the one before."""

from __future__ import annotations

import os

from postgres_server import Server

from index.postgres.address import Address
from index.postgres.bounded import Connection
from index.postgres.connection import Database


def server_process(connection: Connection) -> int:
    """The process of the server that serves a connection."""
    row = connection.execute("SELECT pg_backend_pid()").fetchone()
    assert row
    return int(row[0])


def test_each_process_has_connections_of_its_own(postgres: Server) -> None:
    database = Database(Address.read(postgres.empty()))
    before = database.run(server_process)
    assert database.run(server_process) == before
    told, tell = os.pipe()
    child = os.fork()
    if not child:
        try:
            own = database.run(server_process)
            os.write(tell, f"{own} {database.run(server_process)}".encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    own, again = map(int, os.read(told, 100).split())
    assert own == again != before
    assert database.run(server_process) == before
    database.close()

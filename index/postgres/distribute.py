"""The tables of plans over the nodes of a Citus cluster, by plan."""

from __future__ import annotations

from index.errors import DatabaseError
from index.postgres.bounded import Connection
from index.postgres.connection import Database
from index.postgres.writer import TABLES

# Read by every search, and never large: each node has all of it.
_REFERENCE = "collection"


def distribute(database: Database) -> list[str]:
    """Distribute the tables that are not yet; return their names.

    All rows of a plan come to lie on one node. Raises DatabaseError where there is no Citus.
    """
    return database.run_for_long(lambda connection: _distribute(connection, database.address.shown))


def _distribute(connection: Connection, shown: str) -> list[str]:
    there = connection.execute("SELECT to_regproc('create_distributed_table')").fetchone()
    if there is None or there[0] is None:
        message = f"{shown}: the server has no Citus: install it on every node"
        raise DatabaseError(f"{message}, then CREATE EXTENSION citus and citus_add_node(…)")
    rows = connection.execute("SELECT table_name::text FROM citus_tables")
    done = {name for (name,) in rows}
    missing = [table for table in (_REFERENCE, *TABLES) if table not in done]
    for table in missing:
        if table == _REFERENCE:
            connection.execute("SELECT create_reference_table(%s)", [table])
        else:
            beside = "none" if table == TABLES[0] else TABLES[0]
            connection.execute(
                "SELECT create_distributed_table(%s, 'plan_id', colocate_with => %s)",
                [table, beside],
            )
    return missing

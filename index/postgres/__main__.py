"""`python -m index.postgres`: make the tables of a database, or distribute them over a cluster.

Exit status: 2 bad usage, or a database that cannot be used, with one line on standard error.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import closing

from index.errors import DatabaseError
from index.postgres.distribute import distribute
from index.postgres.migrate import open_database
from index.postgres.store import MIGRATIONS, SUBJECT

_BAD_INPUT = 2
_ENGINE = "MICHISHIRUBE_ENGINE"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command on the database that MICHISHIRUBE_ENGINE names; return its status."""
    parser = argparse.ArgumentParser(prog="python -m index.postgres", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("migrate", help="make the tables of plans, or bring them up to date")
    commands.add_parser("distribute", help="do that, and distribute them by plan (Citus)")
    args = parser.parse_args(arguments)
    try:
        address = os.environ.get(_ENGINE, "")
        with closing(open_database(address, SUBJECT, MIGRATIONS)) as database:
            distributed = distribute(database) if args.command == "distribute" else []
    except DatabaseError as error:
        print(f"michishirube: {_ENGINE}: {error}", file=sys.stderr)
        return _BAD_INPUT
    print(f"{database.address.shown}: the tables are there", file=sys.stderr)
    for table in distributed:
        print(f"{table} is distributed", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())

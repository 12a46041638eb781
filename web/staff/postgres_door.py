"""What the doors of several processes have in common, in PostgreSQL."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from index.postgres.bounded import Connection
from index.postgres.connection import Database
from web.clients import client_at
from web.database import kept
from web.staff.protocols import SharedDoor
from web.staff.sessions import LONGEST_S
from web.staff.throttle import OF_ALL, OF_CLIENT, SECONDS

_NEW_KEY = "INSERT INTO staff_key (single, key) VALUES (true, %s) ON CONFLICT (single) DO NOTHING"
_END = "INSERT INTO staff_ended (session) VALUES (%s) ON CONFLICT (session) DO NOTHING"
_FORGET = "DELETE FROM staff_ended WHERE ended < now() - make_interval(secs => %s)"
_IS_ENDED = "SELECT 1 FROM staff_ended WHERE session = %s"
_OLD_GO = "DELETE FROM staff_tries WHERE tried <= clock_timestamp() - make_interval(secs => %s)"
_COUNT = """
SELECT count(*), count(*) FILTER (WHERE client = %(client)s),
    extract(epoch FROM min(tried) - clock_timestamp())::float8,
    extract(epoch FROM min(tried) FILTER (WHERE client = %(client)s) - clock_timestamp())::float8
FROM staff_tries
"""


def open_shared_door(database: Database) -> SharedDoor:
    """Return what is shared; the first process makes the key. Raises NotKeptError."""

    def shared_key(connection: Connection) -> bytes:
        connection.execute(_NEW_KEY, [secrets.token_bytes(32)])
        (key,) = connection.execute("SELECT key FROM staff_key").fetchone() or (b"",)
        return bytes(key)

    key = kept(database, shared_key)
    return SharedDoor(key, PostgresTries(database, key), PostgresEnded(database))


@dataclass(frozen=True, slots=True)
class PostgresEnded:
    """The sessions that were ended, for as long as one may last."""

    database: Database

    def add(self, session_id: str) -> None:
        """Remember that a session was ended."""

        def write(connection: Connection) -> None:
            connection.execute(_END, [session_id])
            connection.execute(_FORGET, [LONGEST_S])

        kept(self.database, write)

    def __contains__(self, session_id: str) -> bool:
        """Return whether a session was ended."""
        row = kept(self.database, lambda one: one.execute(_IS_ENDED, [session_id]).fetchone())
        return row is not None


@dataclass(frozen=True, slots=True)
class PostgresTries:
    """Counts the tries of all processes together, as `Throttle` does; clients stand as digests."""

    database: Database
    key: bytes
    of_client: int = OF_CLIENT
    of_all: int = OF_ALL
    seconds: float = SECONDS

    def wait(self, address: str) -> float:
        """Count a try of the client at `address` and return 0, or the seconds that it must wait."""
        client = self._digest(address)

        def count(connection: Connection) -> float:
            with connection.transaction():
                connection.execute("LOCK TABLE staff_tries IN EXCLUSIVE MODE")
                connection.execute(_OLD_GO, [self.seconds])
                row = connection.execute(_COUNT, {"client": client}).fetchone()
                tries, own, oldest, own_oldest = row or (0, 0, 0.0, 0.0)
                if own >= self.of_client:
                    return float(own_oldest + self.seconds)
                if tries >= self.of_all:
                    return float(oldest + self.seconds)
                connection.execute("INSERT INTO staff_tries (client) VALUES (%s)", [client])
                return 0.0

        return kept(self.database, count)

    def forgive(self, address: str) -> None:
        """Forget the tries of a client that has signed in."""
        client = self._digest(address)
        forget = "DELETE FROM staff_tries WHERE client = %s"
        kept(self.database, lambda connection: connection.execute(forget, [client]))

    def _digest(self, address: str) -> bytes:
        return hmac.digest(self.key, client_at(address).encode(), hashlib.sha256)

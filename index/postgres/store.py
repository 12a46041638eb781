"""Many plans in PostgreSQL: what is kept there is the same for every process that reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from threading import Lock

from corpus.about import About
from index.collection.kept_terms import asked_terms
from index.collection.protocols import CollectionHit
from index.errors import DatabaseError, PlanMissingError, StaleIndexError
from index.postgres.bounded import Connection
from index.postgres.connection import Database, snapshot
from index.postgres.hybrid import search
from index.postgres.migrate import open_database
from index.postgres.plan_files import FolderCache
from index.postgres.vector_index import EXACT_ROWS, SEARCH_SETTINGS
from index.postgres.writer import PostgresPlanWriter
from index.protocols import Floats

SUBJECT = "plans"
MIGRATIONS = resources.files("index.postgres") / "migrations"
_WRITING = 7_200_101
_FILES_DIGEST = "SELECT files_digest FROM plans WHERE plan_id = %s"
_FILES = "SELECT name, content FROM plan_files WHERE plan_id = %s"
# Citus refuses an index on a table that has been written on several nodes at once before, in one
# transaction. To a server without Citus it says nothing.
_IN_ORDER = "SET LOCAL citus.multi_shard_modify_mode = 'sequential'"
_LEAST_PGVECTOR = (0, 8)


@dataclass(frozen=True, slots=True)
class _Plan:
    about: About
    files_digest: str
    dimension: int
    rows: int


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """The plans that there are at a version of the collection, by their ids' order."""

    version: str
    plans: Mapping[str, _Plan]

    def rows(self, plans: Sequence[str] | None) -> int:
        """Return how many vectors `plans` have, or all. Raises PlanMissingError."""
        return sum(self.plan(name).rows for name in (self.plans if plans is None else plans))

    def plan(self, plan_id: str) -> _Plan:
        """Return one of them. Raises PlanMissingError."""
        if plan_id not in self.plans:
            raise PlanMissingError(f"there is no plan {plan_id!r} among those that are kept")
        return self.plans[plan_id]


class PostgresStore:
    """A collection in a database; the folders of plans are fetched from there into `cache`."""

    def __init__(self, database: Database, cache: FolderCache) -> None:
        self.database = database
        self._cache = cache
        self._lock = Lock()
        self._catalogue = _Catalogue("", {})

    @classmethod
    def open(cls, address: str, cache_folder: Path) -> PostgresStore:
        """Open the collection at `address` (postgresql://…), and make its tables if need be.

        Raises DatabaseError where that cannot be; the message never holds the password.
        """
        database = open_database(address, SUBJECT, MIGRATIONS, SEARCH_SETTINGS)
        _refuse_old_pgvector(database)
        return cls(database, FolderCache(cache_folder))

    @property
    def version(self) -> str:
        """What changes whenever a plan is put or removed."""
        return self.database.run(_version)

    def abouts(self) -> Sequence[About]:
        """Return the plans that are kept, by their ids' order."""
        catalogue = self.database.run(self._current)
        return [plan.about for plan in catalogue.plans.values()]

    def folder(self, plan_id: str) -> Path:
        """Return a folder of this machine with the files of a plan, fetched where they are not.

        Raises PlanMissingError.
        """
        return self.database.run(lambda connection: self._folder(connection, plan_id))

    def search(
        self,
        vector: Floats,
        terms: Mapping[str, float],
        k: int,
        plans: Sequence[str] | None = None,
    ) -> Sequence[CollectionHit]:
        """Return the `k` best passages; what they are is said at PlanStore.

        Raises PlanMissingError for one of `plans` that is not kept, StaleIndexError where `vector`
        is of another length than those of the plans.
        """
        asked = asked_terms(terms)
        chosen = None if plans is None else sorted(set(plans))

        def found(connection: Connection) -> list[CollectionHit]:
            catalogue = self._current(connection)
            rows = catalogue.rows(chosen)
            _refuse_other_length(catalogue, vector)
            return search(connection, vector, asked, k, chosen, by_index=rows > EXACT_ROWS)

        return self.database.run(found)

    @contextmanager
    def writing(self) -> Iterator[PostgresPlanWriter]:
        """Let one process at a time put and remove plans; nothing is kept where the block fails.

        Raises DatabaseError, and what PostgresPlanWriter raises.
        """
        with self.database.transaction() as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [_WRITING])
            connection.execute(_IN_ORDER)
            writer = PostgresPlanWriter(connection)
            yield writer
            writer.finish()

    def close(self) -> None:
        """Close the connections that are not in use."""
        self.database.close()

    def _current(self, connection: Connection) -> _Catalogue:
        """Return the plans as they are now, read anew only where they have changed."""
        version = _version(connection)
        with self._lock:
            if self._catalogue.version == version:
                return self._catalogue
        with snapshot(connection):
            version = _version(connection)
            rows = connection.execute(
                "SELECT plan_id, city, city_en, period, files_digest, dimension, rows FROM plans"
                " ORDER BY plan_id"
            )
            plans = {row[0]: _Plan(About(*row[:4]), *row[4:]) for row in rows}
        catalogue = _Catalogue(version, plans)
        with self._lock:
            self._catalogue = catalogue
        return catalogue

    def _folder(self, connection: Connection, plan_id: str) -> Path:
        digest = self._current(connection).plan(plan_id).files_digest
        there = self._cache.find(plan_id, digest)
        if there is not None:
            return there
        with snapshot(connection):
            asked = [plan_id]
            # It may have been put again meanwhile.
            row = connection.execute(_FILES_DIGEST, asked).fetchone()
            if row is None:
                raise PlanMissingError(f"the plan {plan_id!r} has just been removed")
            return self._cache.keep(plan_id, row[0], connection.execute(_FILES, asked, binary=True))


def _version(connection: Connection) -> str:
    row = connection.execute("SELECT version FROM collection").fetchone()
    return str(row[0]) if row else ""


def _refuse_other_length(catalogue: _Catalogue, vector: Floats) -> None:
    for plan in catalogue.plans.values():
        if plan.rows and plan.dimension != len(vector):
            message = f"vectors of the plans have {plan.dimension} values, that of the query"
            told = f"{message} {len(vector)}"
            raise StaleIndexError(f"{told}: put all plans again, made by the model of the query")


def _refuse_old_pgvector(database: Database) -> None:
    version = database.run(
        lambda connection: connection.execute(
            "SELECT extversion FROM pg_extension WHERE extname = 'vector'"
        ).fetchone()
    )
    found = version[0] if version else "none"
    if not version or tuple(int(part) for part in found.split(".")[:2]) < _LEAST_PGVECTOR:
        raise DatabaseError(
            f"{database.address.shown}: the server has pgvector {found}, 0.8 or later is needed"
        )

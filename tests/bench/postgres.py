"""A collection in PostgreSQL: how fast it is loaded and searched, and its size, by passages.

The passages are made up, by a seed: plans of 2,000 each, two vectors of 256 values a passage around
one of 500 centres, 20 terms a passage out of 50,000 by Zipf's law, nine a query: these stand in
about as many passages as those of our own questions do in the plan (their shares of all passages
sum up to 0.2 in the mean). Run as a script it prints JSON:
`python tests/bench/postgres.py 1000 10000`, on the server that MICHISHIRUBE_TEST_POSTGRES names,
or on that of the package of the tests. The same passages are searched on disk, too: where others
use the machine, quote the ratio.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import psycopg

sys.path.insert(0, str(Path(__file__).parents[1]))
from postgres_server import Server, running_server

from corpus.about import About
from index.collection.disk import DiskPlanStore
from index.collection.protocols import Entry, PlanStore
from index.postgres import hybrid, vector_index
from index.postgres.store import PostgresStore

OF_PLAN = 2000
ROWS = 2
DIMENSION = 256
CENTRES = 500
VOCABULARY = 50_000
TERMS = 20
ASKED_TERMS = 9
FLATTENED = 15
QUERIES = 300
CLIENTS = 8
K = 10
_SEED = 20261125
# A small server of 8 GB has as much; by default PostgreSQL takes 128 and 64 MB.
_SERVER = "shared_buffers = 1GB\nmaintenance_work_mem = 512MB\nmax_wal_size = 4GB\n"


class Passages:
    """Passages and queries drawn by one seed."""

    def __init__(self) -> None:
        self._generator = np.random.default_rng(_SEED)
        self._centres = self._generator.normal(size=(CENTRES, DIMENSION))
        shares = 1 / (np.arange(VOCABULARY) + FLATTENED)
        self._shares = shares / shares.sum()

    def entries(self, count: int) -> Iterator[Entry]:
        """Yield so many passages."""
        vectors = self.vectors(count * ROWS).reshape(count, ROWS, DIMENSION)
        terms = self._generator.choice(VOCABULARY, (count, TERMS), p=self._shares)
        for number in range(count):
            yield Entry(f"p{number}", vectors[number], tuple(f"語{one}" for one in terms[number]))

    def vectors(self, count: int) -> np.ndarray:
        """Return unit vectors around the centres: count × dimension."""
        centres = self._generator.integers(CENTRES, size=count)
        found = self._centres[centres] + self._generator.normal(size=(count, DIMENSION))
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        return np.asarray(found / lengths, dtype=np.float32)

    def queries(self, count: int) -> list[tuple[np.ndarray, dict[str, float]]]:
        """Return so many queries, a vector and some terms each."""
        drawn = self._generator.choice(VOCABULARY, (count, ASKED_TERMS), p=self._shares)
        terms = [{f"語{one}": 1.0 for one in of_query} for of_query in drawn]
        return list(zip(self.vectors(count), terms, strict=True))


def measure_postgres(sizes: Sequence[int]) -> dict[str, Any]:
    """Load so many passages and search them; return figures by size, in one run."""
    with running_server(_SERVER) as server:
        settings = ("server_version", "shared_buffers", "maintenance_work_mem", "fsync")
        return {
            "cores": os.cpu_count(),
            "load_average": round(os.getloadavg()[0], 1),
            "hnsw": {
                "m": vector_index.LINKS,
                "ef_construction": vector_index.WEIGHED,
                "ef_search": vector_index.SEARCHED,
                "exact_up_to_rows": vector_index.EXACT_ROWS,
            },
            **{name: server.execute(f"SHOW {name}")[0][0] for name in settings},
            "sizes": {str(size): _measured(server, size) for size in sizes},
        }


def _measured(server: Server, size: int) -> dict[str, Any]:
    address = server.empty()
    passages = Passages()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "built"
        folder.mkdir()
        (folder / "manifest.json").write_text("{}", encoding="utf-8")
        store = PostgresStore.open(address, Path(place) / "cache")
        loading = _load(store, folder, passages, size)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        queries = passages.queries(QUERIES)
        found = {
            "passages": size,
            **loading,
            "shares_of_terms": _shares(address, queries),
            "size_MB": _sizes(address),
            "search_all": _times(lambda query: store.search(*query, K), queries),
            "search_all_at_once": _together(store, queries),
            "search_one_plan": _times(lambda query: store.search(*query, K, ["plan-0"]), queries),
            "recall_at_10": _recall(store, queries[:50]),
            "version": _times(lambda _: store.version, queries),
        }
        on_disk = DiskPlanStore(Path(place) / "disk")
        _load(on_disk, folder, Passages(), size)
        found["on_disk_search_all"] = _times(lambda query: on_disk.search(*query, K), queries)
        entries = list(passages.entries(min(size, OF_PLAN)))
        started = time.perf_counter()
        with store.writing() as writer:
            writer.put(_about(0), "again", folder, entries)
        found["one_plan_again_s"] = round(time.perf_counter() - started, 2)
        store.close()
    return found


def _load(store: PlanStore, folder: Path, passages: Passages, size: int) -> dict[str, float]:
    made = 0.0
    started = time.perf_counter()
    with store.writing() as writer:
        for plan, first in enumerate(range(0, size, OF_PLAN)):
            before = time.perf_counter()
            entries = list(passages.entries(min(OF_PLAN, size - first)))
            made += time.perf_counter() - before
            writer.put(_about(plan), "1", folder, entries)
        put = time.perf_counter() - started - made
    whole = time.perf_counter() - started - made
    return {
        "put_s": round(put, 2),
        "with_index_s": round(whole, 2),
        "put_per_s": round(size / put),
        "with_index_per_s": round(size / whole),
    }


def _about(plan: int) -> About:
    return About(f"plan-{plan}", f"第{plan}市", f"City {plan}")


def _times(work: Callable[[Any], object], queries: Sequence[Any]) -> dict[str, float]:
    for query in queries[:20]:
        work(query)
    times = []
    for query in queries:
        started = time.perf_counter()
        work(query)
        times.append(1000 * (time.perf_counter() - started))
    return {
        "p50_ms": round(float(np.percentile(times, 50)), 2),
        "p99_ms": round(float(np.percentile(times, 99)), 2),
    }


def _together(store: PostgresStore, queries: Sequence[Any]) -> dict[str, float]:
    started = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(lambda query: store.search(*query, K), queries))
    return {"clients": CLIENTS, "per_s": round(len(queries) / (time.perf_counter() - started), 1)}


def _recall(store: PostgresStore, queries: Sequence[Any]) -> float:
    """Return which share of the ten best that comparing every vector finds, the index finds."""
    shares = []
    for vector, terms in queries:
        hits = {(hit.plan_id, hit.passage_id) for hit in store.search(vector, terms, K)}
        wanted = store.database.run(
            lambda connection, vector=vector, terms=terms: hybrid.search(
                connection, vector, terms, K, None, by_index=False
            )
        )
        shares.append(len(hits & {(one.plan_id, one.passage_id) for one in wanted}) / len(wanted))
    return round(float(np.mean(shares)), 3)


def _shares(address: str, queries: Sequence[Any]) -> float:
    """Return the shares of passages that hold a term of a query, summed up, in the mean."""
    asked = [term for _, terms in queries for term in terms]
    with psycopg.connect(address) as connection:
        row = connection.execute(
            "SELECT sum(held.passages) / (SELECT sum(passages) FROM plans)"
            " FROM unnest(%s::text[]) AS asked (term) JOIN postings AS held USING (term)",
            [asked],
        ).fetchone()
    return round(float(row[0]) / len(queries), 3) if row else 0.0


def _sizes(address: str) -> dict[str, float]:
    with psycopg.connect(address) as connection:
        rows = connection.execute(
            "SELECT relname, pg_total_relation_size(oid), pg_indexes_size(oid) FROM pg_class"
            " WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'"
        ).fetchall()
    found = {name: round(whole / 1e6, 1) for name, whole, _ in rows if whole > 1e5}
    indexes = {f"{name}, indexes": round(size / 1e6, 1) for name, _, size in rows if size > 1e5}
    return {**found, **indexes, "whole": round(sum(whole for _, whole, _ in rows) / 1e6, 1)}


if __name__ == "__main__":
    print(json.dumps(measure_postgres([int(one) for one in sys.argv[1:] or ["1000"]]), indent=2))

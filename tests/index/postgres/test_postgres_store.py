"""A store in a real PostgreSQL: many processes, lost servers, hostile values, its index, files."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import numpy as np
import psycopg
import pytest
from postgres_server import Server, own_server

from corpus.about import About
from index.collection.exact import ExactPlanStore
from index.collection.protocols import CollectionHit, Entry, PlanStore
from index.errors import (
    DatabaseError,
    IndexWriteError,
    PlanMissingError,
    SearchIndexError,
    StaleIndexError,
)
from index.postgres import store as store_module
from index.postgres import writer as writer_module
from index.postgres.address import Address
from index.postgres.connection import Database
from index.postgres.migrate import migrate
from index.postgres.store import MIGRATIONS, SUBJECT, PostgresStore

DIMENSION = 8
OpenStore = Callable[[str], PostgresStore]


@pytest.fixture
def open_store(tmp_path: Path) -> Iterator[OpenStore]:
    """Opens stores by their addresses, and closes them in the end."""
    opened: list[PostgresStore] = []

    def open_(address: str) -> PostgresStore:
        opened.append(PostgresStore.open(address, tmp_path / f"cache{len(opened)}"))
        return opened[-1]

    yield open_
    for one in opened:
        one.close()


@pytest.fixture
def address(postgres: Server) -> str:
    return postgres.empty()


@pytest.fixture
def store(open_store: OpenStore, address: str) -> PostgresStore:
    return open_store(address)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "built"
    (path / "lexical").mkdir(parents=True)
    (path / "manifest.json").write_text("of the plan", encoding="utf-8")
    (path / "lexical" / "a.npy").write_bytes(bytes(range(256)) * 1000)
    return path


def axis(number: int, dimension: int = DIMENSION) -> np.ndarray:
    return np.eye(dimension, dtype=np.float32)[number]


def entry(passage_id: str, vector: np.ndarray, *terms: str) -> Entry:
    return Entry(passage_id, vector.reshape(1, -1), terms)


def about(plan_id: str) -> About:
    return About(plan_id, f"{plan_id}市", f"{plan_id} City")


def put(store: PlanStore, plan_id: str, folder: Path, *entries: Entry, digest: str = "1") -> None:
    with store.writing() as writer:
        writer.put(about(plan_id), digest, folder, entries)


def found(store: PlanStore, term: str) -> list[str]:
    return names(store.search(np.zeros(DIMENSION, dtype=np.float32), {term: 1.0}, 10))


def names(hits: Sequence[CollectionHit]) -> list[str]:
    return [f"{hit.plan_id} {hit.passage_id}" for hit in hits]


def test_migrations_run_once(store: PostgresStore, address: str) -> None:
    database = Database(Address.read(address))
    assert migrate(database, SUBJECT, MIGRATIONS) == []
    rows = database.run(
        lambda connection: connection.execute("SELECT subject, name FROM migrations").fetchall()
    )
    database.close()
    assert rows == [(SUBJECT, "001_plans.sql")]


def test_two_processes_migrate_at_once(postgres: Server) -> None:
    address = postgres.empty()
    program = (
        "import sys; from pathlib import Path; from index.postgres.store import PostgresStore\n"
        "sys.stdin.readline(); print(PostgresStore.open(sys.argv[1], Path('none')).abouts())"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, address],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(3)
    ]  # fmt: skip
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        assert process.communicate(timeout=60) == ("[]\n", "")


def test_tables_of_a_newer_version_are_refused(
    store: PostgresStore, address: str, open_store: OpenStore
) -> None:
    with psycopg.connect(address) as connection:
        connection.execute("INSERT INTO migrations (subject, name) VALUES ('plans', '999_new.sql')")
    with pytest.raises(DatabaseError, match=r"newer version \(999_new.sql\)"):
        open_store(address)


def test_a_reader_needs_no_right_to_write(
    postgres: Server, store: PostgresStore, address: str, folder: Path, open_store: OpenStore
) -> None:
    put(store, "kamakura", folder, entry("p0", axis(0), "寺"))
    read_only = open_store(f"{address}%20-cdefault_transaction_read_only%3Don")
    assert found(read_only, "寺") == ["kamakura p0"]
    assert (read_only.folder("kamakura") / "manifest.json").read_text("utf-8") == "of the plan"
    with pytest.raises(DatabaseError, match="name the primary server"):
        put(read_only, "zushi", folder)


def test_no_rights_are_said(postgres: Server, tmp_path: Path) -> None:
    name = f"reader_{postgres.empty().rpartition('test_')[2].partition('%')[0]}"
    postgres.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'hush-hush'")
    try:
        with psycopg.connect(postgres.address) as connection:
            host, port = connection.info.host, connection.info.port
        options = f"host={quote(host)}&port={port}&options=-csearch_path%3Dpublic"
        address = f"postgresql://{name}:hush-hush@/postgres?{options}"
        with pytest.raises(DatabaseError, match="permission denied.*the rights") as told:
            PostgresStore.open(address, tmp_path)
        assert "hush" not in str(told.value)
    finally:
        postgres.execute(f"DROP ROLE {name}")


def test_without_tables_it_is_said_how_they_are_made(address: str, store: PostgresStore) -> None:
    with psycopg.connect(address) as connection:
        connection.execute("DROP TABLE collection")
    with pytest.raises(DatabaseError, match="python -m index.postgres migrate"):
        store.abouts()


def test_two_writers_wait_for_each_other(
    store: PostgresStore, open_store: OpenStore, address: str, folder: Path
) -> None:
    other = open_store(address)
    began, put_by_other = threading.Event(), threading.Event()

    def write() -> None:
        began.set()
        put(other, "zushi", folder, entry("p0", axis(0), "海"))
        put_by_other.set()

    with store.writing() as writer:
        thread = threading.Thread(target=write)
        thread.start()
        began.wait()
        assert not put_by_other.wait(0.2)
        writer.put(about("kamakura"), "1", folder, [entry("p0", axis(0), "海")])
    thread.join()
    assert found(store, "海") == ["kamakura p0", "zushi p0"]


def test_writers_of_one_plan_leave_one_whole(
    store: PostgresStore, open_store: OpenStore, address: str, folder: Path
) -> None:
    def write(digest: str) -> None:
        entries = [entry(f"{digest}-{number}", axis(0), "海") for number in range(10)]
        put(open_store(address), "kamakura", folder, *entries, digest=digest)

    threads = [threading.Thread(target=write, args=(str(number),)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    hits = found(store, "海")
    assert len(hits) == 10
    assert len({hit.partition("-")[0] for hit in hits}) == 1


def test_readers_see_the_old_or_the_new(
    store: PostgresStore, open_store: OpenStore, address: str, folder: Path
) -> None:
    """A plan is put again and again with as many passages of one name, never of two."""
    put(store, "kamakura", folder, *[entry("0", axis(0), "海")] * 10)
    seen, ended = [], threading.Event()

    def read() -> None:
        reader = open_store(address)
        while not ended.is_set():
            seen.append(found(reader, "海"))

    thread = threading.Thread(target=read)
    thread.start()
    for number in range(1, 15):
        put(store, "kamakura", folder, *[entry(str(number), axis(0), "海")] * 10)
    ended.set()
    thread.join()
    assert seen
    assert all(len(hits) == 10 and len(set(hits)) == 1 for hits in seen)


def test_a_lost_connection_is_made_anew(store: PostgresStore, address: str, folder: Path) -> None:
    put(store, "kamakura", folder, entry("p0", axis(0), "海"))
    for _ in range(3):
        assert found(store, "海") == ["kamakura p0"]
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE application_name = 'michishirube' AND pid <> pg_backend_pid()"
            )


def test_a_writer_that_loses_its_connection_leaves_what_was(
    store: PostgresStore, address: str, folder: Path
) -> None:
    put(store, "kamakura", folder, entry("p0", axis(0), "海"))

    def lose() -> None:
        with store.writing() as writer:
            writer.put(about("kamakura"), "2", folder, [entry("p1", axis(0), "海")])
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                    " WHERE state = 'idle in transaction'"
                )

    with pytest.raises(DatabaseError):
        lose()
    assert found(store, "海") == ["kamakura p0"]


def test_a_server_that_is_started_again(folder: Path, tmp_path: Path) -> None:
    with own_server() as server:
        store = PostgresStore.open(server.address, tmp_path / "cache")
        put(store, "kamakura", folder, entry("p0", axis(0), "海"))
        server.restart()
        assert found(store, "海") == ["kamakura p0"]
        server.stop()
        with pytest.raises(DatabaseError, match="connect"):
            found(store, "海")
        with pytest.raises(DatabaseError, match="connect"):
            put(store, "zushi", folder)
        server.restart()
        assert found(store, "海") == ["kamakura p0"]
        store.close()


def test_a_server_without_pgvector(postgres: Server, tmp_path: Path) -> None:
    postgres.execute("CREATE DATABASE bare")
    try:
        with psycopg.connect(postgres.address, dbname="bare", autocommit=True) as connection:
            connection.execute("CREATE ROLE plain LOGIN")
            connection.execute("GRANT ALL ON SCHEMA public TO plain")
            host, port = connection.info.host, connection.info.port
        address = f"postgresql://plain@/bare?host={quote(host)}&port={port}"
        with pytest.raises(DatabaseError, match='permission denied to create extension "vector"'):
            PostgresStore.open(address, tmp_path)
    finally:
        postgres.execute("DROP DATABASE bare")
        postgres.execute("DROP ROLE plain")


@pytest.mark.parametrize("city", ["鎌\0倉", "\ud800"])
def test_what_no_text_may_hold_is_refused(store: PostgresStore, folder: Path, city: str) -> None:
    put(store, "zushi", folder, entry("p0", axis(0), "海"))
    with (
        pytest.raises(IndexWriteError, match="no database takes"),
        store.writing() as writer,
    ):
        writer.put(About("kamakura", city, "Kamakura"), "1", folder, [entry("p", axis(0), "海")])
    assert found(store, "海") == ["zushi p0"]


def test_an_id_may_hold_nul(store: PostgresStore, folder: Path) -> None:
    put(store, "kamakura", folder, entry("a\0b\ud800", axis(0), "海"))
    assert found(store, "海") == ["kamakura a\0b\ud800"]


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e30])
def test_vectors_without_numbers_are_refused(
    store: PostgresStore, folder: Path, value: float
) -> None:
    vector = np.full(DIMENSION, value, dtype=np.float32)
    with np.errstate(over="ignore"), pytest.raises(SearchIndexError):
        put(store, "kamakura", folder, entry("p0", vector, "海"))
    assert list(store.abouts()) == []


def test_vectors_of_another_length_are_refused(store: PostgresStore, folder: Path) -> None:
    put(store, "kamakura", folder, entry("p0", axis(0), "海"))
    with pytest.raises(IndexWriteError, match="put all plans again"):
        put(store, "zushi", folder, entry("p0", axis(0, 16), "海"))
    with pytest.raises(IndexWriteError, match="of a plan differ"):
        put(store, "zushi", folder, entry("p0", axis(0), "海"), entry("p1", axis(0, 16), "海"))
    assert found(store, "海") == ["kamakura p0"]
    with pytest.raises(StaleIndexError, match="put all plans again"):
        store.search(axis(0, 16), {"海": 1.0}, 10)
    put(store, "kamakura", folder, entry("p0", axis(0, 16), "海"))
    assert [hit.plan_id for hit in store.search(axis(0, 16), {}, 10)] == ["kamakura"]


def test_files_are_fetched_once_and_mended(
    store: PostgresStore, open_store: OpenStore, address: str, folder: Path
) -> None:
    put(store, "kamakura", folder, entry("p0", axis(0), "海"))
    first = store.folder("kamakura")
    inode = (first / "manifest.json").stat().st_ino
    put(store, "zushi", folder, entry("p0", axis(0), "海"))
    assert store.folder("kamakura") == first
    assert (first / "manifest.json").stat().st_ino == inode
    (first / "manifest.json").write_text("spoilt", encoding="utf-8")
    cache = first.parents[1]
    again = PostgresStore.open(address, cache)
    assert (again.folder("kamakura") / "manifest.json").read_text("utf-8") == "of the plan"
    again.close()


def test_of_older_files_the_latest_stay(store: PostgresStore, folder: Path) -> None:
    folders = []
    for number in range(4):
        (folder / "manifest.json").write_text(f"edition {number}", encoding="utf-8")
        put(store, "kamakura", folder)
        folders.append(store.folder("kamakura"))
    assert [one.is_dir() for one in folders] == [False, False, True, True]
    assert (folders[2] / "manifest.json").read_text("utf-8") == "edition 2"
    assert [one.name for one in folders[3].parent.iterdir() if one.name[0] == "."] == []


def test_files_that_are_not_as_they_were_put(
    store: PostgresStore, address: str, folder: Path
) -> None:
    put(store, "kamakura", folder)
    with psycopg.connect(address) as connection:
        connection.execute("UPDATE plan_files SET content = 'spoilt' WHERE name = 'manifest.json'")
    with pytest.raises(SearchIndexError, match="kamakura are not as they were put"):
        store.folder("kamakura")
    with psycopg.connect(address) as connection:
        connection.execute("UPDATE plan_files SET name = '../out' WHERE name = 'manifest.json'")
    with pytest.raises(SearchIndexError, match="outside"):
        store.folder("kamakura")


def test_a_cache_that_cannot_be_written(address: str, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    store = PostgresStore.open(address, tmp_path / "file")
    put(store, "kamakura", folder)
    with pytest.raises(IndexWriteError, match="make room"):
        store.folder("kamakura")
    store.close()


@pytest.fixture
def small_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Vectors are indexed once there are more than a hundred."""
    monkeypatch.setattr(writer_module, "EXACT_ROWS", 100)
    monkeypatch.setattr(store_module, "EXACT_ROWS", 100)


@pytest.mark.usefixtures("small_index")
def test_the_index_finds_what_the_reference_does(
    open_store: OpenStore, address: str, folder: Path, tmp_path: Path
) -> None:
    store = open_store(f"{address}%20-cenable_seqscan%3Doff")
    generator = np.random.default_rng(7)
    shares = []
    reference = ExactPlanStore(tmp_path / "reference")

    def vectors(rows: int, dimension: int) -> np.ndarray:
        made = generator.normal(size=(rows, dimension)).astype(np.float32)
        return made / np.linalg.norm(made, axis=1, keepdims=True)

    for dimension in (DIMENSION, 16):
        entries = [
            Entry(f"p{number}", vectors(2, dimension), ("海",) * (number % 3))
            for number in range(100)
        ]
        for kept in (store, reference):
            with kept.writing() as writer:
                writer.keep_only([])
                for plan in ("hayama", "kamakura", "zushi"):
                    writer.put(about(plan), str(dimension), folder, entries)
        for query in vectors(10, dimension):
            for chosen in (None, ["kamakura", "zushi"], ["zushi"]):
                hits = store.search(query, {"海": 1.0}, 10, chosen)
                wanted = reference.search(query, {"海": 1.0}, 10, chosen)
                shares.append(len(set(names(hits)) & set(names(wanted))) / len(wanted))
    assert np.mean(shares) > 0.95
    # A server counts the uses of its indexes when the connection ends, or soon after.
    store.close()
    ends = time.monotonic() + 10
    while min(uses := index_uses(address).values()) == 0 and time.monotonic() < ends:
        time.sleep(0.05)
    assert list(index_uses(address)) == ["vectors_hnsw_16", "vectors_hnsw_8"]
    assert min(uses) > 0


def index_uses(address: str) -> dict[str, int]:
    with psycopg.connect(address) as connection:
        rows = connection.execute(
            "SELECT indexrelname, idx_scan FROM pg_stat_user_indexes"
            " WHERE indexrelname LIKE 'vectors_hnsw%' AND schemaname = current_schema() ORDER BY 1"
        )
        return dict(rows.fetchall())


def test_a_plan_that_is_removed_while_it_is_read(store: PostgresStore, folder: Path) -> None:
    put(store, "kamakura", folder)
    with store.writing() as writer:
        writer.keep_only([])
    with suppress(PlanMissingError):
        store.folder("kamakura")
        pytest.fail("the plan is gone")

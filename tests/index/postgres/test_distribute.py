"""What is asked of Citus: it is not here, and stood in for by functions that write it down."""

from __future__ import annotations

import psycopg
import pytest
from postgres_server import Server

from index.postgres.__main__ import main

STAND_IN = """
CREATE TABLE asked (number serial, call text);
CREATE TABLE citus_tables (table_name regclass);
CREATE FUNCTION create_reference_table(name regclass) RETURNS void LANGUAGE sql AS $$
    INSERT INTO asked (call) VALUES (format('reference %s', name));
    INSERT INTO citus_tables VALUES (name);
$$;
CREATE FUNCTION create_distributed_table(
    name regclass, key text, kind text = 'hash', colocate_with text = 'default'
) RETURNS void LANGUAGE sql AS $$
    INSERT INTO asked (call) VALUES (format('%s by %s beside %s', name, key, colocate_with));
    INSERT INTO citus_tables VALUES (name);
$$;
"""


@pytest.fixture
def address(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    address = postgres.empty()
    monkeypatch.setenv("MICHISHIRUBE_ENGINE", address)
    return address


def test_tables_are_made_by_command(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert main(["migrate"]) == 0
    assert "the tables are there" in capsys.readouterr().err
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT count(*) FROM plans").fetchone() == (0,)


def test_without_citus_it_is_said(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["distribute"]) == 2
    assert "CREATE EXTENSION citus" in capsys.readouterr().err


def test_every_table_is_distributed_by_plan_once(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(STAND_IN)
        assert main(["distribute"]) == 0
        assert main(["distribute"]) == 0
        calls = connection.execute("SELECT call FROM asked ORDER BY number").fetchall()
        tables = connection.execute(
            "SELECT table_name FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND column_name = 'plan_id'"
        ).fetchall()
    assert [call for (call,) in calls] == [
        "reference collection",
        "plans by plan_id beside none",
        "plan_files by plan_id beside plans",
        "passages by plan_id beside plans",
        "vectors by plan_id beside plans",
        "postings by plan_id beside plans",
    ]
    assert len(tables) == len(calls) - 1


def test_every_primary_key_begins_with_the_plan(address: str) -> None:
    """Citus takes no other, and no key of another table's."""
    assert main(["migrate"]) == 0
    with psycopg.connect(address) as connection:
        keys = connection.execute(
            "SELECT conrelid::regclass::text, contype::text, attname::text FROM pg_constraint"
            " LEFT JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]"
            " WHERE connamespace = current_schema()::regnamespace AND contype IN ('p', 'u', 'f')"
            " AND conrelid::regclass::text NOT IN ('migrations', 'collection') ORDER BY 1"
        ).fetchall()
    tables = ("passages", "plan_files", "plans", "postings", "vectors")
    assert keys == [(table, "p", "plan_id") for table in tables]


@pytest.mark.parametrize("value", ["", "postgresql://u:hush@127.0.0.1:1/plans", "mysql://hush@db"])
def test_a_database_that_cannot_be_used_is_said(
    value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MICHISHIRUBE_ENGINE", value)
    assert main(["migrate"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("michishirube: MICHISHIRUBE_ENGINE: ")
    assert said.count("\n") == 1
    assert "hush" not in said

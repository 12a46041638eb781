"""The address of a server: read as libpq reads it, and never shown with its password."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import DatabaseError
from index.postgres.address import Address
from index.postgres.store import PostgresStore


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://u:secret@db.example:5432/plans", "postgresql://u@db.example:5432/plans"),
        ("postgres://u:se%40cret@[::1]/plans?sslmode=require", "postgres://u@[::1]/plans"),
        ("postgresql://u@/plans?host=/run/pg&password=secret", "postgresql://u@/plans"),
        ("postgresql://u:secret@a:1,b:2/plans", "postgresql://u@a:1,b:2/plans"),
        ("postgresql://%2Frun%2Fpg/plans", "postgresql://%2Frun%2Fpg/plans"),
        ("postgresql://", "postgresql://"),
    ],
)
def test_an_address_is_shown_without_its_password(text: str, shown: str) -> None:
    address = Address.read(text)
    assert (address.whole, address.shown) == (text, shown)
    assert "secret" not in repr(address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mysql://u:secret@db/plans",
        "db.example:5432",
        "postgresql:u:secret",
        "postgresql://u:sec/secret@db/plans",
        "postgresql://u:secret@secret@db/plans",
        "postgresql://u:?secret@db/plans",
        "postgresql://u:#secret@db/plans",
        "postgresql://u:secret",
        "postgresql://u:secret /plans",
        "postgresql://u:secret@db/plans\n",
        "postgresql://u:secret@[::1/plans",
        "postgresql://u:secret@db:port/plans",
        "host=db password=secret",
    ],
)
def test_what_is_no_address_is_said_without_it(text: str) -> None:
    with pytest.raises(DatabaseError, match="PostgreSQL") as told:
        Address.read(text)
    assert "secret" not in str(told.value)
    assert "secret" not in repr(told.value.__cause__)


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_said_to_be_none(text: str) -> None:
    try:
        Address.read(f"postgresql://u:{text}@db/plans")
    except DatabaseError as error:
        assert not text.strip() or len(text) < 4 or text not in str(error)


def test_what_a_server_says_is_told_without_the_password() -> None:
    address = Address.read("postgresql://u:hush%2Fhush@db/plans")
    said = 'invalid value "hush/hush", hush%2Fhush\nsecond line'
    assert address.without_password(said) == 'invalid value "…", …'


@pytest.mark.parametrize(
    "rest", ["127.0.0.1:1/plans", "no-such-host.invalid/plans", "127.0.0.1:1/plans?sslmode=secret"]
)
def test_no_server_is_said_without_the_password(rest: str, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match=rf"postgresql://u@{rest.partition('?')[0]}: ") as told:
        PostgresStore.open(f"postgresql://u:secret@{rest}", tmp_path)
    assert "secret" not in str(told.value)
    assert told.value.__cause__ is None
    assert "\n" not in str(told.value)

"""The doors of several processes are one: they share a database, or do nothing without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import psycopg
import pytest
from fastapi.testclient import TestClient
from postgres_server import Server
from starlette.types import ASGIApp

from assistant.environment import Environment
from web.keeping import Keeping
from web.settings import Settings
from web.staff.door import Door
from web.staff.password import write_password
from web.staff.postgres_door import PostgresTries
from web.staff.throttle import Throttle

OPENS = "かまくらの 道しるべ 2026"
OpenDoor = Callable[[], Door]


@pytest.fixture
def address(postgres: Server) -> str:
    return postgres.empty()


@pytest.fixture
def open_keeping(address: str) -> Iterator[Callable[[], Keeping]]:
    """Opens what a process keeps, each time as another process does."""
    opened: list[Keeping] = []

    def open_() -> Keeping:
        told = {"MICHISHIRUBE_ENGINE": address}
        opened.append(Keeping.open(Settings.read(told), Environment.read(told)))
        return opened[-1]

    yield open_
    for one in opened:
        one.close()


@pytest.fixture
def clients(
    open_keeping: Callable[[], Keeping], make_app: Callable[[Door], ASGIApp], tmp_path: Path
) -> list[TestClient]:
    """Clients of two processes."""
    file = tmp_path / "staff.json"
    write_password(file, OPENS)
    found = []
    for _ in range(2):
        shared = open_keeping().door
        assert shared
        app = make_app(Door.shared(file, "", shared))
        client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
        client.headers["accept-language"] = "ja"
        found.append(client)
    return found


def take_cookies(client: TestClient, cookies: Mapping[str, str]) -> None:
    """Have `client` send these cookies from now on."""
    client.cookies.clear()
    for name, value in cookies.items():
        client.cookies.set(name, value)


def sign_in(client: TestClient, password: str = OPENS) -> int:
    page = client.get("/staff/sign-in").text
    token = page.partition('name="token" value="')[2].partition('"')[0]
    given = {"password": password, "token": token}
    return client.post("/staff/sign-in", data=given).status_code


def test_who_is_in_here_is_in_there(clients: list[TestClient]) -> None:
    one, other = clients
    assert other.get("/staff").status_code == 303
    assert sign_in(one) == 303
    take_cookies(other, dict(one.cookies))
    assert other.get("/staff").status_code == 200


def test_who_signed_out_here_is_out_there(clients: list[TestClient]) -> None:
    one, other = clients
    sign_in(one)
    signed_in = dict(one.cookies)
    take_cookies(other, signed_in)
    page = one.get("/staff").text
    token = page.partition('name="token" value="')[2].partition('"')[0]
    assert other.post("/staff/sign-out", data={"token": token}).status_code == 303
    take_cookies(other, signed_in)
    assert one.get("/staff").status_code == 303
    assert other.get("/staff").status_code == 303


def test_tries_count_together(clients: list[TestClient], address: str) -> None:
    one, other = clients
    statuses = [sign_in((one, other)[number % 2], "wrong password") for number in range(6)]
    assert statuses == [403] * 5 + [429]
    with psycopg.connect(address) as connection:
        rows = connection.execute("SELECT client FROM staff_tries").fetchall()
    assert len(rows) == 5
    assert all(len(client) == 32 and b"testclient" not in client for (client,) in rows)


def test_without_the_database_nobody_gets_in(clients: list[TestClient], address: str) -> None:
    one, _ = clients
    sign_in(one)
    with psycopg.connect(address) as connection:
        connection.execute("DROP TABLE staff_ended, staff_tries")
    assert one.get("/staff").status_code == 503
    one.cookies.clear()
    assert sign_in(one) == 503


@pytest.fixture(params=["memory", "postgres"])
def make_tries(
    request: pytest.FixtureRequest, open_keeping: Callable[[], Keeping]
) -> Callable[[int, int, float], Throttle | PostgresTries]:
    """Makes what counts tries: so many of a client, of all, in so many seconds."""
    if request.param == "memory":
        return Throttle
    shared = open_keeping().door
    assert shared
    assert isinstance(shared.tries, PostgresTries)
    database = shared.tries.database
    return lambda *limits: PostgresTries(database, shared.key, *limits)


def test_tries_are_few(make_tries: Callable[..., Throttle | PostgresTries]) -> None:
    tries = make_tries(2, 5, 60.0)
    assert [tries.wait("192.0.2.1") for _ in range(2)] == [0, 0]
    assert 50 < tries.wait("192.0.2.1") <= 60
    # An address in IPv6 form is the same client, and so is all of a network of 64 bits.
    assert tries.wait("::ffff:192.0.2.1") > 0
    assert [tries.wait(f"2001:db8::{number}") for number in range(2)] == [0, 0]
    assert tries.wait("2001:db8::3") > 0
    tries.forgive("192.0.2.1")
    assert [tries.wait("192.0.2.1") for _ in range(2)] == [0, 0]
    assert tries.wait("192.0.2.2") == 0
    assert 50 < tries.wait("192.0.2.3") <= 60


def test_tries_are_forgotten(make_tries: Callable[..., Throttle | PostgresTries]) -> None:
    tries = make_tries(1, 1, 0.0)
    assert [tries.wait("192.0.2.1") for _ in range(3)] == [0, 0, 0]

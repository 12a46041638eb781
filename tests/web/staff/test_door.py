"""Each door to the staff's pages is shut: what gets in is a password, or a trusted proxy."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from web.proxies import Proxies
from web.settings import Settings
from web.staff.door import Door
from web.staff.password import write_password
from web.staff.sessions import IDLE_S, LONGEST_S, Session, Sessions, is_token, token
from web.staff.throttle import Throttle

PATHS = ("/staff", "/staff/days.csv", "/staff/unanswered.csv")
FORMS = ("/staff/sign-out", "/staff/rebuild")


def is_shut(client: TestClient) -> bool:
    """Whether nothing of the staff's is seen, and nothing is done."""
    seen = [client.get(path) for path in PATHS] + [client.post(path) for path in FORMS]
    assert not any("保育料" in response.text for response in seen)
    return all(response.status_code in (303, 403) for response in seen)


def test_without_a_password_it_is_closed_to_everybody(
    client: TestClient, make_app: Callable[[Door], ASGIApp], tmp_path: Path
) -> None:
    for one in (client, TestClient(make_app(Door(tmp_path / "none.json")))):
        assert is_shut(one)
        page = one.get("/staff", headers={"accept-language": "en"})
        assert page.status_code == 403
        assert "python -m web password" in page.text
        assert "set-cookie" not in page.headers
        signed = one.post("/staff/sign-in", data={"password": "", "token": ""})
        assert signed.status_code == 403
        assert is_shut(one)


def test_an_unsafe_file_closes_it(
    make_app: Callable[[Door], ASGIApp], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "staff.json"
    write_password(file, "a long password")
    file.chmod(0o640)
    assert TestClient(make_app(Door(file))).get("/staff").status_code == 403
    assert "mode 640" in caplog.text


def test_one_who_has_not_signed_in_is_led_to_the_form(outside: TestClient) -> None:
    assert is_shut(outside)
    response = outside.get("/staff?lang=en")
    assert response.headers["location"] == "/staff/sign-in?lang=en"


@pytest.mark.parametrize("password", ["", " ", "かまくら", "かまくらの 道しるべ 2026 ", "a" * 200])
def test_a_wrong_password_does_not_open_it(outside: TestClient, forms: Any, password: str) -> None:
    response = forms.sign_in(password)
    assert response.status_code == 403
    assert "パスワードが違います" in response.text
    assert is_shut(outside)


def test_the_password_opens_it(outside: TestClient, forms: Any) -> None:
    response = forms.sign_in()
    assert (response.status_code, response.headers["location"]) == (303, "/staff")
    cookie = response.headers["set-cookie"]
    assert re.search(r"^staff=\S+; HttpOnly; Max-Age=1800; Path=/staff; SameSite=strict$", cookie)
    page = outside.get("/staff")
    assert page.status_code == 200
    assert "保育料はいくら" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert outside.get("/staff/unanswered.csv").headers["cache-control"] == "no-store"


def test_the_cookie_is_for_https_alone_where_that_is_spoken(
    make_app: Callable[[Door], ASGIApp], door: Door
) -> None:
    with TestClient(make_app(door), base_url="https://testserver") as client:
        assert "; Secure" in client.get("/staff/sign-in").headers["set-cookie"]


def test_the_session_before_signing_in_is_another(outside: TestClient, forms: Any) -> None:
    forms.token("/staff/sign-in")
    before = outside.cookies["staff"]
    forms.sign_in()
    outside.cookies.clear()
    assert outside.get("/staff", headers={"cookie": f"staff={before}"}).status_code == 303


@pytest.mark.parametrize("path", ["/staff/sign-in", *FORMS])
def test_without_its_token_a_form_does_nothing(inside: TestClient, path: str) -> None:
    stranger = token(Session("another", 0, 0, True), b"\0" * 32)
    for form in ({}, {"token": ""}, {"token": "x"}, {"token": "é\0"}, {"token": stranger}):
        response = inside.post(path, data={"password": "かまくらの 道しるべ 2026", **form})
        assert response.status_code == 403
    assert inside.get("/staff").status_code == 200
    assert "作り直しています" not in inside.get("/staff").text


def test_the_token_of_another_session_does_nothing(
    inside: TestClient, make_app: Callable[[Door], ASGIApp], door: Door
) -> None:
    other = TestClient(make_app(door))
    found = re.search(r'name="token" value="([^"]+)"', other.get("/staff/sign-in").text)
    assert found
    assert inside.post("/staff/rebuild", data={"token": found[1]}).status_code == 403


def test_another_site_cannot_use_the_session(inside: TestClient, forms: Any) -> None:
    form = {"token": forms.token("/staff")}
    headers = {"sec-fetch-site": "cross-site"}
    assert inside.post("/staff/sign-out", data=form, headers=headers).status_code == 403
    assert inside.get("/staff").status_code == 200


def test_signing_out_ends_the_session(inside: TestClient, forms: Any) -> None:
    stolen = inside.cookies["staff"]
    assert inside.post("/staff/sign-out", data={"token": forms.token("/staff")}).status_code == 303
    assert is_shut(inside)
    inside.cookies.clear()
    assert inside.get("/staff", headers={"cookie": f"staff={stolen}"}).status_code == 303


def test_a_session_ends_with_the_process(
    inside: TestClient, make_app: Callable[[Door], ASGIApp], staff_file: Path
) -> None:
    """What was signed out, which the process remembers, comes back in no other."""
    again = TestClient(make_app(Door(staff_file)), follow_redirects=False)
    cookie = {"cookie": f"staff={inside.cookies['staff']}"}
    assert again.get("/staff", headers=cookie).status_code == 303
    assert inside.get("/staff").status_code == 200


def test_a_new_password_ends_every_session(
    make_app: Callable[[Door], ASGIApp], tmp_path: Path
) -> None:
    file = tmp_path / "staff.json"
    write_password(file, "the first password")
    client = TestClient(make_app(Door(file)), follow_redirects=False)

    def sign_in(password: str) -> int:
        found = re.search(r'name="token" value="([^"]+)"', client.get("/staff/sign-in").text)
        assert found
        form = {"token": found[1], "password": password}
        return client.post("/staff/sign-in", data=form).status_code

    assert sign_in("the first password") == 303
    assert client.get("/staff").status_code == 200
    write_password(file, "the second password")
    assert is_shut(client)
    assert sign_in("the first password") == 403
    assert sign_in("the second password") == 303


KEY, OTHER = b"k" * 32, b"o" * 32


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_session_is_short() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    session = sessions.begin(signed_in=True)
    cookie = sessions.cookie(session, KEY)
    clock.now += IDLE_S - 1
    read = sessions.read(cookie, KEY)
    assert read
    assert (read.id, read.signed_in) == (session.id, True)
    clock.now += 1
    assert sessions.read(cookie, KEY) is None
    while clock.now < 1000 + LONGEST_S - IDLE_S:
        cookie = sessions.cookie(read, KEY)
        clock.now += IDLE_S - 1
        assert sessions.read(cookie, KEY)
    cookie = sessions.cookie(read, KEY)
    clock.now = 1000 + LONGEST_S
    assert sessions.read(cookie, KEY) is None


def test_a_session_from_the_future_is_none() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    cookie = sessions.cookie(sessions.begin(signed_in=True), KEY)
    clock.now -= 10
    assert sessions.read(cookie, KEY) is None


def test_a_forged_cookie_is_none() -> None:
    sessions = Sessions()
    session = sessions.begin(signed_in=False)
    cookie = sessions.cookie(session, KEY)
    payload, _, signature = cookie.rpartition(".")
    signed_in = sessions.cookie(Session(session.id, session.began, session.seen, True), OTHER)
    forged = [
        "",
        "x",
        payload,
        f"{payload}.",
        f"{payload}.{signature[:-2]}AA",
        f"{signed_in.rpartition('.')[0]}.{signature}",
        signed_in,
        token(session, KEY),
        "\0é",
        "." * 1000,
    ]
    assert [one for one in forged if sessions.read(one, KEY)] == []
    assert sessions.read(cookie, KEY)
    assert sessions.read(cookie, OTHER) is None
    assert not is_token(cookie, session, KEY)
    assert not is_token(token(session, OTHER), session, KEY)


def test_what_is_kept_of_ended_sessions_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.staff.sessions._MOST_ENDED", 2)
    sessions = Sessions()
    ended = [sessions.begin(signed_in=True) for _ in range(3)]
    for session in ended:
        sessions.end(session)
    read = [sessions.read(sessions.cookie(session, KEY), KEY) is None for session in ended]
    assert read == [False, True, True]


@pytest.mark.parametrize("path", ["/staff", "/staff/sign-in"])
@pytest.mark.parametrize("cookie", ["staff=", "staff=x.y", "staff=" + "a" * 4000])
def test_a_spoilt_cookie_is_no_session(outside: TestClient, path: str, cookie: str) -> None:
    status = outside.get(path, headers={"cookie": cookie}).status_code
    assert status == (303 if path == "/staff" else 200)


def test_tries_are_throttled(
    make_app: Callable[[Door], ASGIApp], staff_file: Path, forms: Any, outside: TestClient
) -> None:
    """The right password too waits: who guesses must not learn that it was right."""
    for _ in range(5):
        assert forms.sign_in("wrong").status_code == 403
    response = forms.sign_in()
    assert response.status_code == 429
    assert 800 < int(response.headers["retry-after"]) <= 900
    assert "15 分" in response.text
    assert is_shut(outside)


def test_who_has_signed_in_may_err_again(outside: TestClient, forms: Any) -> None:
    for _ in range(2):
        for _ in range(4):
            assert forms.sign_in("wrong").status_code == 403
        assert forms.sign_in().status_code == 303
        outside.cookies.clear()


def test_a_client_waits_until_its_tries_are_old() -> None:
    clock = Clock()
    throttle = Throttle(of_client=2, of_all=3, seconds=60, clock=clock)
    assert [throttle.wait("10.0.0.1") for _ in range(3)] == [0, 0, 60]
    clock.now += 59
    assert throttle.wait("10.0.0.1") == 1
    assert throttle.wait("10.0.0.2") == 0
    assert throttle.wait("10.0.0.3") == 1
    clock.now += 1
    assert throttle.wait("10.0.0.1") == 0


def test_a_network_of_ipv6_is_one_client() -> None:
    throttle = Throttle(of_client=1)
    assert throttle.wait("2001:db8::1") == 0
    assert throttle.wait("2001:db8::ffff") > 0
    assert throttle.wait("2001:db8:0:1::1") == 0
    assert [throttle.wait("unix") == 0 for _ in range(2)] == [True, False]


def test_what_a_proxy_passes_on_that_is_no_address_is_counted_as_one_client() -> None:
    """However long: the tries are kept where there is little room."""
    throttle = Throttle(of_client=2)
    waits = [throttle.wait(one * 30_000) for one in "abc"]
    assert [wait == 0 for wait in waits] == [True, True, False]


def test_an_ipv4_address_written_as_ipv6_is_that_client() -> None:
    throttle = Throttle(of_client=1)
    assert throttle.wait("10.0.0.1") == 0
    assert throttle.wait("::ffff:10.0.0.2") == 0
    assert throttle.wait("::ffff:10.0.0.1") > 0


def test_tries_at_once_are_counted_all() -> None:
    throttle = Throttle(of_client=5)
    let_through = []

    def attempt() -> None:
        for _ in range(20):
            let_through.append(throttle.wait("10.0.0.1") == 0)

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert let_through.count(True) == 5


HEADER = {"X-Remote-User": "suzuki"}


def at(app: ASGIApp, peer: str) -> TestClient:
    """A client of `app` whose packets come from `peer`."""
    return TestClient(app, client=(peer, 50000), follow_redirects=False)


@pytest.fixture
def behind(make_app: Callable[[Door], ASGIApp]) -> ASGIApp:
    """The pages as the server serves them where 10.0.0.1 is a proxy that names the staff."""
    variables = {"MICHISHIRUBE_PROXIES": "10.0.0.1", "MICHISHIRUBE_STAFF_HEADER": "X-Remote-User"}
    settings = Settings.read(variables)
    return Proxies(make_app(Door(header=settings.staff_header)), settings.proxies)


@pytest.mark.parametrize("peer", ["10.0.0.1", "::ffff:10.0.0.1"])
def test_a_proxy_names_one_of_the_staff(behind: ASGIApp, peer: str) -> None:
    client = at(behind, peer)
    named = client.get("/staff", headers={**HEADER, "X-Forwarded-For": "10.9.9.9"})
    assert named.status_code == 200
    assert "保育料はいくら" in named.text
    assert client.get("/staff").status_code == 403
    found = re.search(r'name="token" value="([^"]+)"', named.text)
    assert found
    form = {"token": found[1]}
    assert client.post("/staff/rebuild", data={"token": ""}, headers=HEADER).status_code == 403
    assert client.post("/staff/rebuild", data=form).status_code == 403
    client.cookies.clear()
    assert client.post("/staff/rebuild", data=form, headers=HEADER).status_code == 403


@pytest.mark.parametrize(
    ("peer", "more"),
    [
        ("10.0.0.2", {}),
        ("10.0.0.2", {"X-Forwarded-For": "10.0.0.1"}),
        ("127.0.0.1", {"X-Forwarded-For": "10.0.0.1"}),
        ("::ffff:10.0.0.9", {}),
        ("testclient", {}),
        ("", {}),
    ],
)
def test_nobody_else_is_believed(behind: ASGIApp, peer: str, more: dict[str, str]) -> None:
    client = at(behind, peer)
    for path in (*PATHS, "/staff/sign-in"):
        response = client.get(path, headers={**HEADER, **more})
        assert response.status_code == 403
        assert "認証の入口" in response.text


@pytest.mark.parametrize("names", [[""], [" "], ["suzuki", "tanaka"], ["", "tanaka"]])
def test_a_proxy_names_one_person(behind: ASGIApp, names: list[str]) -> None:
    headers = [("X-Remote-User", name) for name in names]
    assert at(behind, "10.0.0.1").get("/staff", headers=headers).status_code == 403  # type: ignore[arg-type]


def test_without_the_mark_of_the_server_a_header_is_nothing(
    make_app: Callable[[Door], ASGIApp],
) -> None:
    client = at(make_app(Door(header="X-Remote-User")), "10.0.0.1")
    assert client.get("/staff", headers=HEADER).status_code == 403


def test_a_header_is_nothing_where_it_is_not_configured(
    make_app: Callable[[Door], ASGIApp], door: Door
) -> None:
    networks = Settings.read({"MICHISHIRUBE_PROXIES": "10.0.0.1"}).proxies
    client = at(Proxies(make_app(door), networks), "10.0.0.1")
    assert client.get("/staff", headers=HEADER).status_code == 303


def test_a_client_behind_a_proxy_is_told_by_its_own_address() -> None:
    seen: list[Any] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append((scope["client"][0], scope["scheme"]))
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    networks = Settings.read({"MICHISHIRUBE_PROXIES": "10.0.0.0/24"}).proxies
    forwarded = {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"}
    for peer in ("10.0.0.9", "10.0.1.9"):
        at(Proxies(app, networks), peer).get("/", headers=forwarded)
    assert seen == [("192.0.2.7", "https"), ("10.0.1.9", "http")]

"""Settings from the environment, and the server as `python -m web` starts it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import time
from pathlib import Path

import httpx
import pytest
from serving import answered, listens, serving

from assistant.environment import Environment
from assistant.service import Assistant
from index.layout import Layout
from web.listening import listening
from web.question_store import QuestionStore
from web.serve import serve
from web.settings import SettingError, Settings


def test_settings() -> None:
    cores = len(os.sched_getaffinity(0))
    usual = Settings("127.0.0.1", 8000, Path("var/feedback.sqlite"), workers=cores)
    assert Settings.read({}) == usual
    elsewhere = {"HOST": "::1", "PORT": "80", "MICHISHIRUBE_FEEDBACK": "kept.sqlite"}
    elsewhere["MICHISHIRUBE_WORKERS"] = "3"
    assert Settings.read(elsewhere) == Settings("::1", 80, Path("kept.sqlite"), workers=3)
    assert Settings.read({"PORT": ""}).port == 8000


def test_hosts_proxies_and_room_from_the_environment() -> None:
    settings = Settings.read(
        {
            "MICHISHIRUBE_HOSTS": "Plan.example.jp, 127.0.0.1,[::1]",
            "MICHISHIRUBE_PROXIES": "10.0.0.1,10.1.0.0/16",
            "MICHISHIRUBE_METRICS": "127.0.0.1, ::1,10.1.0.0/16",
            "MICHISHIRUBE_PLACES": "4",
            "MICHISHIRUBE_QUEUE": "5",
            "MICHISHIRUBE_PER_CLIENT": "6",
        }
    )
    assert settings.hosts == {"plan.example.jp", "127.0.0.1", "[::1]"}
    assert [str(one) for one in settings.proxies] == ["10.0.0.1/32", "10.1.0.0/16"]
    assert [str(one) for one in settings.scrapers] == ["127.0.0.1/32", "::1/128", "10.1.0.0/16"]
    assert (settings.room.places, settings.room.queue, settings.room.of_client) == (4, 5, 6)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MICHISHIRUBE_HOSTS", "a b"),
        ("MICHISHIRUBE_HOSTS", "http://a"),
        ("MICHISHIRUBE_PROXIES", "*"),
        ("MICHISHIRUBE_PROXIES", "10.0.0.1,proxy"),
        ("MICHISHIRUBE_PROXIES", "999.1.1.1"),
        ("MICHISHIRUBE_STAFF_HEADER", "X-Remote-User"),
        ("MICHISHIRUBE_PROXIES", "0.0.0.0/0"),
        ("MICHISHIRUBE_PROXIES", "0.0.0.0/1,128.0.0.0/1"),
        ("MICHISHIRUBE_PROXIES", "0.0.0.0/1"),
        ("MICHISHIRUBE_PROXIES", "10.0.0.0/8,11.0.0.0/8"),
        ("MICHISHIRUBE_PROXIES", "::ffff:0:0/96"),
        ("MICHISHIRUBE_PROXIES", "2000::/3"),
        ("MICHISHIRUBE_METRICS", "::/0"),
        ("MICHISHIRUBE_METRICS", "localhost"),
        ("MICHISHIRUBE_METRICS", "10.0.0.1/8"),
        ("MICHISHIRUBE_METRICS", "1.2.3"),
        ("MICHISHIRUBE_PLACES", "0"),
        ("MICHISHIRUBE_QUEUE", "many"),
        ("MICHISHIRUBE_PER_CLIENT", "-1"),
        ("MICHISHIRUBE_WORKERS", "0"),
        ("MICHISHIRUBE_QUESTION_DAYS", "0"),
        ("MICHISHIRUBE_QUESTION_DAYS", "a month"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        Settings.read({name: value})


def test_a_network_of_ones_own_is_trusted() -> None:
    networks = "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7,::1"
    assert len(Settings.read({"MICHISHIRUBE_PROXIES": networks}).proxies) == 5


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="IPv4 and IPv6 have own sockets here")
@pytest.mark.parametrize("count", [1, 2])
def test_every_address_has_those_of_ipv4_among_them(count: int) -> None:
    with socket.create_server(("::", 0), family=socket.AF_INET6) as free:
        port = free.getsockname()[1]
    with listening("::", port, count):
        for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
            with socket.socket(family) as asking:
                asking.settimeout(30)
                asking.connect((address, port))


@pytest.mark.parametrize(
    "room",
    [
        {"MICHISHIRUBE_PER_CLIENT": "6"},
        {"MICHISHIRUBE_QUEUE": "2"},
        {"MICHISHIRUBE_PLACES": "1", "MICHISHIRUBE_QUEUE": "1", "MICHISHIRUBE_PER_CLIENT": "2"},
    ],
)
def test_one_client_may_not_have_all_the_room(room: dict[str, str]) -> None:
    said = "MICHISHIRUBE_PER_CLIENT.*MICHISHIRUBE_PLACES.*MICHISHIRUBE_QUEUE"
    with pytest.raises(SettingError, match=said):
        Settings.read(room)
    assert Settings.read({**room, "MICHISHIRUBE_PER_CLIENT": "1"}).room.of_client == 1


def test_staff_settings() -> None:
    told = {"MICHISHIRUBE_PROXIES": "10.0.0.1", "MICHISHIRUBE_STAFF_HEADER": "X-Remote-User"}
    settings = Settings.read({**told, "MICHISHIRUBE_STAFF_FILE": "kept.json"})
    assert (settings.staff_header, settings.staff_file) == ("X-Remote-User", Path("kept.json"))
    assert Settings.read({}).staff_header == ""


@pytest.mark.parametrize("header", ["Host", "Cookie", "X-Forwarded-For", "x-forwarded-host", "a b"])
def test_a_header_that_anybody_sends_is_refused(header: str) -> None:
    told = {"MICHISHIRUBE_PROXIES": "10.0.0.1", "MICHISHIRUBE_STAFF_HEADER": header}
    with pytest.raises(SettingError, match="MICHISHIRUBE_STAFF_HEADER"):
        Settings.read(told)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "８０００", "8e3", "1" * 5000])
def test_a_wrong_setting_is_named(port: str) -> None:
    with pytest.raises(SettingError, match="PORT"):
        Settings.read({"PORT": port})


def test_a_log_that_cannot_be_written_is_named(
    assistant: Assistant, environment: Environment, tmp_path: Path
) -> None:
    settings = Settings("127.0.0.1", 8000, tmp_path / "feedback.sqlite", question_log=tmp_path)
    with pytest.raises(SettingError, match="MICHISHIRUBE_QUESTION_LOG"):
        serve(assistant, environment, settings)


@pytest.mark.parametrize("place", [".", "file", "file/feedback.sqlite"])
def test_feedback_that_cannot_be_written_is_named(
    assistant: Assistant, environment: Environment, tmp_path: Path, place: str
) -> None:
    (tmp_path / "file").write_text("no database", encoding="utf-8")
    with pytest.raises(SettingError, match="MICHISHIRUBE_FEEDBACK"):
        serve(assistant, environment, Settings("127.0.0.1", 8000, tmp_path / place))


def test_the_server_answers_and_writes_no_question_down(
    environment: Environment, tmp_path: Path
) -> None:
    """But into the log of questions, where that is on: all of them, the last one too."""
    log = tmp_path / "questions.sqlite"
    settings = {"MICHISHIRUBE_QUESTION_LOG": str(log), "MICHISHIRUBE_METRICS": "127.0.0.1"}
    with serving(environment, **settings) as (port, process):
        assert answered(f"http://127.0.0.1:{port}/?q=hitorigurashi", process) == 200
        assert answered(f"http://127.0.0.1:{port}/none?q=hitorigurashi", process) == 404
        metrics = httpx.get(f"http://127.0.0.1:{port}/metrics").text
        process.terminate()
        said, logged = process.communicate(timeout=30)
    assert f"http://127.0.0.1:{port}" in said
    told = [json.loads(line) for line in logged.splitlines()]
    assert [(one["route"], one["status"]) for one in told] == [("/", 200), ("none", 404)]
    built = Layout(environment.index_folder).manifest.stat().st_mtime
    shown = re.search(r"^michishirube_index_built_timestamp_seconds (\S+)$", metrics, re.MULTILINE)
    assert shown
    assert float(shown[1]) == built
    assert "hitorigurashi" not in said + logged + metrics
    kept = QuestionStore(tmp_path / "questions.sqlite", days=30).all()
    assert [one.question for one in kept] == ["hitorigurashi"]


def test_an_open_answer_is_finished_before_the_end(environment: Environment) -> None:
    body = json.dumps({"question": "出生数の目標は?"}).encode()
    head = (
        "POST /api/ask/stream HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with serving(environment) as (port, process):
        assert answered(f"http://127.0.0.1:{port}/healthz", process) == 200
        with socket.create_connection(("127.0.0.1", port), timeout=30) as asking:
            asking.sendall(head.encode() + body[:5])
            # The server has the request once it answers the next one.
            assert answered(f"http://127.0.0.1:{port}/healthz", process) == 200
            process.terminate()
            while listens(port):
                time.sleep(0.02)
            asking.sendall(body[5:])
            told = b"".join(iter(lambda: asking.recv(2**16), b""))
        assert told.startswith(b"HTTP/1.1 200")
        assert b"event: done" in told
        assert b"828" in told
        # The signal itself is how it ends, as a supervisor expects.
        assert process.wait(timeout=30) in (0, -signal.SIGTERM)

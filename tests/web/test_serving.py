"""Settings from the environment, and the server as `python -m web` starts it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from assistant.environment import Environment
from web.settings import SettingError, Settings

ROOT = Path(__file__).parent.parent.parent


def test_settings() -> None:
    assert Settings.read({}) == Settings("127.0.0.1", 8000, Path("var/feedback.sqlite"))
    elsewhere = {"HOST": "::1", "PORT": "80", "MICHISHIRUBE_FEEDBACK": "kept.sqlite"}
    assert Settings.read(elsewhere) == Settings("::1", 80, Path("kept.sqlite"))
    assert Settings.read({"PORT": ""}).port == 8000


def test_hosts_proxies_and_room_from_the_environment() -> None:
    settings = Settings.read(
        {
            "MICHISHIRUBE_HOSTS": "Plan.example.jp, 127.0.0.1,[::1]",
            "MICHISHIRUBE_PROXIES": "10.0.0.1,10.1.0.0/16",
            "MICHISHIRUBE_PLACES": "4",
            "MICHISHIRUBE_QUEUE": "5",
            "MICHISHIRUBE_PER_CLIENT": "6",
        }
    )
    assert settings.hosts == {"plan.example.jp", "127.0.0.1", "[::1]"}
    assert settings.proxies == ("10.0.0.1", "10.1.0.0/16")
    assert (settings.room.places, settings.room.queue, settings.room.of_client) == (4, 5, 6)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MICHISHIRUBE_HOSTS", "a b"),
        ("MICHISHIRUBE_HOSTS", "http://a"),
        ("MICHISHIRUBE_PROXIES", "*"),
        ("MICHISHIRUBE_PLACES", "0"),
        ("MICHISHIRUBE_QUEUE", "many"),
        ("MICHISHIRUBE_PER_CLIENT", "-1"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        Settings.read({name: value})


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "８０００", "8e3", "1" * 5000])
def test_a_wrong_setting_is_named(port: str) -> None:
    with pytest.raises(SettingError, match="PORT"):
        Settings.read({"PORT": port})


@contextmanager
def serving(environment: Environment) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """The program serving at a port, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    variables = {
        **os.environ,
        "PORT": str(port),
        "MICHISHIRUBE_INDEX": str(environment.index_folder),
    }
    command = [sys.executable, "-m", "web"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield port, process
        finally:
            process.terminate()


def test_the_server_answers_and_writes_no_question_down(environment: Environment) -> None:
    with serving(environment) as (port, process):
        assert answered(f"http://127.0.0.1:{port}/?q=hitorigurashi", process) == 200
        assert answered(f"http://127.0.0.1:{port}/none?q=hitorigurashi", process) == 404
        process.terminate()
        written = process.communicate(timeout=30)[0]
    assert f"http://127.0.0.1:{port}" in written
    assert "hitorigurashi" not in written


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


def listens(port: int) -> bool:
    """Whether somebody who comes now is let in."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=30).close()
    except ConnectionRefusedError:
        return False
    return True


def answered(address: str, process: subprocess.Popen[str]) -> int:
    """The status at `address`, once the server listens."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()[0]
        try:
            return httpx.get(address, timeout=30).status_code
        except httpx.ConnectError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")

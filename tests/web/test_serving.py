"""Settings from the environment, and the server as `python -m web` starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
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


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "８０００", "8e3", "1" * 5000])
def test_a_wrong_setting_is_named(port: str) -> None:
    with pytest.raises(SettingError, match="PORT"):
        Settings.read({"PORT": port})


def test_the_server_answers_and_writes_no_question_down(environment: Environment) -> None:
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
            assert answered(f"http://127.0.0.1:{port}/?q=hitorigurashi", process) == 200
            assert answered(f"http://127.0.0.1:{port}/none?q=hitorigurashi", process) == 404
        finally:
            process.terminate()
        written = process.communicate(timeout=30)[0]
    assert f"http://127.0.0.1:{port}" in written
    assert "hitorigurashi" not in written


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

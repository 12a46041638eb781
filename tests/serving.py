"""The program serving in a process of its own, as `python -m web` starts it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from assistant.environment import Environment

ROOT = Path(__file__).parent.parent
WORKERS = 3


@contextmanager
def serving(
    environment: Environment, by: Sequence[str] = (), **settings: str
) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """The program serving at a port with these `settings`, until the block ends.

    It is run `by` a command, to which it stands at the end, where one is given.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    variables = {
        **os.environ,
        "PORT": str(port),
        "MICHISHIRUBE_INDEX": str(environment.index_folder),
        **settings,
    }
    command = [*by, sys.executable, "-m", "web"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield port, process
        finally:
            process.terminate()


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


@contextmanager
def workers(
    environment: Environment, **settings: str
) -> Iterator[tuple[str, int, Callable[[], set[int]]]]:
    """The address, the process that was started, and what gives those that answer."""
    with serving(environment, MICHISHIRUBE_WORKERS=str(WORKERS), **settings) as (port, process):
        address = f"http://127.0.0.1:{port}"
        assert answered(f"{address}/healthz", process) == 200
        try:
            yield address, process.pid, lambda: children(process.pid)
        finally:
            process.terminate()
            process.communicate(timeout=60)
            assert process.returncode in (0, -signal.SIGTERM)


def children(process: int) -> set[int]:
    """The processes that a process has started, by any of its threads."""
    found: set[int] = set()
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # Of a thread that has just ended.
            found.update(map(int, file.read_text(encoding="ascii").split()))
    return found


def until(holds: Callable[[], bool]) -> None:
    """Wait for what will hold, be the machine ever so busy."""
    deadline = time.monotonic() + 180
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)

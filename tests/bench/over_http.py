"""Questions over HTTP: how many a second and how fast, by clients that keep their connections.

The server is `python -m web` as it is run, over a folder of its own; the clients are a process
beside it on the same cores, so what they take is missing to the server. Each client asks its next
question as soon as it has the answer: with many of them the time of an answer is mostly that of
waiting for its turn, clients ÷ answers a second.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.evaluation import DEFAULT_QUESTIONS, read_questions

FOLDER = Path("var") / "bench-http"
CLIENTS = (1, 8, 64)
SECONDS = 10.0
WARM_S = 3.0
STREAMS = 100
STARTS = 3
_OK = 200
# What a server that is set up as usual says in Retry-After.
_REFUSED_S = 2.0
_ROOM = {"MICHISHIRUBE_QUEUE": "128", "MICHISHIRUBE_PER_CLIENT": "128"}


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a request: its status, and the ms to its first byte and to its end."""

    status: int
    first_ms: float
    ms: float


def measure_http() -> dict[str, Any]:
    """Return the figures of a server with room for all clients, and of one as it is set up."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "room for all": _measure(_ROOM, CLIENTS),
        "as set up": _measure({"MICHISHIRUBE_PER_CLIENT": "128"}, CLIENTS[-1:]),
        "stream first byte": _stream(),
        "start": _starts(),
    }


def _measure(settings: Mapping[str, str], clients: Sequence[int]) -> dict[str, Any]:
    with _serving(settings) as (port, process):
        asyncio.run(_ask_on(port, 8, WARM_S, "/api/ask"))
        found = {
            f"{count} clients": _figures(asyncio.run(_ask_on(port, count, SECONDS, "/api/ask")))
            for count in clients
        }
        return {**found, "memory": _memory(process)}


def _stream() -> dict[str, float]:
    with _serving(_ROOM) as (port, _):
        told = asyncio.run(_ask_on(port, 1, WARM_S, "/api/ask/stream"))[-STREAMS:]
        times = [one.first_ms for one in told]
        return {"p50_ms": round(statistics.median(times), 2), "p99_ms": _p99(times)}


def _starts() -> dict[str, float]:
    """From the start of the process to the first answer; the files are in memory already."""
    times = []
    for _ in range(STARTS):
        started = time.perf_counter()
        with _serving({}) as (port, _):
            (told,) = asyncio.run(_ask_on(port, 1, 0.0, "/api/ask"))
            times.append(time.perf_counter() - started)
            if told.status != _OK:
                raise RuntimeError(f"the first answer had status {told.status}")
    return {"first_answer_s": round(min(times), 2)}


def _figures(told: Sequence[Told]) -> dict[str, Any]:
    times = [one.ms for one in told if one.status == _OK]
    return {
        "answers_per_s": round(len(times) / SECONDS, 1),
        "p50_ms": round(statistics.median(times), 2),
        "p99_ms": _p99(times),
        "not_200": sum(one.status != _OK for one in told),
    }


def _p99(times: Sequence[float]) -> float:
    return round(statistics.quantiles(times, n=100)[98], 2)


async def _ask_on(port: int, clients: int, seconds: float, path: str) -> list[Told]:
    """Ask at least once by each client, on until `seconds` are over; who is refused comes later."""
    asked = _requests(path)
    told: list[Told] = []
    end = time.perf_counter() + seconds

    async def ask_on() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while True:
            told.append(await _ask(reader, writer, next(asked)))
            if time.perf_counter() >= end:
                break
            if told[-1].status != _OK:
                await asyncio.sleep(_REFUSED_S)
        writer.close()

    await asyncio.gather(*(ask_on() for _ in range(clients)))
    return told


def _requests(path: str) -> Iterator[bytes]:
    """Requests without end: the questions of the evaluation, each with its turns before."""
    bodies = []
    for one in read_questions(DEFAULT_QUESTIONS):
        asking = one.asking
        history = [{"role": turn.role, "content": turn.content} for turn in asking.history]
        body = {"question": asking.question, "history": history, "style": asking.style}
        bodies.append(json.dumps(body).encode())
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    for body in itertools.cycle(bodies[::7]):
        yield f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> Told:
    """Send a request and read the whole of its response, which has a length or comes in chunks."""
    started = time.perf_counter()
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    first = time.perf_counter()
    length = _length(head)
    if length is not None:
        await reader.readexactly(length)
    else:
        while size := int(await reader.readuntil(b"\r\n"), 16):
            await reader.readexactly(size + 2)
        await reader.readexactly(2)
    ended = time.perf_counter()
    return Told(int(head.split(b" ", 2)[1]), (first - started) * 1000, (ended - started) * 1000)


def _length(head: bytes) -> int | None:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return None


@contextmanager
def _serving(settings: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """The port and the process of a server that listens, until the block ends."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    variables = {
        **os.environ,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "MICHISHIRUBE_INDEX": str(FOLDER / "index"),
        "MICHISHIRUBE_FEEDBACK": str(FOLDER / "feedback.sqlite"),
        **settings,
    }
    log = FOLDER / "server.log"
    with (
        log.open("w", encoding="utf-8") as said,
        subprocess.Popen([sys.executable, "-m", "web"], env=variables, stderr=said) as server,
    ):
        try:
            while not _listens(port):
                if server.poll() is not None:
                    raise RuntimeError(log.read_text(encoding="utf-8"))
                time.sleep(0.02)
            yield port, server.pid
        finally:
            server.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def _memory(process: int) -> dict[str, Any]:
    """What the server and its workers take, in MiB: memory that they share is counted once."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    each = [_rollup(int(one)) for one in (process, *children)]
    return {
        "processes": len(each),
        "pss_mib": round(sum(one["Pss"] for one in each) / 1024, 1),
        "largest_rss_mib": round(max(one["Rss"] for one in each) / 1024, 1),
    }


def _rollup(process: int) -> dict[str, int]:
    """The figures that the kernel sums up for a process, in KiB."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    return {name: int(said.split()[0]) for name, _, said in (line.partition(":") for line in lines)}


if __name__ == "__main__":
    print(json.dumps(measure_http(), indent=1))

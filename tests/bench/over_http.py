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
import statistics
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import uvloop
from bench.connection import Connection, Told, post
from bench.served import REFUSED_S, memory_of, serving

from assistant.cli.evaluation import DEFAULT_QUESTIONS, read_questions

FOLDER = Path("var") / "bench-http"
CLIENTS = (1, 8, 64)
SECONDS = 10.0
WARM_S = 3.0
STREAMS = 100
STARTS = 3
_OK = 200
# Each request comes from an address of its own.
_PROXY = {"MICHISHIRUBE_PROXIES": "127.0.0.1"}
_ROOM = {**_PROXY, "MICHISHIRUBE_QUEUE": "128"}


def measure_http() -> dict[str, Any]:
    """Return the figures of a server with room for all clients, and of one as it is set up."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "room for all": _measure(_ROOM, CLIENTS),
        "as set up": _measure(_PROXY, CLIENTS[-1:]),
        "stream first byte": _stream(),
        "start": _starts(),
    }


def _measure(settings: Mapping[str, str], clients: Sequence[int]) -> dict[str, Any]:
    with serving(FOLDER, settings) as (port, process):
        uvloop.run(_ask_on(port, 8, WARM_S, "/api/ask"))
        found = {
            f"{count} clients": _figures(uvloop.run(_ask_on(port, count, SECONDS, "/api/ask")))
            for count in clients
        }
        return {**found, "memory": memory_of(process)}


def _stream() -> dict[str, float]:
    with serving(FOLDER, _ROOM) as (port, _):
        told = uvloop.run(_ask_on(port, 1, WARM_S, "/api/ask/stream"))[-STREAMS:]
        times = [one.first_ms for one in told]
        return {"p50_ms": round(statistics.median(times), 2), "p99_ms": _p99(times)}


def _starts() -> dict[str, float]:
    """From the start of the process to the first answer; the files are in memory already."""
    times = []
    for _ in range(STARTS):
        started = time.perf_counter()
        with serving(FOLDER, {}) as (port, _):
            (told,) = uvloop.run(_ask_on(port, 1, 0.0, "/api/ask"))
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
    asked = itertools.cycle(_requests(path))
    told: list[Told] = []
    end = time.perf_counter() + seconds

    async def ask_on() -> None:
        connection = await Connection.open(port)
        while True:
            told.append(await connection.ask(next(asked), time.perf_counter()))
            if time.perf_counter() >= end:
                break
            if told[-1].status != _OK:
                await asyncio.sleep(REFUSED_S)
        connection.close()

    await asyncio.gather(*(ask_on() for _ in range(clients)))
    return told


@cache
def _requests(path: str) -> Sequence[bytes]:
    """Requests: some questions of the evaluation, each with its turns before."""
    made = []
    for number, one in enumerate(read_questions(DEFAULT_QUESTIONS)[::7]):
        asking = one.asking
        history = [{"role": turn.role, "content": turn.content} for turn in asking.history]
        body = {"question": asking.question, "history": history, "style": asking.style}
        client = f"X-Forwarded-For: 10.0.{number // 250}.{number % 250}\r\n"
        made.append(post(path, body, client))
    return made


if __name__ == "__main__":
    print(json.dumps(measure_http(), indent=1))

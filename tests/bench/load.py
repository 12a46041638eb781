"""How the server bears load: unloaded, at three times what it can serve, and for long.

Run by `make load`. Starts `python -m web` over its own folder var/load, asks it from this process
over the loopback as many clients at once, and writes `var/load.json` and `var/load.md`. Quote the
ratios: machines are noisy. `SECONDS` is how long the soak takes.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import platform
import random
import statistics
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import uvloop
from bench.connection import Connection, Told, get, post
from bench.served import REFUSED_S, memory_of, serving

from assistant.cli.evaluation import DEFAULT_QUESTIONS, read_questions

FOLDER = Path("var") / "load"
REPORT = Path("var") / "load.json"
TABLE = Path("var") / "load.md"
UNLOADED = 300
WORKERS = 8
CAPACITY_S = 15.0
OVERLOAD_S = 30.0
SOAK_S = float(os.environ.get("SECONDS") or 600)
OVERLOAD = 3.0
# Each asks again as soon as it is refused, whatever Retry-After says.
DEAF_CLIENTS = 64
DEAF_S = 15.0
# Of what it can serve: a busy day, not a crowd.
SOAK = 0.6
BUSY = 429
# A request that takes longer is lost.
LONGEST_S = 60.0
# The server closes what is idle for 5 seconds: a request that is just then under way is lost.
IDLE_S = 4.0


class Connections:
    """Connections to a port, as many as are asked over at once; they stay open."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[tuple[Connection, float]] = []

    async def tell(self, request: bytes) -> Told:
        """Send a request and read the whole answer."""
        begun = time.perf_counter()
        try:
            async with asyncio.timeout(LONGEST_S):
                connection = self._idle_one() or await Connection.open(self._port)
                told = await connection.ask(request, begun)
        except (OSError, EOFError):
            ms = (time.perf_counter() - begun) * 1000
            return Told(0, ms, ms)
        self._idle.append((connection, time.perf_counter()))
        return told

    def _idle_one(self) -> Connection | None:
        """One that the server has not closed meanwhile, nor is about to."""
        while self._idle:
            connection, since = self._idle.pop()
            if not connection.is_closed and time.perf_counter() - since < IDLE_S:
                return connection
            connection.close()
        return None


def requests() -> Iterator[bytes]:
    """Requests without end: mostly questions as JSON, streams and pages among them."""
    asked = [one.asking.question for one in read_questions(DEFAULT_QUESTIONS)]
    chance = random.Random(6)
    for number in itertools.count():
        question = chance.choice(asked)
        kind = chance.random()
        client = f"X-Forwarded-For: 10.{number % 7}.{number % 11}.{number % 251}\r\n"
        if kind < 0.7:
            yield post("/api/ask", {"question": question}, client)
        elif kind < 0.8:
            yield post("/api/ask/stream", {"question": question}, client)
        else:
            path = chance.choice(["/", "/find", "/desk"])
            yield get(f"{path}?{urlencode({'q': question})}", client)


async def one_by_one(connections: Connections, asked: Iterator[bytes]) -> list[Told]:
    """Ask without load."""
    return [await connections.tell(next(asked)) for _ in range(UNLOADED)]


async def as_many_as_go(
    connections: Connections,
    asked: Iterator[bytes],
    seconds: float,
    clients: int = WORKERS,
    refused_s: float = REFUSED_S,
) -> tuple[float, float]:
    """Return how many requests a second of `clients` who ask on at once are answered, and refused.

    Who is refused comes again after `refused_s`.
    """
    end = time.perf_counter() + seconds
    served = refused = 0

    async def ask_on() -> None:
        nonlocal served, refused
        while time.perf_counter() < end:
            told = await connections.tell(next(asked))
            served += told.status not in (0, BUSY)
            if told.status == BUSY:
                refused += 1
                await asyncio.sleep(refused_s)

    await asyncio.gather(*(ask_on() for _ in range(clients)))
    return served / seconds, refused / seconds


async def at_a_rate(
    connections: Connections,
    asked: Iterator[bytes],
    rate: float,
    seconds: float,
    every: Callable[[float], Awaitable[None]] | None = None,
) -> list[Told]:
    """Ask at `rate` requests a second, at random times (Poisson), whatever the server does."""
    chance = random.Random(7)
    tasks: set[asyncio.Task[None]] = set()
    told: list[Told] = []

    async def one(request: bytes) -> None:
        told.append(await connections.tell(request))

    started = due = time.perf_counter()
    while due < started + seconds:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        task = asyncio.create_task(one(next(asked)))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        if every:
            await every(due - started)
        due += chance.expovariate(rate)
    await asyncio.gather(*tasks)
    return told


def percentiles(told: Sequence[Told]) -> dict[str, float]:
    """The median and the 99th percentile of those that were answered, in ms."""
    times = [one.ms for one in told if one.status not in (0, BUSY)]
    cuts = statistics.quantiles(times, n=100)
    return {"p50_ms": round(statistics.median(times), 1), "p99_ms": round(cuts[98], 1)}


async def measure(port: int, process: int) -> dict[str, Any]:
    """Put the load on the server at `port`, which is `process`."""
    asked, connections = requests(), Connections(port)
    await as_many_as_go(connections, asked, 2)
    unloaded = await one_by_one(connections, asked)
    capacity, _ = await as_many_as_go(connections, asked, CAPACITY_S)
    deaf = await as_many_as_go(connections, asked, DEAF_S, DEAF_CLIENTS, 0)
    crowd = await at_a_rate(connections, asked, OVERLOAD * capacity, OVERLOAD_S)
    memory = [(0.0, memory_of(process)["pss_mib"])]

    async def watch(at: float) -> None:
        if at >= memory[-1][0] + SOAK_S / 20:
            memory.append((round(at, 1), memory_of(process)["pss_mib"]))

    soak = await at_a_rate(connections, asked, SOAK * capacity, SOAK_S, watch)
    memory.append((SOAK_S, memory_of(process)["pss_mib"]))
    calm, held = percentiles(unloaded), percentiles(crowd)
    statuses = Counter(one.status for one in crowd)
    told = Counter(one.status for one in soak)
    return {
        "unloaded": {"requests": len(unloaded), **calm},
        "capacity_per_s": round(capacity, 1),
        "deaf": {
            "clients": DEAF_CLIENTS,
            "answered_per_s": round(deaf[0], 1),
            "refused_per_s": round(deaf[1], 1),
            "share_of_capacity": round(deaf[0] / capacity, 2),
        },
        "overload": {
            "requests": len(crowd),
            "admitted_share": round(1 - statuses[BUSY] / len(crowd), 3),
            "share_of_capacity": round(statuses[200] / OVERLOAD_S / capacity, 2),
            **held,
            "p99_to_unloaded_p99": round(held["p99_ms"] / calm["p99_ms"], 2),
            "failed_otherwise": sum(n for code, n in statuses.items() if code not in (200, BUSY)),
        },
        "soak": {
            "seconds": SOAK_S,
            "requests": len(soak),
            **percentiles(soak),
            "refused": told[BUSY],
            "lost": sum(n for code, n in told.items() if code not in (200, BUSY)),
            "rss_mib": {
                "start": memory[0][1],
                "middle": memory[len(memory) // 2][1],
                "end": memory[-1][1],
            },
        },
    }


def table(report: Mapping[str, Any]) -> str:
    """The figures as a table in Markdown."""
    calm, crowd, soak = report["unloaded"], report["overload"], report["soak"]
    deaf = report["deaf"]
    memory = soak["rss_mib"]
    rows = [
        ("unloaded, one after another", f"{calm['requests']} requests, p50 {calm['p50_ms']} ms, "
         f"p99 {calm['p99_ms']} ms"),
        ("what it can serve", f"{report['capacity_per_s']} requests a second"),
        (f"{DEAF_CLIENTS} clients that ignore Retry-After", f"{deaf['answered_per_s']} requests a "
         f"second answered, {deaf['share_of_capacity']:.0%} of that; {deaf['refused_per_s']} "
         "refused"),
        (f"at {OVERLOAD:g} × that, {OVERLOAD_S:g} s", f"{crowd['requests']} requests, "
         f"{crowd['admitted_share']:.0%} admitted, {crowd['share_of_capacity']:.0%} of what it can "
         f"serve, p50 {crowd['p50_ms']} ms, p99 "
         f"{crowd['p99_ms']} ms: {crowd['p99_to_unloaded_p99']} × the unloaded p99; "
         f"the others 429, {crowd['failed_otherwise']} failed otherwise"),
        (f"soak, {soak['seconds']:g} s at {SOAK:g} × that", f"{soak['requests']} requests, p99 "
         f"{soak['p99_ms']} ms, {soak['refused']} refused, {soak['lost']} lost; memory "
         f"{memory['start']} MiB at the start, {memory['middle']} in the middle, "
         f"{memory['end']} at the end"),
    ]  # fmt: skip
    lines = [f"| {name} | {said} |" for name, said in rows]
    return "\n".join(["| load | measured |", "| --- | --- |", *lines]) + "\n"


def main() -> None:
    """Start the server, measure, print and write."""
    with serving(FOLDER, {"MICHISHIRUBE_PROXIES": "127.0.0.1"}) as (port, process):
        report = {
            "machine": platform.platform(),
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            **uvloop.run(measure(port, process)),
        }
    REPORT.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    TABLE.write_text(table(report), encoding="utf-8")
    print(table(report))


if __name__ == "__main__":
    main()

"""The server that is measured: `python -m web` as it is run, over a folder of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from serving import listens

# What a server that is set up as usual says in Retry-After.
REFUSED_S = 2.0


@contextmanager
def serving(folder: Path, settings: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """The port and the process of a server that listens, until the block ends.

    What it keeps and its log lie in `folder`; raises RuntimeError where it does not start.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    variables = {
        **os.environ,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "MICHISHIRUBE_INDEX": str(folder / "index"),
        "MICHISHIRUBE_FEEDBACK": str(folder / "feedback.sqlite"),
        **settings,
    }
    log = folder / "server.log"
    with (
        log.open("w", encoding="utf-8") as said,
        subprocess.Popen([sys.executable, "-m", "web"], env=variables, stderr=said) as server,
    ):
        try:
            while not listens(port):
                if server.poll() is not None:
                    raise RuntimeError(log.read_text(encoding="utf-8"))
                time.sleep(0.02)
            yield port, server.pid
        finally:
            server.terminate()


def memory_of(process: int) -> dict[str, Any]:
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

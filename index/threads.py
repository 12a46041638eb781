"""How many threads the numeric libraries take for one query."""

from __future__ import annotations

import faiss  # noqa: F401 - only a library that is loaded can be told
import numpy as np  # noqa: F401
from threadpoolctl import threadpool_limits


def one_thread_each() -> None:
    """Let NumPy, FAISS and what else is loaded compute each query in the thread that asks.

    A process that answers many at once has threads enough; theirs would wait for each other: on two
    cores with other work a small product of matrices took 6 ms in two threads, 0.4 in one.
    """
    threadpool_limits(1)

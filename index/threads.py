"""How many threads the numeric libraries take for one query."""

from __future__ import annotations

import faiss
import torch


def one_thread_each() -> None:
    """Let FAISS and torch compute each query in the thread that asks.

    A process that answers many at once has threads enough; theirs would only wait for each other
    (measured on two cores that others used too: an answer took twice as long).
    """
    faiss.omp_set_num_threads(1)
    torch.set_num_threads(1)

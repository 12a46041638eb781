"""How many threads the numeric libraries take for one query."""

from __future__ import annotations

import sys

import faiss


def one_thread_each() -> None:
    """Let FAISS and torch, where a model needs it, compute each query in the thread that asks.

    A process that answers many at once has threads enough; theirs would wait for each other. (With
    OMP_NUM_THREADS=1 an answer took half the time in one run on two busy cores; these two calls by
    themselves have not been measured apart from the noise.)
    """
    faiss.omp_set_num_threads(1)
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(1)

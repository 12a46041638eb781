"""The entries of many plans, made by several processes; each plan's as `entries` makes them."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context, parent_process

import numpy as np
import numpy.typing as npt

from index.chunks import Chunk
from index.collection.entries import entries
from index.collection.protocols import Entry
from index.embedding import open_embedder
from index.protocols import Embedder, Floats
from index.table_embedding import TableEmbedder

# What comes back of a plan: its passages' ids, how many vectors each has, these, and the terms.
_Made = tuple[list[str], npt.NDArray[np.int64], Floats, list[tuple[str, ...]]]
_WAITING_EACH = 2
_embedders: list[Embedder] = []


def open_bulk_embedder(model: str | None) -> Embedder:
    """Open a model for many texts.

    The bundled one by its table alone, unpacked, whose vectors a test holds to those of
    sentence-transformers. Raises EmbeddingModelError.
    """
    embedder = open_embedder(model)
    if isinstance(embedder, TableEmbedder):
        return replace(embedder, table=embedder.table.in_bulk())
    return embedder


def entries_of_plans(
    plans: Iterable[Sequence[Chunk]], model: str | None, processes: int
) -> Iterator[list[Entry]]:
    """Yield the entries of each of `plans`, in their order, made by so many processes.

    Some plans ahead are read and no more. Who calls it must be a module that may be imported again
    (multiprocessing, spawn). Raises EmbeddingModelError, BrokenProcessPool where one was killed.
    """
    open_embedder(model)  # What is wrong with a model is told here rather than by the processes.
    context = get_context("spawn")
    waiting: deque[Future[_Made]] = deque()
    with ProcessPoolExecutor(processes, context, _open, (model,)) as pool:
        try:
            for plan in plans:
                waiting.append(pool.submit(_make, list(plan)))
                if len(waiting) >= _WAITING_EACH * processes:
                    yield _entries(waiting.popleft().result())
            while waiting:
                yield _entries(waiting.popleft().result())
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _open(model: str | None) -> None:
    """Prepare a process: it opens the model, and ends when that which started it was killed."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _embedders.append(open_bulk_embedder(model))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _make(plan: list[Chunk]) -> _Made:
    (embedder,) = _embedders
    made = list(entries(plan, embedder))
    rows = [one.vectors for one in made]
    vectors = np.concatenate(rows) if rows else np.zeros((0, embedder.dimension), dtype=np.float32)
    counts = np.array([len(one) for one in rows], dtype=np.int64)
    return [one.passage_id for one in made], counts, vectors, [one.terms for one in made]


def _entries(made: _Made) -> list[Entry]:
    ids, counts, vectors, terms = made
    ends = np.cumsum(counts)
    return [
        Entry(passage_id, vectors[end - count : end], of_passage)
        for passage_id, count, end, of_passage in zip(ids, counts, ends, terms, strict=True)
    ]

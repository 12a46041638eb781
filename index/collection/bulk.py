"""Work on many plans by several processes, each with the embedding model open."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context, parent_process
from typing import TypeVar

from corpus.errors import CorpusError
from index.embedding import open_embedder
from index.protocols import Embedder
from index.table_embedding import TableEmbedder

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")
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


def made_of_each(
    make: Callable[[_Item, Embedder], _Made],
    items: Iterable[_Item],
    model: str | None,
    processes: int,
) -> Iterator[_Made]:
    """Yield what `make` makes of each of `items` with the model, in their order.

    Where there are several processes, `make` is a function of a module, items and what is made of
    them can be pickled, and no more than some are read ahead or waiting; they are started anew, so
    that the main module must be one that may be imported (multiprocessing, spawn). Raises
    EmbeddingModelError, CorpusError, what else `make` raises, and BrokenProcessPool where a process
    was killed.
    """
    if processes < 2:
        embedder = open_bulk_embedder(model)
        yield from (make(item, embedder) for item in items)
        return
    open_embedder(model)  # What is wrong with a model is told here rather than by the processes.
    waiting: deque[Future[_Made]] = deque()
    with ProcessPoolExecutor(processes, get_context("spawn"), _open, (model,)) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(_made, make, item))
                if len(waiting) >= _WAITING_EACH * processes:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _open(model: str | None) -> None:
    """Prepare a process: it has the model open, and ends with that which started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _embedders.append(open_bulk_embedder(model))
    gc.freeze()  # What is open stays: a fortieth of the time went into looking for garbage in it.
    gc.set_threshold(10_000)  # Hardly anything is garbage before its plan is done: a fiftieth.


def _end_with_parent() -> None:
    """End this process at once when the other was killed, and could not tell it to."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _made(make: Callable[[_Item, Embedder], _Made], item: _Item) -> _Made:
    (embedder,) = _embedders
    try:
        return make(item, embedder)
    except CorpusError as error:
        # Those that name a file and a line cannot be pickled.
        raise CorpusError(str(error)) from None

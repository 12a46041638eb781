"""How near the limits of the machine we are, each ratio out of one run on one core.

`measure_limits()`; by hand `PYTHONPATH=tests python -m bench.limits`.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

import faiss
import fugashi
import numpy as np
import unidic_lite

from corpus.about import About
from corpus.asks import NO_ASKS
from corpus.parse import bundled_plan_path, read_plan
from index.chunks import chunks
from index.collection.bulk import open_bulk_embedder
from index.collection.disk import DiskPlanStore
from index.collection.entries import entries
from index.collection.vectors import CollectionVectors, VectorPart, write_vectors
from index.morphology import normalise

ROUNDS = 15
DIMENSION = 512
EXACT = 100_000
BY_CODES = 1_000_000
BANDWIDTH_BYTES = 1 << 29
COPIES = 20


def measure_limits() -> dict[str, Any]:
    """Measure a scan against memory, and building against the tokeniser that it cannot do without.

    Each share is 1 at the limit.
    """
    faiss.omp_set_num_threads(1)
    return {"scan": _scans(), "build": _build()}


def _scans() -> dict[str, Any]:
    """Bytes that a query must read ÷ bytes a second that memory gives, ÷ the time that it takes."""
    bandwidth = _bandwidth()
    found: dict[str, Any] = {"memory_gb_per_s": round(bandwidth / 1e9, 2)}
    generator = np.random.default_rng(7)
    query = generator.standard_normal(DIMENSION).astype(np.float32)
    block = generator.standard_normal((EXACT, DIMENSION)).astype(np.float16)
    bytes_of = {"exact": (EXACT, 2 * DIMENSION), "by_codes": (BY_CODES, DIMENSION // 16)}
    with tempfile.TemporaryDirectory() as place:
        for name, (rows, bytes_of_row) in bytes_of.items():
            file = Path(place) / name
            parts = [VectorPart(EXACT, lambda: block)] * (rows // EXACT)
            rule = write_vectors(file, parts, DIMENSION, progress=False)
            vectors = CollectionVectors.open(file, rule)
            seconds = _median(lambda vectors=vectors: vectors.nearest(query, 600))
            found[name] = {
                "rule": rule.factory,
                "rows": rows,
                "mb_read": round(rows * bytes_of_row / 1e6, 1),
                "ms": round(seconds * 1000, 2),
                "share_of_limit": round(rows * bytes_of_row / bandwidth / seconds, 3),
            }
            file.unlink()
    return found


def _bandwidth() -> float:
    """Bytes a second that one core reads of an array that no cache holds."""
    array = np.ones(BANDWIDTH_BYTES // 8)
    return BANDWIDTH_BYTES / _median(array.sum)


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times[1:])


def _build() -> dict[str, Any]:
    """Tokens a second of a build in one process, from text to what is searched, ÷ fugashi's own.

    The tokens are those of every text that is embedded: of a passage, and of each of its sentences.
    """
    plan = read_plan(bundled_plan_path())
    found = list(chunks(plan, {}, NO_ASKS))
    texts = [normalise(text) for chunk in found for text in chunk.embedded]
    tagger = fugashi.Tagger(f"-d {unidic_lite.DICDIR}")
    tokens = sum(len(tagger(text)) for text in texts)
    alone = _median(lambda: [tagger(text) for text in texts])
    embedder = open_bulk_embedder(None)
    list(entries(found, embedder))
    with tempfile.TemporaryDirectory() as place:
        nothing = Path(place) / "no index"
        nothing.mkdir()
        started = time.perf_counter()
        with DiskPlanStore(Path(place) / "store").writing() as writer:
            copies = chain.from_iterable(entries(found, embedder) for _ in range(COPIES))
            writer.put(About("c", "市", "City"), "1", nothing, copies)
        built = time.perf_counter() - started
    return {
        "passages": COPIES * len(found),
        "passages_per_s": round(COPIES * len(found) / built),
        "fugashi_tokens_per_s": round(tokens / alone),
        "build_tokens_per_s": round(COPIES * tokens / built),
        "share_of_limit": round(COPIES * alone / built, 3),
    }


if __name__ == "__main__":
    print(json.dumps(measure_limits(), indent=2))

"""How a collection grows: made-up plans by the thousand, with the bundled one among them.

`measure_growth([100, 1000])`; by hand `PYTHONPATH=tests python -m bench.growth 100 1000`,
which writes `var/growth.json` after each size. What is measured is the index of the collection:
the made-up plans have no index folder of their own.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from bench.crowd import PASSAGES_OF_A_PLAN, Crowd, entries_of_plan
from tqdm import tqdm

from assistant.cli.evaluation import DEFAULT_QUESTIONS, Graded, read_questions
from corpus.about import About, about_plan
from corpus.asks import NO_ASKS
from corpus.parse import bundled_plan_path, parse_plan
from index.build import build_index
from index.collection.bulk import made_of_each, open_bulk_embedder
from index.collection.disk import DiskPlanStore
from index.collection.entries import query_terms
from index.collection.fused import Numbers
from index.collection.searched import Searched
from index.embedding import open_embedder
from index.protocols import Floats
from index.switch import served_folder

ROOT = Path(__file__).parents[2]
REPORT = Path("var") / "growth.json"
REAL = about_plan(bundled_plan_path())
QUESTIONS = 300
EXACT_QUESTIONS = 100
ROUNDS = 3
CUTOFF = 5
NEAREST = 10
_AT_ONCE = 1 << 16
MEBI = 1 << 20


def measure_growth(sizes: Sequence[int]) -> dict[str, Any]:
    """Build and search a collection of each size, each in processes of its own; write as it goes.

    Sizes count made-up passages; 0 is the bundled plan alone. Raises FileNotFoundError where the
    open text that they are made of is not there.
    """
    Crowd.read()
    REPORT.parent.mkdir(exist_ok=True)
    found: dict[str, Any] = {"a plan's own index": _in_a_process("plan")}
    for size in [0, *(size for size in sizes if size)]:
        with tempfile.TemporaryDirectory(dir=REPORT.parent, prefix="growth-") as place:
            built = _in_a_process("build", str(size), place)
            found[str(size)] = {**built, **_in_a_process("search", place)}
        REPORT.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return found


def _in_a_process(*arguments: str) -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, "-m", "bench.growth", *arguments],
        stdout=subprocess.PIPE,
        check=True,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "OMP_WAIT_POLICY": "passive"},
    )
    result: dict[str, Any] = json.loads(ran.stdout)
    return result


def build_of_one_plan() -> dict[str, Any]:
    """Build the index folder of one made-up plan, out of its text, in one process."""
    text = Crowd.read().plan_text(0)
    embedder = open_bulk_embedder(None)
    with tempfile.TemporaryDirectory(dir=REPORT.parent) as place:
        started = time.perf_counter()
        plan = parse_plan(text, "made-up")
        build_index(plan, {}, NO_ASKS, embedder, Path(place) / "index", progress=False)
        took = time.perf_counter() - started
    passages = len(plan.passages)
    return {
        "passages": passages,
        "build_s": round(took, 2),
        "passages_per_s": round(passages / took),
    }


def build(size: int, place: Path) -> dict[str, Any]:
    """Build a collection in `place`: from texts to what can be searched."""
    processes = os.cpu_count() or 1
    nothing = place / "no index"
    nothing.mkdir()
    started = time.perf_counter()
    store = DiskPlanStore(place / "store", progress=True)
    plans = list(_plans(size))
    with store.writing() as writer:
        made = made_of_each(entries_of_plan, (made_up for _, made_up in plans), None, processes)
        with tqdm(total=size, desc="plans", unit="passage", unit_scale=True) as bar:
            for (about, _), entries in zip(plans, made, strict=True):
                writer.put(about, "1", nothing, entries)
                bar.update(len(entries))
        put = time.perf_counter() - started
    whole = time.perf_counter() - started
    manifest = Searched.open(served_folder(place / "store" / "searched")).manifest
    passages = sum(plan.passages for plan in manifest.plans)
    searched = sum(size for size, _ in manifest.files.values())
    kept = sum(path.stat().st_size for path in place.glob("store/plans/*/*/entries/*"))
    return {
        "passages": passages,
        "vectors": sum(plan.rows for plan in manifest.plans),
        "plans": len(manifest.plans),
        "rule": manifest.rule.factory,
        "build_s": round(whole, 2),
        "texts_to_entries_s": round(put, 2),
        "entries_to_index_s": round(whole - put, 2),
        "passages_per_s": round(passages / whole),
        "index_mib": round(searched / MEBI, 1),
        "entries_kept_mib": round(kept / MEBI, 1),
        "build_peak_mib": round(_peak(resource.RUSAGE_SELF)),
        "each_process_peak_mib": round(_peak(resource.RUSAGE_CHILDREN)),
        "processes": processes,
    }


def _plans(size: int) -> Iterator[tuple[About, tuple[int, int] | None]]:
    """The bundled plan, then made-up ones, each with its number and how many passages it has."""
    yield REAL, None
    for number, first in enumerate(range(0, size, PASSAGES_OF_A_PLAN)):
        about = About(f"c{number}", f"{number}市", f"City {number}")
        yield about, (number, min(PASSAGES_OF_A_PLAN, size - first))


def _peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss * 1024 / MEBI


def search(place: Path) -> dict[str, Any]:
    """Search the collection in `place` with our questions."""
    faiss.omp_set_num_threads(1)
    started = time.perf_counter()
    store = DiskPlanStore(place / "store")
    store.abouts()
    opened = time.perf_counter() - started
    opened_mib = _memory()
    embedder = open_embedder()
    graded = [one for one in read_questions(DEFAULT_QUESTIONS) if _is_asked(one)][:QUESTIONS]
    texts = [one.asking.question for one in graded]
    vectors = embedder.queries(texts)
    terms = [dict.fromkeys(query_terms(text), 1.0) for text in texts]
    hits = [store.search(*one, CUTOFF) for one in zip(vectors, terms, strict=True)]
    found = [
        any((hit.plan_id, hit.passage_id) in {(REAL.id, gold) for gold in one.gold} for hit in best)
        for one, best in zip(graded, hits, strict=True)
    ]
    among_itself = [
        any(hit.passage_id in one.gold for hit in store.search(*asked, CUTOFF, [REAL.id]))
        for one, *asked in zip(graded, vectors, terms, strict=True)
    ]

    def hybrid(number: int) -> None:
        store.search(vectors[number], terms[number], NEAREST)

    def from_text(number: int) -> None:
        asked = dict.fromkeys(query_terms(texts[number]), 1.0)
        store.search(embedder.queries([texts[number]])[0], asked, NEAREST)

    def of_three(number: int) -> None:
        store.search(vectors[number], terms[number], NEAREST, plans)

    def by_vector(number: int) -> None:
        searched.by_vector(vectors[number], None)

    def by_terms(number: int) -> None:
        searched.by_terms(terms[number], None)

    plans = [one.id for one in store.abouts()[:3]]
    times = {
        "hybrid": _times(hybrid, len(texts)),
        "hybrid_with_embedding": _times(from_text, len(texts)),
        "hybrid_of_three_plans": _times(of_three, len(texts)),
    }
    searched_mib = _memory()
    searched = Searched.open(served_folder(place / "store" / "searched"))
    return {
        "open_ms": round(opened * 1000, 1),
        **times,
        "vectors_alone": _times(by_vector, len(texts)),
        "terms_alone": _times(by_terms, len(texts)),
        "recall_at_10_of_exact": _recall(place, searched, vectors[:EXACT_QUESTIONS]),
        "recall_at_5_in_the_crowd": round(statistics.mean(found), 4),
        "recall_at_5_of_the_plan_chosen": round(statistics.mean(among_itself), 4),
        "questions": len(graded),
        "memory_opened_mib": opened_mib,
        "memory_searched_mib": searched_mib,
    }


def _is_asked(one: Graded) -> bool:
    return bool(one.gold) and one.half == "checking" and not one.asking.history


def _times(work: Callable[[int], object], count: int) -> dict[str, float]:
    times = []
    for _ in range(ROUNDS):
        for number in range(count):
            started = time.perf_counter()
            work(number)
            times.append((time.perf_counter() - started) * 1000)
    cuts = statistics.quantiles(times, n=100)
    return {"p50_ms": round(statistics.median(times), 2), "p99_ms": round(cuts[98], 2)}


def _memory() -> dict[str, int]:
    """What the process holds in memory (MiB): its own, and pages of files, which may be let go."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    held = {line.split()[0]: int(line.split()[1]) for line in lines if line.startswith("Rss")}
    return {"own": held["RssAnon:"] // 1024, "of_files": held["RssFile:"] // 1024}


def _recall(place: Path, searched: Searched, queries: Floats) -> float:
    """The share of the ten passages nearest by every vector that are among the ten found."""
    best: list[dict[int, float]] = [{} for _ in queries]
    for first, rows in _kept_vectors(place, searched):
        products = queries @ rows.T
        nearest = np.argpartition(-products, min(100, len(rows) - 1), axis=1)[:, :100]
        passages = np.asarray(searched.passages_of(first + np.arange(len(rows))))
        for of_query, row in zip(best, range(len(queries)), strict=True):
            for column in nearest[row]:
                passage = int(passages[column])
                value = float(products[row, column])
                of_query[passage] = max(value, of_query.get(passage, -1.0))
    shares = []
    for of_query, query in zip(best, queries, strict=True):
        wanted = sorted(of_query, key=lambda passage: -of_query[passage])[:NEAREST]
        found: Numbers = searched.by_vector(query, None)[:NEAREST]
        shares.append(len({*wanted} & {*found.tolist()}) / len(wanted))
    return round(statistics.mean(shares), 4)


def _kept_vectors(place: Path, searched: Searched) -> Iterator[tuple[int, Floats]]:
    first = 0
    for plan in searched.manifest.plans:
        file = place / "store" / "plans" / plan.about.id / str(plan.put) / "entries" / "vectors.f16"
        rows = np.fromfile(file, dtype=np.float16).reshape(-1, searched.manifest.dimension)
        yield first, rows.astype(np.float32)
        first += len(rows)


def main(arguments: Sequence[str]) -> None:
    """Measure by hand, or one step in a process of its own."""
    if arguments[0] == "build":
        print(json.dumps(build(int(arguments[1]), Path(arguments[2]))))
    elif arguments[0] == "search":
        print(json.dumps(search(Path(arguments[1]))))
    elif arguments[0] == "plan":
        print(json.dumps(build_of_one_plan()))
    else:
        print(json.dumps(measure_growth([int(size) for size in arguments]), indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])

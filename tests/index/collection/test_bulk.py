"""Entries of many plans made by several processes: the same as by one, and none is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.service import Assistant
from corpus.asks import NO_ASKS
from corpus.errors import CorpusError
from corpus.parse import parse_plan
from index.chunks import Chunk, chunks
from index.collection.bulk import made_of_each, open_bulk_embedder
from index.collection.entries import entries
from index.collection.packed import PackedEntries
from index.embedding import open_building_embedder, open_embedder
from index.errors import EmbeddingModelError
from index.protocols import Embedder

TWO_CHAPTERS = Path(__file__).parents[2] / "data" / "two_chapters.txt"
SCRIPT = Path(__file__).with_name("bulk_without_end.py")
ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("processes", [1, 2])
def test_processes_make_what_sentence_transformers_does(
    assistant: Assistant, processes: int
) -> None:
    small = parse_plan(TWO_CHAPTERS.read_text(encoding="utf-8"), TWO_CHAPTERS.name)
    plans = [
        list(chunks(assistant.plan, assistant.companions, NO_ASKS)),
        [],
        list(chunks(small, {}, NO_ASKS)),
    ]
    embedder = open_building_embedder()
    made = list(made_of_each(PackedEntries.of, plans, None, processes))
    assert [len(one) for one in made] == [len(assistant.plan.passages), 0, len(small.passages)]
    for plan, of_plan in zip(plans, made, strict=True):
        for found, wanted in zip(of_plan, entries(plan, embedder), strict=True):
            assert found.passage_id == wanted.passage_id
            assert found.terms == wanted.terms
            assert np.abs(found.vectors - wanted.vectors).max() < 1e-6


def test_plans_are_not_read_far_ahead() -> None:
    read = 0

    def plans() -> Iterator[list[Chunk]]:
        nonlocal read
        for _ in range(20):
            read += 1
            yield []

    made = made_of_each(PackedEntries.of, plans(), None, 2)
    next(made)
    assert read == 4
    assert len(list(made)) == 19


@pytest.mark.parametrize("processes", [1, 2])
def test_a_model_that_is_none_is_told(processes: int) -> None:
    with pytest.raises(EmbeddingModelError, match="no-such-model"):
        next(made_of_each(PackedEntries.of, [[]], "/no-such-model", processes))


def refuse(plan: str, _: Embedder) -> None:
    parse_plan(plan, "plan.txt")


def test_a_plan_that_is_none_is_told() -> None:
    with pytest.raises(CorpusError, match=r"plan.txt, line 1: expected"):
        list(made_of_each(refuse, ["◎", "◎"], None, 2))


def test_no_process_is_left_when_that_which_started_it_is_killed() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = subprocess.Popen([sys.executable, SCRIPT], stdout=subprocess.PIPE, env=environment)
    assert started.stdout is not None
    assert started.stdout.readline() == b"1\n"
    tasks = Path(f"/proc/{started.pid}/task")
    children = {pid for task in tasks.iterdir() for pid in (task / "children").read_text().split()}
    assert len(children) >= 2
    started.kill()
    started.wait()
    for _ in range(300):
        if not any(Path("/proc", pid).exists() for pid in children):
            break
        time.sleep(0.1)
    assert not [pid for pid in children if Path("/proc", pid).exists()]
    started.stdout.close()


def test_the_unpacked_table_gives_the_very_same_vectors(assistant: Assistant) -> None:
    texts = [text for one in chunks(assistant.plan, {}, NO_ASKS) for text in one.embedded]
    alone, in_bulk = open_embedder(), open_bulk_embedder(None)
    assert np.array_equal(in_bulk.passages([*texts, ""]), alone.passages([*texts, ""]))

"""Entries of many plans made by several processes: the same as by one, and none is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from assistant.ask import Assistant
from corpus.asks import NO_ASKS
from corpus.parse import parse_plan
from index.chunks import chunks
from index.collection.bulk import entries_of_plans
from index.collection.entries import entries
from index.embedding import open_building_embedder
from index.errors import EmbeddingModelError

TWO_CHAPTERS = Path(__file__).parents[2] / "data" / "two_chapters.txt"
SCRIPT = Path(__file__).with_name("bulk_without_end.py")
ROOT = Path(__file__).parents[3]


def test_several_processes_make_what_sentence_transformers_does(assistant: Assistant) -> None:
    small = parse_plan(TWO_CHAPTERS.read_text(encoding="utf-8"), TWO_CHAPTERS.name)
    plans = [
        list(chunks(assistant.plan, assistant.companions, NO_ASKS)),
        [],
        list(chunks(small, {}, NO_ASKS)),
    ]
    embedder = open_building_embedder()
    made = list(entries_of_plans(plans, None, 2))
    assert [len(one) for one in made] == [len(assistant.plan.passages), 0, len(small.passages)]
    for plan, of_plan in zip(plans, made, strict=True):
        for found, wanted in zip(of_plan, entries(plan, embedder), strict=True):
            assert found.passage_id == wanted.passage_id
            assert found.terms == wanted.terms
            assert np.abs(found.vectors - wanted.vectors).max() < 1e-6


def test_plans_are_not_read_far_ahead() -> None:
    read = 0

    def plans() -> object:
        nonlocal read
        for _ in range(20):
            read += 1
            yield []

    made = entries_of_plans(plans(), None, 1)  # type: ignore[arg-type]
    next(made)
    assert read == 2
    assert len(list(made)) == 19


def test_a_model_that_is_none_is_told() -> None:
    with pytest.raises(EmbeddingModelError, match="no-such-model"):
        next(entries_of_plans([[]], "/no-such-model", 1))


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

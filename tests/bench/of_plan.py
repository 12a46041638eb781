"""What is searched of this plan, and the questions about it that are put to every way."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.crowd import Crowd
from bench.work_files import Asked, Passage, write_work

from assistant.cli.evaluation import DEFAULT_QUESTIONS, Graded, read_questions
from assistant.environment import Environment
from assistant.plans.opening import open_or_build
from index.chunks import Chunk, View, chunks
from index.collection.entries import query_terms
from index.embedding import open_embedder

WARMING = 20
DEPTH = 10
# Several texts stand for a passage where all views are searched: more are needed for ten passages.
DEPTH_OF_VIEWS = 50


def standalone() -> Sequence[Graded]:
    """The checking half of our questions, less the follow-ups: not all ways know a conversation."""
    graded = read_questions(DEFAULT_QUESTIONS)
    return [one for one in graded if one.half == "checking" and not one.asking.history]


def asked() -> Asked:
    """The questions to time, and some of the tuning half before them.

    They are shuffled: those that a slow way gets through in its time are a fair sample.
    """
    graded = read_questions(DEFAULT_QUESTIONS)
    others = [one.asking.question for one in graded if one.half == "tuning"]
    timed = [one.asking.question for one in standalone()]
    chance = random.Random(7)
    return Asked(chance.sample(others, WARMING), chance.sample(timed, len(timed)))


def gold() -> Mapping[str, Sequence[str]]:
    """The passages that answer each question that has any."""
    return {one.asking.question: one.gold for one in standalone() if one.gold}


def plan_chunks() -> list[Chunk]:
    """The chunks of the plan, as our own index has them."""
    assistant = open_or_build(Environment())
    return list(chunks(assistant.plan, assistant.companions, assistant.asks))


def write_plan(folder: Path) -> int:
    """Write the plan's own passages as they are searched; return how many."""
    own = [one for one in plan_chunks() if one.view is View.ORIGINAL]
    texts = [(one.passage_id, f"{one.in_context} {one.figures}".strip()) for one in own]
    return _write(folder, texts, [one.in_context for one in own], DEPTH)


def write_views(folder: Path) -> int:
    """Write each text that we embed of any view, our companions' too; return how many."""
    texts = [
        (f"{one.passage_id} {number}", text)
        for one in plan_chunks()
        for number, text in enumerate(one.embedded, _started(one))
    ]
    return _write(folder, texts, [text for _, text in texts], DEPTH_OF_VIEWS)


def write_crowd(folder: Path, count: int) -> int:
    """Write `count` passages, the plan's own among those of made-up plans; return how many.

    Raises FileNotFoundError where the open text that these are made of is not there.
    """
    own = [one for one in plan_chunks() if one.view is View.ORIGINAL]
    crowd = Crowd.read()
    made_up = (
        (f"{number}.{one.passage_id}", one.in_context)
        for number in itertools.count()
        for one in crowd.plan(number)
    )
    texts = [(one.passage_id, one.in_context) for one in own]
    texts += itertools.islice(made_up, count - len(texts))
    return _write(folder, texts, [text for _, text in texts], DEPTH)


def _started(chunk: Chunk) -> int:
    """From where the texts of a view are counted: no two of a passage share an id."""
    return 1000 * list(View).index(chunk.view)


def _write(
    folder: Path, texts: Sequence[tuple[str, str]], embedded: Sequence[str], depth: int
) -> int:
    passages = [Passage(key, text, query_terms(text)) for key, text in texts]
    write_work(folder, passages, open_embedder().passages(embedded), asked(), depth)
    return len(passages)

"""Examples as they were asked of plans: what was read and found, and what is right there."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from assistant.evidence.examples import LIST, Example
from assistant.evidence.signals import Signals, signals
from assistant.evidence.worlds import Views, World, bundled_embedder, bundled_sources
from assistant.understanding.query import LISTINGS, Query
from index.once import one_question
from index.threads import one_thread_each

# Of a plan without a section: how many questions on that, on others, and without an answer.
_ON_MISSING, _ON_OTHERS, _WITHOUT = 200, 200, 150


@dataclass(frozen=True)
class Asked:
    """An example as it was asked of a plan; `gold` marks its passages, None where not known."""

    example: Example
    world: str
    missing: str | None
    query: Query
    found: Signals
    gold: npt.NDArray[np.bool_] | None

    @property
    def is_list(self) -> bool:
        """Whether a list is wanted, which nothing but its passages is learnt from."""
        return self.example.kind == LIST

    @property
    def is_judged(self) -> bool:
        """Whether its passages are known, and found by its topic."""
        by_topic = self.query.act in LISTINGS and bool(self.query.topic)
        return self.gold is not None and (by_topic or not self.is_list)

    @property
    def is_answered(self) -> bool:
        """Whether the plan answers it: a part of it may not."""
        if self.missing and self.gold is not None:
            return bool(self.gold.any())
        return self.example.answerable


def worlds(
    examples: Sequence[Example], sections: Sequence[str]
) -> Iterator[tuple[str | None, Views, Sequence[Example]]]:
    """Yield each plan to be asked (its missing section and its views) with what is asked of it."""
    yield None, Views.ALL, examples
    yield None, Views.NONE, examples
    yield None, Views.ASKS, examples[::2]
    yield None, Views.COMPANIONS, examples[1::2]
    for section in sections:
        for views in (Views.ALL, Views.NONE):
            yield section, views, examples


def asked_of(missing: str | None, views: Views, examples: Sequence[Example]) -> list[Asked]:
    """Ask `examples`, or some of them, of the plan without the section `missing`."""
    one_thread_each()
    sources = bundled_sources()
    if missing:
        examples = _some_of(examples, {one.id for one in sources.plan.section(missing).passages})
    with TemporaryDirectory() as folder:
        world = World.build(sources, missing, views, bundled_embedder(), Path(folder) / "index")
        return [_asked(one, world) for one in examples]


def _some_of(examples: Sequence[Example], gone: set[str]) -> list[Example]:
    """Questions on passages that are `gone`, on others, and such as have no answer."""
    chance = random.Random(0)  # noqa: S311 - for a sample, not for a secret
    known = [one for one in examples if one.gold is not None]
    parts = (
        ([one for one in known if one.gold and one.gold <= gone], _ON_MISSING),
        ([one for one in known if one.gold and not one.gold & gone], _ON_OTHERS),
        ([one for one in known if not one.answerable], _WITHOUT),
    )
    return [one for part, most in parts for one in chance.sample(part, min(most, len(part)))]


def _asked(example: Example, world: World) -> Asked:
    with one_question():
        query = world.query(example.text)
        found = signals(query, world.source)
    ids = [one.id for one in world.plan.passages]
    gold = None if example.gold is None else np.array([one in example.gold for one in ids])
    return Asked(example, world.views.value, world.missing, query, found, gold)

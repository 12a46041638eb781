"""A collection in memory, searched exactly: the reference that the others are tested against."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np

from corpus.about import About
from index.collection.bm25 import rarity, share
from index.collection.fused import Numbers, fused, ranked
from index.collection.kept_terms import asked_terms, kept_term
from index.collection.protocols import CollectionHit, Entry
from index.errors import PlanMissingError, StaleIndexError
from index.protocols import Floats
from index.switch import served_folder


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage: `vectors` in half precision, as every store keeps them."""

    plan_id: str
    passage_id: str
    vectors: Floats
    terms: Counter[str]


@dataclass(frozen=True, slots=True)
class _Plan:
    about: About
    digest: str
    put: int
    folder: Path
    passages: tuple[_Passage, ...]


class ExactPlanStore:
    """A collection of which only the index folders are on disk, copied into `root`."""

    def __init__(self, root: Path) -> None:
        """Take the folder `root`, which need not be there."""
        self._root = root
        self._plans: dict[str, _Plan] = {}
        self._writing = Lock()

    @property
    def version(self) -> str:
        """What changes whenever a plan is put or removed."""
        return " ".join(f"{plan.about.id} {plan.put}" for plan in self._plans.values())

    def abouts(self) -> Sequence[About]:
        """Return the plans that are kept, by their ids' order."""
        return [plan.about for plan in self._plans.values()]

    def folder(self, plan_id: str) -> Path:
        """Return the index folder of a plan. Raises PlanMissingError."""
        self._refuse_missing([plan_id])
        return self._plans[plan_id].folder

    def search(
        self,
        vector: Floats,
        terms: Mapping[str, float],
        k: int,
        plans: Sequence[str] | None = None,
    ) -> Sequence[CollectionHit]:
        """Return the `k` best passages; what they are is said at PlanStore."""
        self._refuse_missing(plans or ())
        passages = [passage for plan in self._plans.values() for passage in plan.passages]
        chosen = [
            number
            for number, passage in enumerate(passages)
            if plans is None or passage.plan_id in plans
        ]
        rankings = [_by_vector(passages, chosen, vector), _by_terms(passages, chosen, terms)]
        return [
            CollectionHit(passages[number].plan_id, passages[number].passage_id, score)
            for number, score in fused(rankings, k)
        ]

    @contextmanager
    def writing(self) -> Iterator[ExactPlanWriter]:
        """Let one thread at a time put and remove plans."""
        with self._writing:
            writer = ExactPlanWriter(self._root, dict(self._plans))
            yield writer
            self._plans = dict(sorted(writer.plans.items()))

    def _refuse_missing(self, plans: Sequence[str]) -> None:
        for plan in plans:
            if plan not in self._plans:
                raise PlanMissingError(f"there is no plan {plan!r} among those that are kept")


class ExactPlanWriter:
    """Puts plans into `plans`."""

    def __init__(self, root: Path, plans: dict[str, _Plan]) -> None:
        self._root = root
        self.plans = plans

    def has(self, plan_id: str, digest: str) -> bool:
        """Return whether the plan is kept, made from what `digest` is of."""
        return plan_id in self.plans and self.plans[plan_id].digest == digest

    def put(self, about: About, digest: str, folder: Path, entries: Iterable[Entry]) -> None:
        """Keep a plan."""
        passages = tuple(_kept(about.id, entry) for entry in entries)
        put = 1 + sum(1 for _ in self._root.glob("*"))
        shutil.copytree(served_folder(folder), self._root / str(put))
        self.plans[about.id] = _Plan(about, digest, put, self._root / str(put), passages)

    def keep_only(self, plan_ids: Sequence[str]) -> None:
        """Remove every plan but these."""
        self.plans = {name: plan for name, plan in self.plans.items() if name in plan_ids}


def _kept(plan_id: str, entry: Entry) -> _Passage:
    vectors = entry.vectors.astype(np.float16).astype(np.float32)
    return _Passage(plan_id, entry.passage_id, vectors, Counter(map(kept_term, entry.terms)))


def _by_vector(passages: Sequence[_Passage], chosen: Sequence[int], vector: Floats) -> Numbers:
    """Rank passages by their nearest vectors; to the zero vector nothing is near."""
    if not 0 < float(np.linalg.norm(vector)) < np.inf:
        return np.zeros(0, dtype=np.int64)
    having = [number for number in chosen if len(passages[number].vectors)]
    for number in having:
        if passages[number].vectors.shape[1] != len(vector):
            raise StaleIndexError("the query's vector is of another length than those of the plans")
    nearest = [float(np.max(passages[number].vectors @ vector)) for number in having]
    return ranked(np.array(having, dtype=np.int64), np.array(nearest))


def _by_terms(
    passages: Sequence[_Passage], chosen: Sequence[int], terms: Mapping[str, float]
) -> Numbers:
    """Rank those passages that hold any of `terms` by BM25."""
    lengths = [passage.terms.total() for passage in passages]
    average = sum(lengths) / len(passages) if passages else 0.0
    scores: dict[int, float] = {}
    for term, weight in asked_terms(terms).items():
        holding = sum(term in passage.terms for passage in passages)
        for number in chosen:
            count = passages[number].terms[term]
            if count:
                part = rarity(len(passages), holding) * share(count, lengths[number], average)
                scores[number] = scores.get(number, 0.0) + weight * part
    return ranked(np.array(list(scores), dtype=np.int64), np.array(list(scores.values())))

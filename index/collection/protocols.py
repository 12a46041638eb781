"""The seam of a collection: where the indexes of many plans are kept, and searched together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpus.about import About
from index.protocols import Floats


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as a collection searches it.

    `vectors` has a row for each text that stands for the passage (rows × dimension, of unit
    length), which stores keep in half precision; `terms` are the lexical terms of all of them, each
    as often as it stands there, kept as `kept_terms` says.
    """

    passage_id: str
    vectors: Floats
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CollectionHit:
    """A passage of one of the plans, and its score."""

    plan_id: str
    passage_id: str
    score: float


class PlanWriter(Protocol):
    """Puts plans into a store; readers see them once the block that it is open for has ended."""

    def has(self, plan_id: str, digest: str) -> bool:
        """Return whether the plan is kept already, made from what `digest` is of."""
        ...

    def put(self, about: About, digest: str, folder: Path, entries: Iterable[Entry]) -> None:
        """Keep a plan: its built index in `folder`, and its passages to be searched.

        One of the same id gives way to it.
        """
        ...

    def keep_only(self, plan_ids: Sequence[str]) -> None:
        """Remove every plan but these."""
        ...


class PlanStore(Protocol):
    """Keeps the indexes of many plans; each method raises SearchIndexError where it cannot."""

    @property
    def version(self) -> str:
        """What changes whenever a plan is put or removed."""
        ...

    def abouts(self) -> Sequence[About]:
        """Return the plans that are kept, by their ids' order."""
        ...

    def folder(self, plan_id: str) -> Path:
        """Return a folder with the index of one plan as it was put.

        Raises PlanMissingError where there is no such plan.
        """
        ...

    def search(
        self,
        vector: Floats,
        terms: Mapping[str, float],
        k: int,
        plans: Sequence[str] | None = None,
    ) -> Sequence[CollectionHit]:
        """Return the `k` best passages of `plans`, or of all of them, best first.

        `vector` is of the query (d values, of unit length), `terms` its lexical terms with their
        weights. The ranks of passages by their nearest vector and by BM25 (`bm25`; its statistics
        are of all plans) are put together by reciprocal rank fusion (`fused`; Cormack, Clarke and
        Büttcher 2009). A passage without vectors has no rank by them, nothing has to the zero
        vector; one without any of the terms has none by BM25. Ties stand in the order of the plans'
        ids and the plans' own. Raises PlanMissingError for one of `plans` that is not kept,
        ValueError where a weight is not finite.
        """
        ...

    def writing(self) -> AbstractContextManager[PlanWriter]:
        """Let one process at a time put and remove plans."""
        ...

"""A folder of plans → a store of their indexes: what has not changed is not done again."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from assistant.errors import PlansFolderError
from assistant.plans.adopted import PLAN
from assistant.plans.built_plan import built_digest, write_built
from assistant.plans.sources import Sources
from corpus.about import About
from corpus.errors import CorpusError
from index.chunks import chunks
from index.collection.bulk import made_of_each
from index.collection.packed import PackedEntries
from index.collection.protocols import PlanStore
from index.embedding import open_embedder
from index.protocols import Embedder


def plans_in(folder: Path) -> dict[str, Path]:
    """Return the files of the plans in `folder`, each in a folder named for its id, by id.

    Raises PlansFolderError where there is none, or a file of one cannot be read as what it is.
    """
    found = {path.parent.name: path for path in sorted(folder.glob(f"*/{PLAN}"))}
    if not found:
        raise PlansFolderError(f"{folder} holds no plan: expected folders with a {PLAN} in each")
    for plan_id, path in found.items():
        try:
            Sources.read(path, plan_id)
        except CorpusError as error:
            raise PlansFolderError(f"{path.parent}: {error}") from error
    return found


@dataclass(frozen=True, slots=True)
class _Task:
    """A plan that is to be built into `folder`."""

    plan_id: str
    plan: Path
    digest: str
    folder: Path


def build_many(
    plans: Mapping[str, Path], store: PlanStore, model: str | None, progress: bool = True
) -> int:
    """Have `store` keep the `plans`, and no others; return how many were built.

    As many at once as the machine has cores. `progress` shows a bar on standard error. Raises
    CorpusError, EmbeddingModelError, or SearchIndexError where the store cannot be written.
    """
    embedder = open_embedder(model)
    with store.writing() as writer, tempfile.TemporaryDirectory() as place:
        tasks = [
            _Task(plan_id, path, digest, Path(place) / plan_id)
            for plan_id, path in plans.items()
            if not writer.has(plan_id, digest := built_digest(path, embedder))
        ]
        made = made_of_each(_built, tasks, model, min(os.cpu_count() or 1, len(tasks)))
        bar = tqdm(made, total=len(tasks), unit="plan", disable=not progress)
        for task, (about, found) in zip(tasks, bar, strict=True):
            writer.put(about, task.digest, task.folder, found)
            shutil.rmtree(task.folder)
        writer.keep_only([*plans])
    return len(tasks)


def _built(task: _Task, embedder: Embedder) -> tuple[About, PackedEntries]:
    task.folder.mkdir()
    sources = write_built(task.plan, task.plan_id, embedder, task.folder)
    found = chunks(sources.plan, sources.companions, sources.asks)
    return sources.about, PackedEntries.of(found, embedder)

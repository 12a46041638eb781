"""A folder of plans → a store of their indexes: what has not changed is not done again."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from tqdm import tqdm

from assistant.adopted import PLAN
from assistant.built_plan import built_digest, write_built
from assistant.errors import PlansFolderError
from assistant.sources import Sources
from corpus.errors import CorpusError
from index.chunks import chunks
from index.collection.entries import entries
from index.collection.protocols import PlanStore
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


def build_many(
    plans: Mapping[str, Path], store: PlanStore, embedder: Embedder, progress: bool = True
) -> int:
    """Have `store` keep the `plans`, and no others; return how many were built.

    `progress` shows a bar on standard error. Raises CorpusError, or SearchIndexError where the
    store cannot be written.
    """
    built = 0
    with store.writing() as writer:
        for plan_id, path in tqdm(plans.items(), unit="plan", disable=not progress):
            digest = built_digest(path, embedder)
            if writer.has(plan_id, digest):
                continue
            with tempfile.TemporaryDirectory() as place:
                sources = write_built(path, plan_id, embedder, Path(place))
                found = chunks(sources.plan, sources.companions, sources.asks)
                writer.put(sources.about, digest, Path(place), entries(found, embedder))
            built += 1
        writer.keep_only([*plans])
    return built

"""A plan's built folder: its index, and the files that it was made from, so that it is whole."""

from __future__ import annotations

import hashlib
from pathlib import Path

from assistant.plans.adopted import PLAN, files_of
from assistant.plans.models import Models
from assistant.plans.sources import Sources
from assistant.service import Assistant
from corpus.parse import read_plan
from corpus.plan import Plan
from index.build import write_index
from index.layout import SCHEMA
from index.protocols import Embedder

_SOURCE = "source"


def built_digest(plan: Path, embedder: Embedder) -> str:
    """Return a SHA-256 over what the index of the plan in the file `plan` is made from."""
    digest = hashlib.sha256(f"{SCHEMA} {embedder.fingerprint}".encode())
    for name, data in sorted(files_of(plan).items()):
        digest.update(f"\n{name} {len(data)}\n".encode() + data)
    return digest.hexdigest()


def write_built(plan: Path, plan_id: str, embedder: Embedder, folder: Path) -> Sources:
    """Write the index of the plan in the file `plan`, with its files, into `folder`.

    Raises CorpusError where one of them cannot be read as what it is.
    """
    source = folder / _SOURCE
    source.mkdir()
    for name, data in files_of(plan).items():
        (source / name).write_bytes(data)
    sources = Sources.read(source / PLAN, plan_id)
    write_index(sources.plan, sources.companions, sources.asks, embedder, folder, progress=False)
    return sources


def open_built(folder: Path, plan_id: str, models: Models, is_one_of_many: bool) -> Assistant:
    """Open what `write_built` wrote; raises SearchIndexError where it cannot be used."""
    sources = Sources.read(folder / _SOURCE / PLAN, plan_id)
    return Assistant(sources, sources.open_index(folder, models.embedder), models, is_one_of_many)


def read_built(folder: Path) -> Plan:
    """Read the plan alone of what `write_built` wrote. Raises CorpusError, OSError."""
    return read_plan(folder / _SOURCE / PLAN)

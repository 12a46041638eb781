"""Plan → index folder, written beside the old one and switched to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from corpus.asks import Asks
from corpus.companion import Companion
from corpus.plan import Plan
from index.chunks import Chunk, View, chunks
from index.errors import REBUILD, IndexWriteError
from index.fields import FIELDS, documents
from index.layout import SCHEMA, Layout, Manifest, checksums
from index.lexical import Bm25Index
from index.likeness import WordLikeness
from index.protocols import Embedder
from index.spelling import Spellings
from index.switch import room_beside, switch
from index.vectors import FaissIndex

_BATCH = 64


def build_index(
    plan: Plan,
    companions: Mapping[str, Companion],
    asks: Asks,
    embedder: Embedder,
    folder: Path,
    progress: bool = True,
    adopted: str | None = None,
) -> Manifest:
    """Index `plan` into `folder`, replacing what was there only once the new index is whole.

    `progress` shows a bar on standard error; `adopted` is what the manifest is to say.
    Raises IndexWriteError where it cannot be written.
    """
    try:
        with room_beside(folder) as beside:
            manifest = write_index(plan, companions, asks, embedder, beside, progress, adopted)
            switch(folder, beside)
    except OSError as error:
        message = f"the index cannot be written to {folder} ({error}), where all is as it was"
        raise IndexWriteError(f"{message}: make room there, then {REBUILD}") from error
    return manifest


def companions_digest(companions: Mapping[str, Companion]) -> str:
    """Return a SHA-256 over what the companions say, whatever order they come in."""
    parts = [repr(companions[language]) for language in sorted(companions)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def asks_digest(asks: Asks) -> str:
    """Return a SHA-256 over the ways to ask."""
    return hashlib.sha256(repr(asks).encode()).hexdigest()


def write_index(
    plan: Plan,
    companions: Mapping[str, Companion],
    asks: Asks,
    embedder: Embedder,
    folder: Path,
    progress: bool = True,
    adopted: str | None = None,
) -> Manifest:
    """Write the index of `plan` into `folder`, as `build_index` says, beside what is there.

    The files that are there are of the index then. Raises OSError where it cannot be written.
    """
    layout = Layout(folder)
    found = list(chunks(plan, companions, asks))
    passage_ids = [passage.id for passage in plan.passages]
    rows = [(chunk.passage_id, chunk.view.value) for chunk in found for _ in chunk.embedded]
    layout.rows.write_text(json.dumps(rows), encoding="utf-8")
    FaissIndex.build(_vectors(found, embedder, progress)).save(layout.vectors)
    likeness = WordLikeness.build(passage_ids, found, embedder)
    likeness.save(layout.word_vectors, layout.word_places)
    for field in FIELDS:
        terms = documents(field, passage_ids, found)
        Bm25Index.build(terms).save(layout.lexical(field.name))
    japanese = [chunk.in_context for chunk in found if chunk.view in (View.ORIGINAL, View.PLAIN)]
    headings = [frame.text for section in plan.sections for frame in section.frames]
    Spellings.of([*japanese, *headings]).save(layout.spellings)
    _read_back(layout, len(passage_ids))
    manifest = Manifest(
        schema=SCHEMA,
        adopted=adopted,
        plan_digest=plan.digest,
        companions_digest=companions_digest(companions),
        asks_digest=asks_digest(asks),
        model_name=embedder.name,
        model_fingerprint=embedder.fingerprint,
        dimension=embedder.dimension,
        passages=len(passage_ids),
        chunks=len(found),
        checksums=checksums(layout),
    )
    manifest.write(layout)
    return manifest


def _read_back(layout: Layout, size: int) -> None:
    """Load what was written: FAISS and NumPy may not tell that a disk was full at the very end."""
    try:
        FaissIndex.load(layout.vectors)
        WordLikeness.load(layout.word_vectors, layout.word_places, size)
        for field in FIELDS:
            Bm25Index.load(layout.lexical(field.name), size)
    except (ValueError, EOFError, RuntimeError) as error:
        raise OSError(f"a file was not written whole: {error}") from error


def _vectors(found: Sequence[Chunk], embedder: Embedder, progress: bool) -> np.ndarray:
    texts = [text for chunk in found for text in chunk.embedded]
    starts = range(0, len(texts), _BATCH)
    batches = [
        embedder.passages(texts[start : start + _BATCH])
        for start in tqdm(starts, desc="embedding", unit="batch", disable=not progress)
    ]
    return np.concatenate(batches)

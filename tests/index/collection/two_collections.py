"""Two collections of real passages, and which of them a store holds: for scripts that hinder it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from corpus.about import About
from corpus.parse import bundled_plan_path, read_plan
from corpus.plan import Passage
from index.collection.disk import DiskPlanStore
from index.collection.protocols import Entry
from index.terms import gram_terms

DIMENSION = 32
PLANS = {"old": {"kamakura": "1", "zushi": "1"}, "new": {"hayama": "1", "kamakura": "2"}}


def passages() -> Sequence[Passage]:
    """The passages of the bundled plan."""
    return read_plan(bundled_plan_path()).passages


def entries(found: Sequence[Passage], digest: str) -> Iterator[Entry]:
    """Yield them as entries: which of the plans they are of is one of their terms."""
    vectors = np.random.default_rng(int(digest)).standard_normal((len(found), DIMENSION))
    for passage, vector in zip(found, vectors.astype(np.float32), strict=True):
        yield Entry(passage.id, vector[None], (f"digest-{digest}", *gram_terms(passage.text)))


def write(store: DiskPlanStore, which: str, found: Sequence[Passage], built: Path) -> list[str]:
    """Have the store hold a collection; return those of its plans that it had already."""
    plans = PLANS[which]
    had = []
    with store.writing() as writer:
        for plan, digest in plans.items():
            if writer.has(plan, digest):
                had.append(plan)
            else:
                about = About(plan, f"{plan}市", plan)
                writer.put(about, digest, built, entries(found, digest))
        writer.keep_only(list(plans))
    return had


def which_is_read(root: Path) -> str:
    """Return which collection a new reader of the store finds, whole, "none" where it has none."""
    store = DiskPlanStore(root)
    store.verify()
    found = [one.id for one in store.abouts()]
    if not found:
        return "none"
    which = next(name for name, plans in PLANS.items() if sorted(plans) == found)
    for plan, digest in PLANS[which].items():
        assert (store.folder(plan) / "manifest.json").read_text("utf-8") == "built"
        nothing = np.zeros(DIMENSION, dtype=np.float32)
        assert len(store.search(nothing, {f"digest-{digest}": 1.0}, 500, [plan])) > 100
        assert len(store.search(nothing + 1, {}, 500, [plan])) > 100
    return which


def built_folder(path: Path) -> Path:
    """Make a folder as a plan's index would be."""
    path.mkdir()
    (path / "manifest.json").write_text("built", encoding="utf-8")
    return path

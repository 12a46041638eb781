"""Builds that are killed at every step of theirs: run by test_switch.py in a process of its own.

Prints one line a kill: at which step, and which of the two plans the index is of afterwards.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from killed import killed

from corpus.asks import NO_ASKS
from corpus.parse import parse_plan
from index.build import build_index
from index.embedding import open_embedder
from index.layout import Layout, read_manifest
from index.search import PlanIndex

# Every so many steps.
STRIDE = 5
MOST = 400


def main(text: Path, folder: Path) -> None:
    """Kill a build at steps further and further on, until one comes to its end."""
    old = parse_plan(text.read_text(encoding="utf-8"), text.name)
    new = parse_plan(text.read_text(encoding="utf-8").replace("緑地", "緑の土地"), text.name)
    plans = {old.digest: old, new.digest: new}
    embedder = open_embedder(None)
    build = partial(
        build_index, companions={}, asks=NO_ASKS, embedder=embedder, folder=folder, progress=False
    )
    assert not killed(partial(build, old), 0)
    whole, step = False, 1 - STRIDE
    while not whole and step < MOST:
        step += STRIDE
        whole = not killed(partial(build, new), step)
        digest = read_manifest(Layout(folder)).plan_digest
        PlanIndex.open(folder, plans[digest], {}, NO_ASKS, embedder)
        print(step, "new" if digest == new.digest else "old")
        if digest == new.digest and not whole:
            assert not killed(partial(build, old), 0)
    print(len([*folder.parent.iterdir()]), "left")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

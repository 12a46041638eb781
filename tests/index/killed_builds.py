"""Builds that are killed at every step of theirs: run by test_switch.py in a process of its own.

Prints one line a kill: at which step, and which of the two plans the index is of afterwards.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from pathlib import Path

from corpus.asks import NO_ASKS
from corpus.parse import parse_plan
from corpus.plan import Plan
from index.build import build_index
from index.embedding import open_embedder
from index.layout import Layout, read_manifest
from index.protocols import Embedder
from index.search import PlanIndex

STEPS = frozenset({"open", "os.rename", "os.mkdir", "os.symlink", "os.rmdir", "os.remove"})
# Every so many steps.
STRIDE = 5
MOST = 400


def build(plan: Plan, folder: Path, embedder: Embedder, kill_at: int) -> bool:
    """Build in a child that is killed at step `kill_at`; return whether it came to its end."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) or status == 0
        return os.WIFEXITED(status)
    step = 0

    def count(event: str, _: object) -> None:
        nonlocal step
        step += event in STEPS
        if event in STEPS and step == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    status = 1
    try:
        sys.addaudithook(count)
        build_index(plan, {}, NO_ASKS, embedder, folder, progress=False)
        status = 0
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(status)


def main(text: Path, folder: Path) -> None:
    """Kill a build at steps further and further on, until one comes to its end."""
    old = parse_plan(text.read_text(encoding="utf-8"), text.name)
    new = parse_plan(text.read_text(encoding="utf-8").replace("緑地", "緑の土地"), text.name)
    plans = {old.digest: old, new.digest: new}
    embedder = open_embedder(None)
    assert build(old, folder, embedder, 0)
    whole, step = False, 1 - STRIDE
    while not whole and step < MOST:
        step += STRIDE
        whole = build(new, folder, embedder, step)
        digest = read_manifest(Layout(folder)).plan_digest
        PlanIndex.open(folder, plans[digest], {}, NO_ASKS, embedder)
        print(step, "new" if digest == new.digest else "old")
        if digest == new.digest and not whole:
            assert build(old, folder, embedder, 0)
    print(len([*folder.parent.iterdir()]), "left")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""Adoptions that are killed at every step: run by test_adoption.py in a process of its own.

Prints one line a kill: at which step, and which of the two plans is served afterwards.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from killed import killed

from assistant.environment import Environment
from assistant.plans.adoption import adopt, revert
from assistant.service import Assistant
from corpus.parse import read_plan

# Every so many steps.
STRIDE = 29
MOST = 600


def main(old: Path, new: Path, folder: Path) -> None:
    """Kill an adoption at steps further and further on, until one comes to its end."""
    environment = Environment(index_folder=folder / "index")
    served = {read_plan(old).digest: "old", read_plan(new).digest: "new"}
    adopt(environment, old, progress=False)
    whole, step = False, 1 - STRIDE
    while not whole and step < MOST:
        step += STRIDE
        whole = not killed(partial(adopt, environment, new, progress=False), step)
        found = served[Assistant.open(environment).plan.digest]
        print(step, found)
        if found == "new" and not whole:
            revert(environment, progress=False)
            assert served[Assistant.open(environment).plan.digest] == "old"


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

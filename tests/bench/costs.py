"""`make costs`: many questions made to be dear, and how many times an honest one each costs.

COUNT (5000) are tried from SEED (1) on; those that cost more than the limit are printed as they
are found, at the end the dearest. The exit status is 1 where there is one.
"""

from __future__ import annotations

import os
import statistics
import sys

from cost_ratios import MOST_TIMES_AN_HONEST_ONE, CostRatios
from costly_questions import costly

from assistant.environment import Environment
from assistant.service import Assistant

# One in twelve comes after as many turns as there may be, which are answered once more each.
_TURNS = (*[0] * 8, 1, 1, 2, 10)
_SHOWN = 20


def main() -> int:
    """Try them; return the exit status."""
    count, seed = int(os.environ.get("COUNT", "5000")), int(os.environ.get("SEED", "1"))
    ratios = CostRatios.measured(Assistant.open(Environment.read(os.environ)), _TURNS)
    for turns, spent in sorted(ratios.honest.items()):
        print(f"honest, after {turns} turns: {spent:.3f} s", flush=True)
    tried: list[tuple[float, str]] = []
    for one in costly(count, seed, _TURNS):
        tried.append((ratios.of(one), one.made_of))
        if tried[-1][0] > MOST_TIMES_AN_HONEST_ONE:
            print("dear: {:.1f} × {}".format(*tried[-1]), flush=True)
    mean = statistics.mean(times for times, _ in tried)
    print(f"{count} questions, {mean:.2f} times an honest one on the average; the dearest:")
    for times, made_of in sorted(tried, reverse=True)[:_SHOWN]:
        print(f"{times:.2f} × {made_of}")
    return int(max(tried)[0] > MOST_TIMES_AN_HONEST_ONE)


if __name__ == "__main__":
    sys.exit(main())

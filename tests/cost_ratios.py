"""What a question costs to answer, as so many times an honest one of its length."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from costly_questions import Asked, honest
from threadpoolctl import threadpool_limits

from assistant.service import Assistant

MOST_TIMES_AN_HONEST_ONE = 5
_HONEST = 9
# What seems dear is measured again: the machine may have been busy with something else.
_TRIES = 3


@dataclass(frozen=True, slots=True)
class CostRatios:
    """The processor's seconds of honest questions, by how many turns are before them."""

    assistant: Assistant
    honest: Mapping[int, float]

    @classmethod
    def measured(cls, assistant: Assistant, turns: Sequence[int]) -> CostRatios:
        """Measure the median of honest questions after each number of `turns`."""
        cost(assistant, Asked("warm", "出生数は?", ()))
        medians = {
            count: statistics.median(
                cost(assistant, one) for one in honest(assistant.plan, _HONEST, 1, count)
            )
            for count in set(turns)
        }
        return cls(assistant, medians)

    def of(self, asked: Asked) -> float:
        """Return how many times an honest question `asked` costs, the least of some tries."""
        least = float("inf")
        for _ in range(_TRIES):
            spent = cost(self.assistant, asked)
            least = min(least, spent / self.honest[len(asked.history)])
            if least <= MOST_TIMES_AN_HONEST_ONE:
                break
        return least


def cost(assistant: Assistant, asked: Asked) -> float:
    """Return the processor's seconds that the answer takes, as a server computes it."""
    with threadpool_limits(1):
        started = time.process_time()
        assistant.ask(asked.question, asked.history)
        return time.process_time() - started

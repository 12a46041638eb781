"""What processes told → figures: times, answers a second, what was found, ours to the others."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

CUTOFF = 5


@dataclass(frozen=True, slots=True)
class Told:
    """What a process told of a way of finding.

    `rounds_ms` has the time of each question, a list a round; `found` the passages found for each,
    best first.
    """

    import_s: float
    ready_s: float
    peak_mib: float
    rounds_ms: Sequence[Sequence[float]]
    found: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times faster ours is, by answers a second and by medians, and what ours found.

    The first is what a server feels; the second bears a busy machine better. `recall_at_5` is over
    the questions that the other got through.
    """

    per_s: float
    median: float
    recall_at_5: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a way, times in ms; `medians_ms` are the least and the most of the rounds.

    `recall_at_5` is the share of the `judged` questions with a right passage among the first five;
    None where the way finds nothing. `ours_to_one` has a ratio for each way of ours.
    """

    questions: int
    rounds: int
    median_ms: float
    medians_ms: tuple[float, float]
    p99_ms: float
    per_s: float
    recall_at_5: float | None
    judged: int
    import_s: float
    ready_s: float
    peak_mib: float
    ours_to_one: Mapping[str, Ratio]


def figures_of(told: Mapping[str, Told], gold: Mapping[str, Sequence[str]]) -> dict[str, Figures]:
    """Return the figures of each way by its name; those of ours begin with `ours`."""
    right = {name: _right(one, gold) for name, one in told.items()}
    ours = [name for name in told if name.startswith("ours")]
    found = {}
    for name, one in told.items():
        times = _times(one)
        medians = [statistics.median(of_round) for of_round in one.rounds_ms]
        ratios = {
            mine: Ratio(
                per_s=round(statistics.fmean(times) / statistics.fmean(_times(told[mine])), 2),
                median=round(statistics.median(times) / statistics.median(_times(told[mine])), 2),
                recall_at_5=_share([right[mine][question] for question in right[name]]),
            )
            for mine in ours
            if name not in ours
        }
        found[name] = Figures(
            questions=len(one.found),
            rounds=len(one.rounds_ms),
            median_ms=round(statistics.median(times), 3),
            medians_ms=(round(min(medians), 3), round(max(medians), 3)),
            p99_ms=round(statistics.quantiles(times, n=100)[98], 3),
            per_s=round(1000 / statistics.fmean(times), 2),
            recall_at_5=_share(list(right[name].values())),
            judged=len(right[name]),
            import_s=one.import_s,
            ready_s=one.ready_s,
            peak_mib=one.peak_mib,
            ours_to_one=ratios,
        )
    return found


def _times(told: Told) -> list[float]:
    return [one for of_round in told.rounds_ms for one in of_round]


def _right(told: Told, gold: Mapping[str, Sequence[str]]) -> dict[str, bool]:
    """Whether a right passage was found for each question that has one; none for who finds none."""
    if not any(told.found.values()):
        return {}
    return {
        question: not {*ids[:CUTOFF]}.isdisjoint(gold[question])
        for question, ids in told.found.items()
        if question in gold
    }


def _share(right: Sequence[bool]) -> float | None:
    return round(statistics.fmean(right), 3) if right else None

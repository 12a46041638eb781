"""What several processes counted, summed up: each tells the others in memory that they share.

Prometheus' own way maps files of TMPDIR into memory: once that disk is full, whoever counts dies
of a SIGBUS.
"""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.registry import Collector

from web.board import Board

# Routes by methods by classes of status, and intents by buckets: 3,200 samples of 110 bytes.
_SIZE = 512 * 1024
# When a sample was first counted: of several processes nobody needs it.
_CREATED = "_created"
_Labels = tuple[tuple[str, str], ...]
# By families; a sample has a name and labels.
_Samples = Mapping[str, Mapping[tuple[str, _Labels], float]]


class Counted:
    """What `registry` counts here, and what the other `processes` have told of theirs.

    A process that is replaced has lost what it counted since it told, which it does with every
    beat; the one that takes its place goes on from there.
    """

    def __init__(self, registry: CollectorRegistry, processes: int) -> None:
        self._registry = registry
        self._board = Board(processes, _SIZE)
        self._place = 0
        self._before: _Samples = {}
        # Who shows the counts tells too, in another thread.
        self._lock = threading.Lock()

    def take(self, place: int) -> None:
        """Be the process at a place."""
        self._place = place
        self._before = _read(self._board.read(place))

    def tell(self) -> None:
        """Tell the others what was counted here."""
        with self._lock:
            own = {family.name: _values(family) for family in self._registry.collect()}
            self._board.write(self._place, _written(self._sum([self._before, own])))

    def together(self) -> CollectorRegistry:
        """Return what all have counted; a time (a gauge) is the latest of theirs."""
        self.tell()
        told = [_read(self._board.read(place)) for place in range(self._board.places)]
        whole = CollectorRegistry()
        whole.register(_Sum(list(self._registry.collect()), self._sum(told)))
        return whole

    def _sum(self, parts: Iterable[_Samples]) -> _Samples:
        gauges = {family.name for family in self._registry.collect() if family.type == "gauge"}
        whole: dict[str, dict[tuple[str, _Labels], float]] = defaultdict(dict)
        for part in parts:
            for family, samples in part.items():
                for key, value in samples.items():
                    before = whole[family].get(key, 0.0)
                    whole[family][key] = max(before, value) if family in gauges else before + value
        return whole


class _Sum(Collector):
    """Families as they are described by one registry, with the samples of all."""

    def __init__(self, described: Iterable[Metric], samples: _Samples) -> None:
        self._described = described
        self._samples = samples

    def collect(self) -> Iterator[Metric]:
        for family in self._described:
            whole = Metric(family.name, family.documentation, family.type, family.unit)
            for (name, labels), value in self._samples.get(family.name, {}).items():
                whole.add_sample(name, dict(labels), value)
            yield whole


def _values(family: Metric) -> dict[tuple[str, _Labels], float]:
    return {
        (one.name, tuple(one.labels.items())): one.value
        for one in family.samples
        if not one.name.endswith(_CREATED)
    }


def _written(samples: _Samples) -> bytes:
    said = {
        family: [[name, labels, value] for (name, labels), value in values.items()]
        for family, values in samples.items()
    }
    return json.dumps(said).encode()


def _read(said: bytes) -> _Samples:
    return {
        family: {
            (name, tuple((label, text) for label, text in labels)): value
            for name, labels, value in values
        }
        for family, values in json.loads(said or b"{}").items()
    }
